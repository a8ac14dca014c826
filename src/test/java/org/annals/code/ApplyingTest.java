package org.annals.code;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.annals.patch.FilePatch;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Patches made by git, applied to trees made by git.
class ApplyingTest {
  private static final String LINES = "a\nb\nc\nd\ne\nf\ng\nh\ni\nj\nk\nl\n";

  @TempDir Path directory;
  private CodeTree tree;
  private ObjectId base;

  @BeforeEach
  void begin() throws Exception {
    tree = new CodeTree(directory.resolve("ring"));
    tree.write("old.c", LINES + "old\n");
    base = ObjectId.fromString(tree.commit("ring.c", LINES, "begin"));
  }

  private Fit fit(ObjectId at, SortedMap<Integer, List<FilePatch>> patches) throws Exception {
    try (CodeRepository code = CodeRepository.open("ring", tree.path())) {
      return Applying.of(code, at, patches);
    }
  }

  /// The commits since `base`, as git posts them.
  private SortedMap<Integer, List<FilePatch>> patches() throws Exception {
    SortedMap<Integer, List<FilePatch>> patches = new TreeMap<>();
    for (String commit :
        tree.git("rev-list", "--reverse", base.name() + "..HEAD").lines().toList()) {
      String text = tree.git("format-patch", "-1", "-M", "--stdout", commit) + "\n";
      patches.put(patches.size() + 1, FilePatch.parseAll(text));
    }
    return patches;
  }

  private ObjectId head() throws Exception {
    return ObjectId.fromString(tree.git("rev-parse", "HEAD"));
  }

  @Test
  void eachPatchIsAppliedToWhatThoseBeforeItLeft() throws Exception {
    tree.commit("ring.c", LINES.replace("b\n", "B\n"), "one");
    tree.commit("ring.c", LINES.replace("b\n", "BB\n"), "two");
    tree.commit("new.c", "new\n", "three");
    tree.commit("new.c", "newer\n", "four");
    tree.git("mv", "old.c", "moved.c");
    tree.commit("moved.c", LINES + "moved\n", "five");
    tree.git("rm", "-q", "new.c");
    tree.commit("old.c", "again\n", "six");
    SortedMap<Integer, List<FilePatch>> patches = patches();
    assertThat(patches).hasSize(6);
    assertThat(fit(base, patches)).isEqualTo(new Fit.Applies());
    assertThat(fit(head(), patches)).isEqualTo(new Fit.Contained());
    assertThat(fit(base, patches.tailMap(2)))
        .isEqualTo(new Fit.Stops(2, "ring.c", "hunk 1 of 1 does not fit"));
  }

  @Test
  void saysWhereItStops() throws Exception {
    tree.commit("ring.c", LINES.replace("l\n", "L\n"), "one");
    tree.commit("new.c", "new\n", "two");
    SortedMap<Integer, List<FilePatch>> patches = patches();
    tree.git("reset", "-q", "--hard", base.name());
    tree.commit("ring.c", LINES.replace("b\n", "B\n"), "elsewhere in the file");
    assertThat(fit(head(), patches)).isEqualTo(new Fit.Applies());
    tree.commit("new.c", "another\n", "the same name");
    assertThat(fit(head(), patches))
        .isEqualTo(new Fit.Stops(2, "new.c", "the file is there already"));
    tree.git("rm", "-q", "ring.c", "new.c");
    tree.commit("old.c", LINES, "gone");
    assertThat(fit(head(), patches)).isEqualTo(new Fit.Elsewhere());
  }

  @Test
  void patchesOfAnotherProjectAreElsewhere() throws Exception {
    String text = "--- a/fs/other.c\n+++ b/fs/other.c\n@@ -1 +1 @@\n-a\n+b\n";
    assertThat(fit(base, new TreeMap<>(Map.of(1, FilePatch.parseAll(text)))))
        .isEqualTo(new Fit.Elsewhere());
  }

  @Test
  void branchesBeginWithThatOfHead() throws Exception {
    tree.git("branch", "zzz");
    tree.git("checkout", "-q", "-b", "aaa");
    ObjectId other = ObjectId.fromString(tree.commit("ring.c", "other\n", "other"));
    tree.git("checkout", "-q", "main");
    try (CodeRepository code = CodeRepository.open("ring", tree.path())) {
      assertThat(Applying.branches(code))
          .containsExactly(
              new Applying.Branch("main, zzz", base), new Applying.Branch("aaa", other));
    }
  }

  @Test
  void anUnknownCommitNamesTheRepository() throws Exception {
    ObjectId unknown = ObjectId.fromString("1".repeat(40));
    assertThatThrownBy(() -> fit(unknown, new TreeMap<>()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ring")
        .hasMessageContaining(unknown.name());
  }
}
