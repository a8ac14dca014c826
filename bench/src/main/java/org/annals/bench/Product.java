package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The launcher `./annals` and one data directory. Every command is a process of its own.
record Product(Path launcher, Path directory) {
  private static final long POLL_MILLIS = 20;

  /// How a command ended: its output, and what it used. `peakBytes` is resident memory, mapped files
  /// included; it and the CPU time may miss the last 20 ms.
  record Run(String output, double seconds, double cpuSeconds, long peakBytes) {}

  /// Runs a command to its end, which must be a good one.
  Run run(String... words) throws IOException, InterruptedException {
    return run(Files.createTempFile("annals-bench-", ".out"), words);
  }

  private Run run(Path output, String... words) throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = command(words).redirectOutput(output.toFile()).start();
    long cpu = 0;
    long peak = 0;
    do {
      cpu = Math.max(cpu, ProcFs.cpuMillis(process.pid()));
      peak = Math.max(peak, ProcFs.memory(process.pid(), "VmHWM"));
    } while (!process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS));
    double seconds = (System.nanoTime() - start) / Numbers.BILLION;
    String text = Files.readString(output);
    Files.delete(output);
    if (process.exitValue() != 0) {
      throw new IOException(
          "annals " + String.join(" ", words) + ": exit code " + process.exitValue() + ": " + text);
    }
    return new Run(text, seconds, cpu / 1e3, peak);
  }

  /// Runs a command and keeps what it prints, which may be long, in a file.
  void runInto(Path output, String... words) throws IOException, InterruptedException {
    int code = command(words).redirectOutput(output.toFile()).start().waitFor();
    if (code != 0) {
      throw new IOException("annals " + String.join(" ", words) + ": exit code " + code);
    }
  }

  /// A command about to start. What it says on standard error goes to `stderr` beside the archive.
  ProcessBuilder command(String... words) throws IOException {
    List<String> line =
        new ArrayList<>(List.of(launcher.toString(), "--dir", directory.toString()));
    line.addAll(List.of(words));
    Files.createDirectories(directory.toAbsolutePath().getParent());
    Path errors = directory.resolveSibling(directory.getFileName() + ".stderr");
    return new ProcessBuilder(line)
        .redirectError(ProcessBuilder.Redirect.appendTo(errors.toFile()));
  }

  void makeInbox(String name) throws IOException, InterruptedException {
    run("init", name, "--address", name + "@example.org");
  }

  /// Sets a key of the config that the server reads when it starts.
  void configure(String key, String value) throws IOException, InterruptedException {
    String file = directory.resolve("config").toString();
    Process git = new ProcessBuilder("git", "config", "-f", file, key, value).inheritIO().start();
    if (git.waitFor() != 0) {
      throw new IOException("git config -f " + file + " " + key + ": exit code " + git.exitValue());
    }
  }

  long indexBytes() throws IOException {
    return bytesBelow(directory.resolve("index"));
  }

  static long bytesBelow(Path directory) throws IOException {
    try (var files = Files.walk(directory)) {
      long sum = 0;
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        sum += Files.size(file);
      }
      return sum;
    }
  }
}
