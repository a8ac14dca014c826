package org.annals.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The memory of a JVM right after a collection, in bytes: what lives in its heap, what the heap
/// took, and what is resident, of that what no file holds.
record Footprint(long live, long heap, long resident, long anonymous) {
  private static final Pattern USED = Pattern.compile("used ([0-9]+)K");
  private static final Pattern COMMITTED = Pattern.compile("(?:committed|total) ([0-9]+)K");

  static Footprint of(long pid) throws IOException, InterruptedException {
    jcmd(pid, "GC.run");
    String heap = jcmd(pid, "GC.heap_info");
    return new Footprint(
        kilobytes(USED, heap) << 10,
        kilobytes(COMMITTED, heap) << 10,
        ProcFs.memory(pid, "VmRSS"),
        ProcFs.memory(pid, "RssAnon"));
  }

  private static long kilobytes(Pattern pattern, String heapInfo) {
    return heapInfo
        .lines()
        .filter(line -> line.contains("heap") || line.contains("generation"))
        .map(pattern::matcher)
        .filter(Matcher::find)
        .mapToLong(found -> Long.parseLong(found.group(1)))
        .sum();
  }

  private static String jcmd(long pid, String command) throws IOException, InterruptedException {
    String jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd").toString();
    Process process =
        new ProcessBuilder(jcmd, Long.toString(pid), command).redirectErrorStream(true).start();
    String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IOException("jcmd " + command + ": " + output);
    }
    return output;
  }
}
