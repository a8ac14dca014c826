package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.annals.index.LuceneIndex;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.annals.testing.Snapshot;
import org.apache.lucene.index.SegmentInfos;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.FSDirectory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A new index takes the place of the one in use, under readers and under the follower.
class RebuildTest {
  private static final Duration SOON = Duration.ofSeconds(40);
  private static final InboxName DEV = new InboxName("dev");

  @TempDir Path temporary;
  private ArchiveFixture fixture;

  @BeforeEach
  void makeArchive() throws IOException {
    fixture = ArchiveFixture.in(temporary.resolve("home"), "dev");
    MailText[] mails = new MailText[60];
    for (int i = 0; i < mails.length; i++) {
      mails[i] = MailText.number(i + 1).references("n" + (i / 10 * 10 + 1) + "@example.org");
    }
    fixture.importMails("dev", mails);
  }

  @Test
  void anIndexOfAnotherSchemaIsRefusedUntilRebuilt() throws Exception {
    try (Directory index = FSDirectory.open(fixture.layout().index())) {
      SegmentInfos commit = SegmentInfos.readLatestCommit(index);
      Map<String, String> data = new HashMap<>(commit.getUserData());
      data.put("schema", "1");
      commit.setUserData(data, true);
      commit.commit(index);
    }
    assertThatThrownBy(fixture::open)
        .isInstanceOf(LuceneIndex.StaleSchemaException.class)
        .hasMessageContaining("annals index --rebuild");
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    try (Archive archive = fixture.open()) {
      assertThat(archive.byNumber(DEV, 60)).isPresent();
    }
  }

  @Test
  void readersNeverFailAndTheFollowerMovesOver() throws Exception {
    Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
    AtomicBoolean stop = new AtomicBoolean();
    AtomicLong reads = new AtomicLong();
    try (Archive archive = fixture.open();
        Follower _ = Follower.start(archive)) {
      List<Thread> readers = new ArrayList<>();
      for (int i = 0; i < 4; i++) {
        readers.add(Thread.ofVirtual().start(() -> hammer(archive, stop, reads, failures)));
      }
      int mails = 60;
      for (int swap = 0; swap < 3; swap++) {
        long before = reads.get();
        Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
        Object swapped = key();
        int expected = mails + 1;
        append(expected);
        Eventually.holds(
            SOON,
            "mail after swap " + swap + " is visible",
            () -> archive.byNumber(DEV, expected).isPresent());
        mails = expected;
        assertThat(key()).isEqualTo(swapped);
        assertThat(reads.get()).isGreaterThan(before);
      }
      stop.set(true);
      for (Thread reader : readers) {
        reader.join();
      }
    }
    assertThat(failures).isEmpty();
    assertThat(fixture.problems()).isEmpty();
    assertThat(temporary.resolve("home/index.new")).doesNotExist();
    assertThat(temporary.resolve("home/index.old")).doesNotExist();
  }

  /// The follower is at work on the old index in the very moment of the swap.
  @Test
  void swapsUnderArrivingMailLoseNothing() throws Exception {
    try (Archive archive = fixture.open();
        Follower _ = Follower.start(archive);
        EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 7))) {
      AtomicBoolean stop = new AtomicBoolean();
      Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
      AtomicLong written = new AtomicLong(60);
      Thread writer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  while (!stop.get()) {
                    epoch.add(MailText.number((int) written.incrementAndGet()));
                    EpochFixture.announce(fixture.inbox("dev"));
                    Thread.sleep(5);
                  }
                } catch (IOException | InterruptedException | RuntimeException e) {
                  failures.add(e);
                }
              });
      for (int swap = 0; swap < 5; swap++) {
        Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
      }
      stop.set(true);
      writer.join();
      assertThat(failures).isEmpty();
      Eventually.holds(
          SOON,
          "all " + written + " mails are visible",
          () -> ArchiveFixture.postings(archive, "dev").size() == written.get());
    }
    assertThat(fixture.problems()).isEmpty();
    Snapshot before = fixture.snapshot();
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    assertThat(fixture.snapshot()).isEqualTo(before);
  }

  @Test
  void leftoversOfAKilledRebuildAreNoObstacle() throws Exception {
    Snapshot before = fixture.snapshot();
    Files.createDirectories(temporary.resolve("home/index.new/sub"));
    Files.createDirectories(temporary.resolve("home/index.old/sub"));
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    assertThat(fixture.snapshot()).isEqualTo(before);
  }

  /// Killed between the two renames there is no `index/`: it is made anew.
  @Test
  void deathBetweenTheRenamesLosesNothing() throws Exception {
    Snapshot before = fixture.snapshot();
    Files.move(fixture.layout().index(), temporary.resolve("home/index.old"));
    fixture.index();
    assertThat(fixture.snapshot()).isEqualTo(before);
  }

  @Test
  void secondRebuildAtTheSameTimeIsRefused() throws Exception {
    Path building = temporary.resolve("home/index.new");
    try (LuceneIndex _ = LuceneIndex.openForWriting(building)) {
      assertThatThrownBy(
              () -> Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(building + ": another process is making a new index");
    }
  }

  @Test
  void importerIndexesItselfWhenTheProcessThatDidIsGone() throws Exception {
    Archive serving = fixture.open(); // holds the index, but does not follow
    try (Archive other = fixture.open()) {
      Thread importer =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  new Importer(other, DEV).importMails(List.of(MailText.number(61).bytes()));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      Eventually.holds(
          SOON, "the commit", () -> Files.size(fixture.inbox("dev").resolve("inbox.lock")) == 2);
      serving.close();
      importer.join();
      assertThat(other.byNumber(DEV, 61)).isPresent();
    }
    assertThat(fixture.problems()).isEmpty();
  }

  @Test
  void versionIsNeverThatOfTheIndexBefore() throws Exception {
    long before;
    try (Archive archive = fixture.open()) {
      before = archive.version(Scope.of(DEV));
    }
    Archive.rebuild(fixture.layout(), fixture.settings(), Progress.QUIET);
    try (Archive archive = fixture.open()) {
      assertThat(archive.version(Scope.of(DEV))).isGreaterThan(before);
    }
  }

  private void append(int number) throws IOException {
    try (Archive other = fixture.open()) {
      new Importer(other, DEV).importMails(List.of(MailText.number(number).bytes()));
    }
  }

  private Object key() throws IOException {
    return Files.getAttribute(fixture.layout().index(), "unix:ino");
  }

  private static void hammer(
      Archive archive, AtomicBoolean stop, AtomicLong reads, Queue<Throwable> failures) {
    try {
      while (!stop.get()) {
        List<Posting> newest = archive.list(Scope.of(DEV), TimeWindow.NEWEST, 30);
        assertThat(newest).hasSize(30);
        Posting one = newest.get((int) (reads.get() % 30));
        assertThat(archive.find(Scope.of(DEV), one.id())).isNotEmpty();
        assertThat(archive.thread(new Scope.All(), one.thread(), 100).total()).isPositive();
        assertThat(archive.raw(one)).isNotEmpty();
        assertThat(archive.inbox("dev").orElseThrow().messages()).isGreaterThanOrEqualTo(60);
        reads.incrementAndGet();
      }
    } catch (IOException | RuntimeException | AssertionError e) {
      failures.add(e);
    }
  }
}
