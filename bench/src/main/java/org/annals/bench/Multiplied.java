package org.annals.bench;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// Makes a list longer: an epoch with every message of another in so many versions, which
/// `Variation` tells apart. Time runs as in the original, but so many times as dense: one version
/// of the list after the other within the same years.
final class Multiplied {
  private static final String BRANCH = "refs/heads/master";
  private static final int BUFFER_BYTES = 1 << 16;

  private final Path original;
  private final Path commits;
  private final int versions;
  private final Variation variation = new Variation();
  private long first = Long.MAX_VALUE;
  private long last = Long.MIN_VALUE;

  private Multiplied(Path original, Path commits, int versions) {
    this.original = original;
    this.commits = commits;
    this.versions = versions;
  }

  /// Writes the bundle `longer` by way of repositories in the directory.
  static void write(Path bundle, Path directory, Path longer, int versions)
      throws IOException, InterruptedException {
    Path original = directory.resolve("original.git");
    Ingest.delete(original);
    git(null, "clone", "-q", "--mirror", bundle.toString(), original.toString());
    Path commits = directory.resolve("commits");
    git(commits, "--git-dir", original.toString(), "log", "--reverse", "--format=%H %ct", "HEAD");
    Multiplied list = new Multiplied(original, commits, versions);
    list.each((time, mail) -> list.learn(time, mail));
    Path epoch = directory.resolve("longer.git");
    Ingest.delete(epoch);
    String repository = epoch.toString();
    git(null, "init", "-q", "--bare", "-b", "master", repository);
    list.writeInto(epoch);
    String made = longer + ".new";
    git(
        null,
        "-c",
        "pack.window=0",
        "--git-dir",
        repository,
        "bundle",
        "create",
        "-q",
        made,
        BRANCH);
    Files.move(Path.of(made), longer);
    Ingest.delete(original);
    Ingest.delete(epoch);
  }

  private interface MailConsumer {
    void accept(long time, byte[] mail) throws IOException;
  }

  private void learn(long time, byte[] mail) {
    first = Math.min(first, time);
    last = Math.max(last, time);
    variation.learn(mail);
  }

  private void writeInto(Path epoch) throws IOException, InterruptedException {
    // Deltas between mails save little and take most of the time.
    Process git =
        new ProcessBuilder(
                "git",
                "-c",
                "core.compression=1",
                "--git-dir",
                epoch.toString(),
                "fast-import",
                "--quiet",
                "--depth=0")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (OutputStream out = new BufferedOutputStream(git.getOutputStream(), BUFFER_BYTES)) {
      for (int version = 0; version < versions; version++) {
        int number = version;
        each((time, mail) -> commit(out, when(time, number), mail, number));
        Main.progress("%s: version %d of %d", commits.getParent(), version + 1, versions);
      }
    }
    require(git, "git fast-import");
  }

  private long when(long time, int version) {
    return first + version * (last - first) / versions + (time - first) / versions;
  }

  private void commit(OutputStream out, long time, byte[] mail, int version) throws IOException {
    ByteArrayOutputStream varied = new ByteArrayOutputStream(mail.length + 512);
    variation.write(mail, version, time, varied);
    String head =
        "commit %s\ncommitter bench <bench@example.org> %d +0000\ndata 0\n\nM 100644 inline m\ndata %d\n"
            .formatted(BRANCH, time, varied.size());
    out.write(head.getBytes(StandardCharsets.US_ASCII));
    varied.writeTo(out);
    out.write('\n');
  }

  /// Every message of the original, in its order; removals have none.
  private void each(MailConsumer consumer) throws IOException, InterruptedException {
    Process git =
        new ProcessBuilder("git", "--git-dir", original.toString(), "cat-file", "--batch")
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    List<String> lines = Files.readAllLines(commits);
    Thread asking =
        Thread.ofVirtual().start(() -> ask(lines, new BufferedOutputStream(git.getOutputStream())));
    try (DataInputStream in =
        new DataInputStream(new BufferedInputStream(git.getInputStream(), BUFFER_BYTES))) {
      for (String line : lines) {
        String[] head = line(in).split(" ", -1);
        if (head.length == 3 && head[1].equals("blob")) {
          byte[] mail = in.readNBytes(Integer.parseInt(head[2]));
          in.readByte();
          consumer.accept(Long.parseLong(line.substring(line.indexOf(' ') + 1)), mail);
        }
      }
    }
    asking.join();
    require(git, "git cat-file");
  }

  private static void ask(List<String> lines, OutputStream to) {
    try (to) {
      for (String line : lines) {
        String object = line.substring(0, line.indexOf(' ')) + ":m\n";
        to.write(object.getBytes(StandardCharsets.US_ASCII));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String line(DataInputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int b = in.read(); b != '\n'; b = in.read()) {
      if (b < 0) {
        throw new EOFException("git cat-file ended early");
      }
      line.append((char) b);
    }
    return line.toString();
  }

  private static void git(Path output, String... words) throws IOException, InterruptedException {
    ProcessBuilder builder =
        new ProcessBuilder(Stream.concat(Stream.of("git"), Stream.of(words)).toList())
            .redirectError(ProcessBuilder.Redirect.INHERIT);
    if (output != null) {
      builder.redirectOutput(output.toFile());
    }
    require(builder.start(), "git " + String.join(" ", words));
  }

  private static void require(Process process, String what)
      throws IOException, InterruptedException {
    if (process.waitFor() != 0) {
      throw new IOException(what + ": exit code " + process.exitValue());
    }
  }
}
