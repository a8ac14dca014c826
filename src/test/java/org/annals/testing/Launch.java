package org.annals.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The `annals` command as a process of its own, on the class path of the tests.
public final class Launch {
  private static final long DEADLINE_SECONDS = 240;

  private final List<String> command = new ArrayList<>();
  private final Path directory;

  /// What a process left behind.
  public record Result(int exit, String out, String err) {
    public Result succeeded() {
      if (exit != 0) {
        throw new AssertionError("exit code " + exit + ": " + err + out);
      }
      return this;
    }
  }

  private Launch(Path directory, String heap) {
    this.directory = directory;
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.add("-Xmx" + heap);
    command.add("-XX:+UseSerialGC");
    command.add("-XX:TieredStopAtLevel=1"); // short lives
    command.add("-XX:+UseCompactObjectHeaders");
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add("org.annals.cli.Main");
    command.add("--dir");
    command.add(directory.toString());
  }

  /// On the archive in `directory`, with a heap of 256 MB.
  public static Launch on(Path directory) {
    return new Launch(directory, "256m");
  }

  /// `heap` as `java -Xmx` takes it.
  public static Launch on(Path directory, String heap) {
    return new Launch(directory, heap);
  }

  /// For whoever starts it on their own.
  public List<String> command(String... arguments) {
    List<String> all = new ArrayList<>(command);
    all.addAll(List.of(arguments));
    return all;
  }

  public Running start(String... arguments) throws IOException {
    Path out = Files.createTempFile("annals-test-", ".out");
    Path err = Files.createTempFile("annals-test-", ".err");
    Process process =
        new ProcessBuilder(command(arguments))
            .redirectOutput(out.toFile())
            .redirectError(err.toFile())
            .start();
    return new Running(process, out, err);
  }

  public Result run(String... arguments) throws IOException, InterruptedException {
    return start(arguments).await();
  }

  public Path directory() {
    return directory;
  }

  /// A process at work. Waiting for it ends it.
  public static final class Running {
    private final Process process;
    private final Path out;
    private final Path err;

    private Running(Process process, Path out, Path err) {
      this.process = process;
      this.out = out;
      this.err = err;
    }

    public boolean isAlive() {
      return process.isAlive();
    }

    /// What it has printed so far.
    public String out() throws IOException {
      return Files.readString(out);
    }

    /// SIGKILL: no hook runs, nothing is flushed.
    public void kill() throws InterruptedException {
      process.destroyForcibly();
      process.waitFor();
    }

    public Result await() throws IOException, InterruptedException {
      boolean ended = process.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS);
      if (!ended) {
        kill();
      }
      Result result = new Result(ended ? process.exitValue() : -1, out(), Files.readString(err));
      Files.delete(out);
      Files.delete(err);
      return result;
    }
  }
}
