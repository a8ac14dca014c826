package org.annals.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.annals.store.StoredCommit.Kind;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Histories that others wrote.
class EpochTest {
  private static final MailText A = MailText.of("a@x");
  private static final MailText B = MailText.of("b@x");
  private static final MailText C = MailText.of("c@x");

  @TempDir Path temporary;

  @Test
  void eventsComeOldestFirstWithWhatTheyDo() throws Exception {
    try (EpochFixture written = EpochFixture.create(path())) {
      written.add(A, B);
      written.remove(A);
      written.addForeign();
      written.purge(B);
    }
    List<StoredCommit> events = events(null);
    assertThat(events)
        .extracting(StoredCommit::kind)
        .containsExactly(Kind.ADD, Kind.PURGED, Kind.REMOVE, Kind.OTHER);
    assertThat(events.getFirst().blob().hex()).isEqualTo(EpochFixture.blobOf(A.bytes()));
    assertThat(events.get(2).blob()).isEqualTo(events.getFirst().blob());
    assertThat(events.getFirst().author().epochSecond()).isEqualTo(MailText.START);
    assertThat(events.get(2).committer().epochSecond()).isEqualTo(MailText.START + 2);
  }

  /// Two neighbours in the wild have equal trees: the tree says it, not the difference.
  @Test
  void equalTreesInARowAreTwoEvents() throws Exception {
    try (EpochFixture written = EpochFixture.create(path())) {
      written.add(A, A);
    }
    assertThat(events(null)).extracting(StoredCommit::kind).containsExactly(Kind.ADD, Kind.ADD);
  }

  @Test
  void scanGoesOnAfterACommit() throws Exception {
    String first;
    try (EpochFixture written = EpochFixture.create(path())) {
      first = written.add(A);
      written.add(B, C);
    }
    assertThat(events(first)).hasSize(2);
    try (Epoch epoch = Epoch.open(0, path());
        Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), first)) {
      assertThat(scan.reachedStart()).isTrue();
      assertThat(scan.count()).isEqualTo(2);
    }
  }

  @Test
  void rewrittenHistoryNoLongerContainsTheOldTip() throws Exception {
    String before;
    try (EpochFixture written = EpochFixture.create(path())) {
      written.add(A, B);
      before = written.tip();
      written.purge(A);
    }
    try (Epoch epoch = Epoch.open(0, path())) {
      assertThat(epoch.contains(before)).isFalse();
      assertThat(epoch.contains(epoch.tip().orElseThrow())).isTrue();
      try (Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), before)) {
        assertThat(scan.reachedStart()).isFalse();
      }
    }
  }

  @Test
  void branchIsTheOneThatHeadNames() throws Exception {
    try (EpochFixture written = EpochFixture.create(path())) {
      written.add(A);
    }
    Shell.git(path(), "branch", "-q", "-m", "master", "trunk").succeeded();
    Shell.git(path(), "symbolic-ref", "HEAD", "refs/heads/trunk").succeeded();
    try (Epoch epoch = Epoch.open(0, path())) {
      assertThat(epoch.branch()).isEqualTo("refs/heads/trunk");
      assertThat(epoch.tip()).isPresent();
    }
  }

  @Test
  void missingCommitIsNamedWithItsRepository() throws Exception {
    String first;
    try (EpochFixture written = EpochFixture.create(path())) {
      first = written.add(A);
      written.add(B);
    }
    EpochFixture.loseObject(path(), first);
    assertThatThrownBy(() -> events(null))
        .isInstanceOf(CorruptInboxException.class)
        .hasMessageStartingWith(path() + ": ")
        .hasMessageContaining(first);
  }

  @Test
  void missingTreeIsNamedWithItsRepositoryAndCommit() throws Exception {
    String first;
    try (EpochFixture written = EpochFixture.create(path())) {
      first = written.add(A);
    }
    String tree = Shell.git(path(), "rev-parse", first + "^{tree}").succeeded().out().strip();
    EpochFixture.loseObject(path(), tree);
    assertThatThrownBy(() -> events(null))
        .isInstanceOf(UncheckedIOException.class)
        .cause()
        .isInstanceOf(CorruptInboxException.class)
        .hasMessageStartingWith(path() + ": ")
        .hasMessageContaining(first)
        .hasMessageContaining(tree);
  }

  @Test
  void missingMessageIsNamedByItsObjectId() throws Exception {
    String blob = EpochFixture.blobOf(A.bytes());
    try (EpochFixture written = EpochFixture.create(path())) {
      written.add(A, B);
    }
    EpochFixture.loseObject(path(), blob);
    try (Epoch epoch = Epoch.open(0, path());
        BlobReader blobs = BlobReader.of(epoch)) {
      assertThatThrownBy(() -> blobs.read(new BlobId(blob)))
          .isInstanceOf(MissingMessageException.class)
          .hasMessageContaining(path().toString())
          .hasMessageContaining(blob);
      BlobId other = new BlobId(EpochFixture.blobOf(B.bytes()));
      assertThat(blobs.read(other)).isEqualTo(B.bytes());
      assertThat(blobs.matches(other, B.bytes())).isTrue();
      assertThat(blobs.matches(other, A.bytes())).isFalse();
    }
  }

  @Test
  void damagedIdentityLinesCountAsTheStartOf1970() throws Exception {
    String good;
    try (EpochFixture written = EpochFixture.create(path())) {
      good = written.add(A);
    }
    String tree = Shell.git(path(), "rev-parse", good + "^{tree}").succeeded().out().strip();
    String commit = "tree " + tree + "\nauthor <> 5 +0000\ncommitter C <c@x> 99 +9900\n\nx\n";
    String id =
        Shell.gitWithInput(
                path(), commit, "hash-object", "-t", "commit", "-w", "--stdin", "--literally")
            .succeeded()
            .out()
            .strip();
    Shell.git(path(), "update-ref", "refs/heads/master", id).succeeded();
    StoredCommit event = events(null).getFirst();
    assertThat(event.kind()).isEqualTo(Kind.ADD);
    assertThat(event.author().epochSecond()).isEqualTo(5);
    assertThat(event.committer().zoneMinutes()).isZero();
  }

  private Path path() {
    return temporary.resolve("0.git");
  }

  private List<StoredCommit> events(String after) throws Exception {
    List<StoredCommit> events = new ArrayList<>();
    try (Epoch epoch = Epoch.open(0, path());
        Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), after)) {
      scan.forEachRemaining(events::add);
    }
    return events;
  }
}
