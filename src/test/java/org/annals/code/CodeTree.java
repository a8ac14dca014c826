package org.annals.code;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.annals.testing.Shell;

/// A git work tree that tests commit to. Each commit is a minute later than the one before.
final class CodeTree {
  private final Path path;
  private long clock = 1_700_000_000;

  CodeTree(Path path) throws Exception {
    this.path = Files.createDirectories(path);
    git("init", "-q", "-b", "main");
    git("config", "user.name", "Ann");
    git("config", "user.email", "ann@example.org");
  }

  Path path() {
    return path;
  }

  String git(String... arguments) throws Exception {
    return Shell.git(path, arguments).succeeded().out().strip();
  }

  void write(String name, String content) throws IOException {
    Files.writeString(path.resolve(name), content);
  }

  /// Writes a file and commits it; gives the id.
  String commit(String name, String content, String message) throws Exception {
    return commitBy("Ann <ann@example.org>", name, content, message);
  }

  String commitBy(String author, String name, String content, String message) throws Exception {
    clock += 60;
    write(name, content);
    git("add", "-A");
    ProcessBuilder builder =
        new ProcessBuilder(
            "git", "-C", path.toString(), "commit", "-q", "--author", author, "-m", message);
    builder
        .environment()
        .putAll(
            Map.of("GIT_COMMITTER_DATE", clock + " +0000", "GIT_AUTHOR_DATE", clock + " +0000"));
    if (builder.inheritIO().start().waitFor() != 0) {
      throw new AssertionError("git commit failed");
    }
    return git("rev-parse", "HEAD");
  }
}
