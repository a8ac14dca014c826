package org.annals.testing;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// Programs that are not ours: git, flock, mount.
public final class Shell {
  private Shell() {}

  /// What a program said and how it ended.
  public record Result(int exit, String out, String err) {
    public Result succeeded() {
      if (exit != 0) {
        throw new AssertionError("exit code " + exit + ": " + err + out);
      }
      return this;
    }
  }

  public static Result run(String... command) throws IOException, InterruptedException {
    return run(List.of(command), "");
  }

  /// Whether the machine has a program of this name.
  public static boolean has(String program) throws IOException, InterruptedException {
    return run("sh", "-c", "command -v " + program).exit() == 0;
  }

  public static Result git(Path repository, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    return run(command, "");
  }

  public static Result gitWithInput(Path repository, String input, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of("git", "-C", repository.toString()));
    command.addAll(List.of(arguments));
    return run(command, input);
  }

  private static Result run(List<String> command, String input)
      throws IOException, InterruptedException {
    Path err = Files.createTempFile("annals-test-", ".err");
    try {
      Process process = new ProcessBuilder(command).redirectError(err.toFile()).start();
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return new Result(process.waitFor(), out, Files.readString(err));
    } finally {
      Files.delete(err);
    }
  }
}
