package org.annals.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.annals.testing.Shell;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Repositories as git makes them, and as disks and people leave them.
class CodeRepositoryTest {
  @TempDir Path directory;
  private Path tree;
  private String blob = "";

  @BeforeEach
  void commit() throws Exception {
    tree = Files.createDirectories(directory.resolve("tree"));
    Shell.git(tree, "init", "-q").succeeded();
    Shell.git(tree, "config", "user.name", "Ann").succeeded();
    Shell.git(tree, "config", "user.email", "ann@example.org").succeeded();
    blob = write("f", "one\n");
  }

  private String write(String name, String content) throws Exception {
    Files.writeString(tree.resolve(name), content);
    Shell.git(tree, "add", "-A").succeeded();
    Shell.git(tree, "commit", "-q", "-m", name).succeeded();
    return Shell.git(tree, "rev-parse", "HEAD:" + name).succeeded().out().strip();
  }

  private static List<String> found(Path repository, String id) throws IOException {
    try (CodeRepository opened = CodeRepository.open("x", repository)) {
      return opened.find(id).stream().map(ObjectId::name).toList();
    }
  }

  @Test
  void everyShapeIsRead() throws Exception {
    Path bare = directory.resolve("bare.git");
    Path shared = directory.resolve("shared");
    Path linked = directory.resolve("linked");
    Shell.run("git", "clone", "-q", "--bare", "" + tree, "" + bare).succeeded();
    Shell.run("git", "clone", "-q", "-s", "" + tree, "" + shared).succeeded();
    Shell.git(tree, "worktree", "add", "-q", "" + linked, "-b", "other").succeeded();
    Shell.git(bare, "gc", "-q").succeeded();
    for (Path one : List.of(tree, tree.resolve(".git"), bare, shared, linked)) {
      assertThat(found(one, blob)).as("" + one).containsExactly(blob);
      assertThat(found(one, blob.substring(0, 7))).as("" + one).containsExactly(blob);
      assertThat(found(one, "0123456")).as("" + one).isEmpty();
    }
  }

  @Test
  void whatComesLaterIsSeen() throws Exception {
    try (CodeRepository opened = CodeRepository.open("x", tree)) {
      String later = write("g", "two\n");
      assertThat(opened.find(later.substring(0, 8))).hasSize(1);
      Shell.git(tree, "gc", "-q").succeeded();
      assertThat(opened.find(later.substring(0, 8))).hasSize(1);
      assertThat(opened.read(ObjectId.fromString(later)).getBytes()).asString().isEqualTo("two\n");
    }
  }

  /// A directory inside a repository is not that repository.
  @Test
  void whatIsNoneIsNamed() throws Exception {
    Path below = Files.createDirectories(tree.resolve("src"));
    Path gone = directory.resolve("gone");
    assertThatThrownBy(() -> CodeRepository.open("x", below).close())
        .isInstanceOf(IOException.class)
        .hasMessage(below + ": is not a git repository");
    assertThatThrownBy(() -> CodeRepository.open("x", gone).close())
        .isInstanceOf(IOException.class)
        .hasMessage(gone + ": is not a directory");
    Path empty = Files.createDirectories(directory.resolve("empty/.git"));
    assertThatThrownBy(() -> CodeRepository.open("x", empty).close())
        .isInstanceOf(IOException.class)
        .hasMessageContaining("" + empty);
  }

  @Test
  void damageIsAnErrorThatNamesThePlace() throws Exception {
    damage(object(blob));
    try (CodeRepository opened = CodeRepository.open("x", tree)) {
      assertThatThrownBy(() -> opened.read(ObjectId.fromString(blob)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("" + tree)
          .hasMessageContaining(blob);
      opened.requireReadable();
      damage(object(Shell.git(tree, "rev-parse", "HEAD").succeeded().out().strip()));
      assertThatThrownBy(opened::requireReadable).isInstanceOf(IOException.class);
    }
  }

  @Test
  void aPackThatIsCutOffKeepsNothingElseFromBeingFound() throws Exception {
    Shell.git(tree, "gc", "-q").succeeded();
    String later = write("g", "two\n");
    try (Stream<Path> files = Files.list(tree.resolve(".git/objects/pack"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".idx")).toList()) {
        damage(file);
      }
    }
    assertThat(found(tree, later)).containsExactly(later);
    assertThat(found(tree, blob)).isEmpty();
  }

  private Path object(String id) {
    return tree.resolve(".git/objects").resolve(id.substring(0, 2)).resolve(id.substring(2));
  }

  private static void damage(Path file) throws IOException {
    Files.delete(file); // git makes files that cannot be written
    Files.write(file, new byte[] {1, 2, 3});
  }
}
