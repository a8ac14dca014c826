package org.annals.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Follows small repositories through what happens to repositories.
class CommitIndexTest {
  private static final Address ANN = new Address("Ann", "ann@example.org");

  @TempDir private Path directory;
  private CodeTree tree;
  private CommitIndex index;
  private final Map<String, Path> directories = new HashMap<>();
  private final Map<String, List<String>> followed = new HashMap<>();
  private final List<String> came = new ArrayList<>();
  private final List<String> went = new ArrayList<>();
  private final CommitSink sink =
      new CommitSink() {
        @Override
        public void added(List<Commit> commits) {
          commits.forEach(commit -> came.add(commit.title()));
        }

        @Override
        public void removed(List<Commit> commits) {
          commits.forEach(commit -> went.add(commit.title()));
        }
      };

  @BeforeEach
  void open() throws Exception {
    tree = new CodeTree(directory.resolve("tree"));
    index = CommitIndex.openForWriting(directory.resolve("index"));
    follow("lib", tree.path());
  }

  @AfterEach
  void close() throws IOException {
    index.close();
  }

  private void follow(String name, Path repository, String... refs) {
    directories.put(name, repository);
    followed.put(name, List.of(refs));
  }

  private CommitReport bringUp() throws IOException {
    came.clear();
    went.clear();
    try (CodeRepositories repositories = new CodeRepositories(directories)) {
      return index.bringUp(repositories, followed, sink);
    }
  }

  private List<String> by(String title) throws IOException {
    try (CommitView view = index.view()) {
      return view.by(ANN, title).stream().map(Commit::id).toList();
    }
  }

  private Commit get(String id) throws IOException {
    try (CommitView view = index.view()) {
      return view.find("lib", id).orElseThrow();
    }
  }

  private int count(String repository) throws IOException {
    try (CommitView view = index.view()) {
      return view.count(repository);
    }
  }

  @Test
  void commitsAreFoundByAllThatTiesThemToMails() throws Exception {
    String first = tree.commit("a", "1\n", "a: begin with one");
    String second =
        tree.commitBy(
            "Zoë Ünal <Zoe+git@Example.org>",
            "a",
            "2\n",
            "a: Count  to two.\n\nLink: https://lore.kernel.org/r/two@example.org\n");
    String revert =
        tree.commit(
            "a", "1\n", "Revert \"a: count to two\"\n\nThis reverts commit " + second + ".");
    CommitReport report = bringUp();
    assertThat(report).isEqualTo(new CommitReport(3, 0, List.of()));
    assertThat(came).hasSize(3);
    try (CommitView view = index.view()) {
      Commit two = view.naming(new MessageId("two@example.org")).getFirst();
      assertThat(two.id()).isEqualTo(second);
      assertThat(two.author()).isEqualTo(new Address("Zoë Ünal", "Zoe+git@Example.org"));
      assertThat(two.committer()).isEqualTo(ANN);
      assertThat(two.committed()).isEqualTo(Instant.ofEpochSecond(1_700_000_120));
      assertThat(two.paths()).containsExactly("a");
      assertThat(two.mainline()).isTrue();
      assertThat(view.by(new Address("", "zoe@example.org"), "a: count to two"))
          .containsExactly(two);
      assertThat(view.by(new Address("zoë ünal", ""), "A: count to two")).containsExactly(two);
      assertThat(view.by(ANN, "a: count to two")).isEmpty();
      String patchId =
          Shell.gitWithInput(tree.path(), tree.git("show", second) + "\n", "patch-id", "--stable")
              .out()
              .substring(0, 40);
      assertThat(view.withPatchId(patchId)).containsExactly(two);
      assertThat(view.reverting(two)).extracting(Commit::id).containsExactly(revert);
      assertThat(view.startingWith(first.substring(0, 9))).hasSize(1);
      assertThat(view.startingWith("0123456")).isEmpty();
      Instant start = Instant.ofEpochSecond(1_700_000_000);
      assertThat(view.committed("lib", ANN, start, start.plusSeconds(180))).isEqualTo(2);
      assertThat(view.committed("other", ANN, start, Instant.MAX)).isZero();
    }
  }

  @Test
  void onlyWhatIsNewIsRead() throws Exception {
    tree.commit("a", "1\n", "one");
    bringUp();
    assertThat(bringUp()).isEqualTo(CommitReport.NOTHING);
    tree.commit("a", "2\n", "two");
    assertThat(bringUp().added()).isEqualTo(1);
    assertThat(came).containsExactly("two");
    index.close();
    index = CommitIndex.openForWriting(directory.resolve("index"));
    assertThat(bringUp()).isEqualTo(CommitReport.NOTHING);
    assertThat(count("lib")).isEqualTo(2);
  }

  @Test
  void rewrittenBranchLosesItsCommits() throws Exception {
    String one = tree.commit("a", "1\n", "one");
    String two = tree.commit("a", "2\n", "two");
    bringUp();
    tree.git("reset", "-q", "--hard", one);
    tree.commit("a", "3\n", "three");
    assertThat(bringUp()).isEqualTo(new CommitReport(1, 1, List.of()));
    assertThat(went).containsExactly("two");
    assertThat(by("two")).isEmpty();

    tree.git("branch", "kept", two);
    bringUp();
    assertThat(get(two).mainline()).isFalse();
    assertThat(get(one).mainline()).isTrue();
    tree.git("branch", "-D", "kept");
    bringUp();
    assertThat(by("two")).isEmpty();
  }

  /// The commits of before are not there any more to compare with.
  @Test
  void rewrittenAndCleanedRepositoryIsWalkedAnew() throws Exception {
    String one = tree.commit("a", "1\n", "one");
    tree.commit("a", "2\n", "two");
    bringUp();
    tree.git("reset", "-q", "--hard", one);
    tree.commit("a", "3\n", "three");
    tree.git("reflog", "expire", "--expire=now", "--all");
    tree.git("gc", "-q", "--prune=now");
    assertThat(bringUp()).isEqualTo(new CommitReport(1, 1, List.of()));
    assertThat(went).containsExactly("two");
    assertThat(count("lib")).isEqualTo(2);
  }

  @Test
  void branchBecomesMainlineWhenItIsMerged() throws Exception {
    tree.commit("a", "1\n", "one");
    tree.git("checkout", "-q", "-b", "topic");
    String topic = tree.commit("b", "1\n", "topic");
    tree.git("checkout", "-q", "main");
    String two = tree.commit("a", "2\n", "two");
    bringUp();
    assertThat(get(topic).mainline()).isFalse();
    tree.git("merge", "-q", "--no-ff", "-m", "merge topic", "topic");
    String merge = tree.git("rev-parse", "HEAD");
    bringUp();
    assertThat(came).containsExactlyInAnyOrder("topic", "merge topic");
    assertThat(get(topic).mainline()).isTrue();
    assertThat(get(merge).patchId()).isEmpty();
    tree.git("reset", "-q", "--hard", two);
    bringUp();
    assertThat(get(topic).mainline()).isFalse();
    assertThat(went).containsExactly("merge topic");
  }

  @Test
  void shallowCloneIsFollowedAndDeepened() throws Exception {
    tree.commit("a", "1\n", "one");
    tree.commit("a", "2\n", "two");
    String three = tree.commit("a", "3\n", "three");
    Path shallow = directory.resolve("shallow");
    Shell.run("git", "clone", "-q", "--bare", "--depth", "1", "file://" + tree.path(), "" + shallow)
        .succeeded();
    follow("lib", shallow);
    assertThat(bringUp()).isEqualTo(new CommitReport(1, 0, List.of()));
    assertThat(get(three).patchId()).isEmpty();
    Shell.git(shallow, "fetch", "-q", "--unshallow").succeeded();
    assertThat(bringUp().added()).isEqualTo(3);
    assertThat(get(three).patchId()).hasSize(40);
    assertThat(count("lib")).isEqualTo(3);
  }

  @Test
  void missingAndCorruptRepositoriesDoNotDisturbOthers() throws Exception {
    tree.commit("a", "1\n", "one");
    CodeTree other = new CodeTree(directory.resolve("other"));
    other.commit("b", "1\n", "other one");
    String two = other.commit("b", "2\n", "other two");
    String blob = other.git("rev-parse", "HEAD~:b");
    follow("gone", directory.resolve("gone"));
    follow("other", other.path());
    CommitReport report = bringUp();
    assertThat(report.added()).isEqualTo(3);
    assertThat(report.warnings())
        .containsExactly("coderepo.gone: " + directory.resolve("gone") + ": is not a directory");

    String third = other.commit("b", "3\n", "other three");
    delete(other, blob);
    delete(other, two);
    other.commit("b", "4\n", "other four");
    report = bringUp();
    assertThat(report.warnings())
        .hasSize(3)
        .anyMatch(
            line -> line.equals("coderepo.other: history is not whole: cannot read commit " + two))
        .anyMatch(line -> line.startsWith("coderepo.other: 1 commits have no patch-id: " + third));
    assertThat(by("other four")).hasSize(1);
    try (CommitView view = index.view()) {
      assertThat(view.find("other", third).orElseThrow().patchId()).isEmpty();
    }
    assertThat(count("lib")).isEqualTo(1);

    Path packed = directory.resolve("other/.git/refs/heads/main");
    Files.writeString(packed, "no id\n");
    assertThat(bringUp().warnings())
        .contains("coderepo.other: none of the refs to follow is there");
    assertThat(count("other")).isEqualTo(4);
  }

  private static void delete(CodeTree tree, String id) throws IOException {
    Files.delete(
        tree.path().resolve(".git/objects").resolve(id.substring(0, 2)).resolve(id.substring(2)));
  }

  @Test
  void refsAreChosen() throws Exception {
    tree.commit("a", "1\n", "one");
    for (String branch : List.of("next", "for-5", "private")) {
      tree.git("checkout", "-q", "-b", branch, "main");
      tree.commit("a", branch, "on " + branch);
    }
    tree.git("checkout", "-q", "main");
    tree.git("update-ref", "refs/pull/1/head", "private");
    tree.git("branch", "-D", "private");
    bringUp();
    assertThat(came).containsExactlyInAnyOrder("one", "on next", "on for-5");
    follow("lib", tree.path(), "main", "refs/heads/for-*");
    bringUp();
    assertThat(went).containsExactly("on next");
    followed.clear();
    assertThat(bringUp().removed()).isEqualTo(2);
    assertThat(count("lib")).isZero();
  }

  @Test
  void manyCommitsComeInSteps() throws Exception {
    StringBuilder stream = new StringBuilder();
    for (int i = 0; i < 12_000; i++) {
      stream
          .append("commit refs/heads/main\ncommitter Ann <ann@example.org> ")
          .append(1_700_000_000 + i);
      stream.append(" +0000\ndata <<END\nchange ").append(i).append("\nEND\nM 100644 inline f\n");
      stream.append("data <<END\n").append(i).append("\nEND\n\n");
    }
    Shell.gitWithInput(tree.path(), stream.toString(), "fast-import", "--quiet").succeeded();
    List<Integer> steps = new ArrayList<>();
    try (CodeRepositories repositories = new CodeRepositories(directories)) {
      index.bringUp(
          repositories,
          followed,
          new CommitSink() {
            @Override
            public void added(List<Commit> commits) throws IOException {
              steps.add(commits.size());
              if (steps.size() == 2) {
                throw new IOException("stopped in the middle");
              }
            }

            @Override
            public void removed(List<Commit> commits) {}
          });
    } catch (IOException e) {
      assertThat(e).hasMessage("stopped in the middle");
    }
    assertThat(steps).hasSize(2).allMatch(size -> size < 6_000);
    CommitReport rest = bringUp();
    assertThat(rest.added()).isBetween(1L, 3_000L);
    assertThat(count("lib")).isEqualTo(12_000);
    assertThat(bringUp()).isEqualTo(CommitReport.NOTHING);
  }

  @Test
  void damagedPackIsAWarning() throws Exception {
    tree.commit("a", "1\n", "one");
    tree.git("gc", "-q");
    try (Stream<Path> files = Files.list(tree.path().resolve(".git/objects/pack"))) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pack")).toList()) {
        file.toFile().setWritable(true);
        Files.write(file, new byte[100]);
      }
    }
    assertThat(bringUp().warnings()).hasSize(1).first().asString().startsWith("coderepo.lib: ");
  }
}
