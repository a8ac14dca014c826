package org.annals.bench;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/// Adds mail to an inbox as any program of public-inbox does: by git, with a byte added to
/// `inbox.lock`.
record Delivery(Path inbox) {

  /// When the commit was there, before the byte that tells of it.
  long commit(String mail) throws IOException, InterruptedException {
    String blob = git(mail, "hash-object", "-w", "--stdin");
    String tree = git("100644 blob " + blob + "\tm\n", "mktree");
    String commit =
        git("", "commit-tree", tree, "-p", "refs/heads/master", "-m", "a mail to be noticed");
    git("", "update-ref", "refs/heads/master", commit);
    long done = System.nanoTime();
    Files.writeString(inbox.resolve("inbox.lock"), ".", StandardOpenOption.APPEND);
    return done;
  }

  private String git(String input, String... words) throws IOException, InterruptedException {
    List<String> line =
        new ArrayList<>(
            List.of(
                "git",
                "-c",
                "user.name=bench",
                "-c",
                "user.email=bench@bench.example",
                "--git-dir",
                inbox.resolve("git/0.git").toString()));
    line.addAll(List.of(words));
    Process git = new ProcessBuilder(line).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    try (OutputStream out = git.getOutputStream()) {
      out.write(input.getBytes(StandardCharsets.UTF_8));
    }
    String said = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
    if (git.waitFor() != 0) {
      throw new IOException(String.join(" ", line) + ": exit code " + git.exitValue());
    }
    return said;
  }
}
