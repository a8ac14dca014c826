package org.annals.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.annals.testing.Shell;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Patch-ids of commits beside those of `git log -p | git patch-id --stable`.
class CommitDiffTest {
  private static final int ROUNDS = 150;

  /// Of random text, where a group of lines can often slide, and git's choice is not always ours.
  private static final int DIFFERENT_MAX = ROUNDS / 8;

  @TempDir private Path tree;
  private final Map<String, String> patchIds = new TreeMap<>();

  @BeforeEach
  void init() throws Exception {
    Shell.git(tree, "init", "-q").succeeded();
    Shell.git(tree, "config", "user.name", "Ann").succeeded();
    Shell.git(tree, "config", "user.email", "ann@example.org").succeeded();
  }

  private void commit(String title) throws Exception {
    Shell.git(tree, "add", "-A").succeeded();
    Shell.git(tree, "commit", "-q", "-m", title).succeeded();
  }

  private void write(String name, String content) throws IOException {
    Path file = tree.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, content, StandardCharsets.ISO_8859_1);
  }

  private void commit(String name, String content) throws Exception {
    write(name, content);
    commit("change " + name);
  }

  /// The commits whose patch-id differs from git's.
  private List<String> different() throws Exception {
    String log = Shell.git(tree, "log", "--all", "--format=%H %s").succeeded().out();
    Path diffs = tree.resolve(".git/diffs");
    Shell.git(tree, "log", "-p", "--all", "--full-index", "--output=" + diffs).succeeded();
    String ids = Shell.run("sh", "-c", "git patch-id --stable < '" + diffs + "'").succeeded().out();
    Map<String, String> theirs = new TreeMap<>();
    ids.lines().forEach(line -> theirs.put(line.substring(41), line.substring(0, 40)));
    try (CodeRepository code = CodeRepository.open("x", tree);
        CommitDiff.Reader reader = new CommitDiff.Reader(code);
        RevWalk walk = new RevWalk(code.repository())) {
      List<String> different = new ArrayList<>();
      for (String line : log.lines().toList()) {
        String id = line.substring(0, 40);
        RevCommit commit = walk.parseCommit(code.repository().resolve(id));
        RevTree before =
            commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0)).getTree();
        String ours = reader.of(before, commit.getTree()).patchId();
        patchIds.put(line.substring(41), ours);
        if (!ours.equals(theirs.getOrDefault(id, ""))) {
          different.add(line);
        }
      }
      return different;
    }
  }

  @Test
  void everyKindOfChangeCountsAsInGit() throws Exception {
    String long1 = "one\ntwo\nthree\nfour\nfive\nsix\nseven\n";
    commit("a.c", long1);
    commit("a.c", long1 + "no newline");
    commit("a.c", long1 + "no newline\n\f\u000b form feed\n");
    write("empty", "");
    write("zz", "behind the empty file\n");
    commit("dir with space/näme", "\u00e4 Latin-1\n");
    commit("m.bin", "x\0y");
    write("a.c", "changed beside a binary\n" + long1);
    commit("m.bin", "x\0z");
    Files.move(tree.resolve("a.c"), tree.resolve("b.c"));
    commit("rename");
    write("c.c", Files.readString(tree.resolve("b.c")).replace("seven", "SEVEN"));
    Files.delete(tree.resolve("b.c"));
    commit("rename with change");
    Files.setPosixFilePermissions(
        tree.resolve("c.c"), PosixFilePermissions.fromString("rwxr-xr-x"));
    commit("mode");
    Files.createSymbolicLink(tree.resolve("link"), Path.of("c.c"));
    commit("link");
    Files.delete(tree.resolve("zz"));
    commit("delete");
    Shell.git(tree, "commit", "-q", "--allow-empty", "-m", "nothing").succeeded();
    assertThat(different()).isEmpty();
    assertThat(patchIds.get("nothing")).isEmpty();
    assertThat(patchIds.get("rename with change")).hasSize(40);
  }

  /// Texts like code: few different lines, blank lines, indentation.
  @Test
  void linesAreMatchedAsGitMatchesThem() throws Exception {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("CommitDiffTest: -Dannals.seed=" + seed);
    Random random = new Random(seed);
    List<String> lines = new ArrayList<>();
    for (int i = 0; i < 120; i++) {
      lines.add(line(random));
    }
    StringBuilder stream = new StringBuilder();
    for (int round = 0; round < ROUNDS; round++) {
      for (int change = 1 + random.nextInt(4); change > 0; change--) {
        change(lines, random);
      }
      stream.append("commit refs/heads/random\ncommitter Ann <ann@example.org> ");
      stream.append(1_700_000_000 + round).append(" +0000\ndata <<END\nround ").append(round);
      stream.append("\nEND\nM 100644 inline f.c\ndata <<END_OF_FILE\n");
      stream.append(String.join("\n", lines)).append("\nEND_OF_FILE\n\n");
    }
    Shell.gitWithInput(tree, stream.toString(), "fast-import", "--quiet").succeeded();
    assertThat(different()).hasSizeLessThan(DIFFERENT_MAX);
  }

  private static void change(List<String> lines, Random random) {
    int at = random.nextInt(lines.size() - 30);
    int count = 1 + random.nextInt(random.nextInt(6) == 0 ? 30 : 6);
    switch (random.nextInt(4)) {
      case 0 -> lines.subList(at, at + Math.min(count, lines.size() - at - 30)).clear();
      case 1 -> lines.addAll(at, List.copyOf(lines.subList(at, at + count)));
      case 2 -> {
        for (int i = 0; i < count; i++) {
          lines.add(at, line(random));
        }
      }
      default -> lines.set(at, line(random));
    }
    while (lines.size() < 100) {
      lines.add(line(random));
    }
  }

  private static String line(Random random) {
    String indent = "\t".repeat(random.nextInt(4));
    return switch (random.nextInt(6)) {
      case 0 -> "";
      case 1 -> indent + "}";
      case 2 -> indent + "if (x" + random.nextInt(5) + ") {";
      case 3 -> indent + "return " + random.nextInt(3) + ";";
      default -> indent + "call" + random.nextInt(200) + "();";
    };
  }
}
