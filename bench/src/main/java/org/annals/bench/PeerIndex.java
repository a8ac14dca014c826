package org.annals.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/// The peer's `public-inbox-index` over a fresh copy of one epoch, with the options that
/// `reference-up` gives it.
final class PeerIndex {
  static final double LINUX_EROFS_MESSAGES = 15_168;

  private PeerIndex() {}

  record Run(double seconds, double cpuSeconds) {}

  /// `epoch`: a repository or a bundle.
  static Run measure(String name, Path epoch, Path directory)
      throws IOException, InterruptedException {
    Path inbox = directory.resolve(name);
    Files.createDirectories(inbox.resolve("git"));
    String copy = inbox.resolve("git/0.git").toString();
    call(directory, "git", "clone", "-q", "--mirror", epoch.toString(), copy);
    String where = inbox.toString();
    String url = "http://127.0.0.1/" + name;
    call(directory, "public-inbox-init", "-V2", name, where, url, name + "@example.org");
    Main.progress("the peer indexes %s; this may take minutes", name);
    return call(directory, "public-inbox-index", "--no-fsync", "-j0", where);
  }

  /// Everything in an inbox of the peer that is not git.
  static double indexBytes(Path inbox) throws IOException {
    double sum = 0;
    try (Stream<Path> entries = Files.list(inbox)) {
      for (Path entry : entries.toList()) {
        String name = String.valueOf(entry.getFileName());
        if (!name.equals("git") && !name.endsWith(".git")) {
          sum += Product.bytesBelow(entry);
        }
      }
    }
    return sum;
  }

  /// One of the peer's programs on the inboxes in the directory.
  static ProcessBuilder command(Path directory, String... words) {
    ProcessBuilder builder = new ProcessBuilder(words);
    builder.environment().put("HOME", directory.toString());
    builder.environment().put("PI_CONFIG", directory.resolve("config").toString());
    return builder
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("peer.log").toFile()));
  }

  private static Run call(Path directory, String... words)
      throws IOException, InterruptedException {
    long start = System.nanoTime();
    Process process = command(directory, words).start();
    long cpu = 0;
    do {
      cpu = Math.max(cpu, ProcFs.treeCpuMillis(process.pid()));
    } while (!process.waitFor(100, TimeUnit.MILLISECONDS));
    if (process.exitValue() != 0) {
      throw new IOException(String.join(" ", words) + ": exit code " + process.exitValue());
    }
    return new Run((System.nanoTime() - start) / Numbers.BILLION, cpu / 1e3);
  }
}
