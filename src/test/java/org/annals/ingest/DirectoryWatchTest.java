package org.annals.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.ResourceLock;

/// Directories that mail is delivered to.
@ResourceLock("log of watches")
class DirectoryWatchTest {
  @TempDir private Path directory;
  private WatchFixture archive;
  private Path maildir;

  @BeforeEach
  void make() throws IOException {
    archive = new WatchFixture(directory.resolve("archive"));
    maildir = WatchFixture.maildir(directory.resolve("Maildir"));
  }

  @AfterEach
  void close() throws IOException {
    archive.close();
  }

  private WatchUrl place() {
    return new WatchUrl.Directory(maildir, false);
  }

  /// As a mail server does it.
  private void deliver(MailText mail, String name) throws IOException {
    Path made = Files.write(maildir.resolve("tmp/" + name), mail.bytes());
    Files.move(made, maildir.resolve("new/" + name));
  }

  @Test
  void whatIsThereIsTakenInOrderOfDeliveryAndWhatComesLaterToo() throws Exception {
    deliver(MailText.number(2), "2000.b");
    deliver(MailText.number(1), "1000.a");
    archive.watch(place());
    archive.await("dev", 2);
    deliver(MailText.number(3), "3000.c");
    archive.await("dev", 3);
    assertThat(archive.ids("dev"))
        .containsExactly("n1@example.org", "n2@example.org", "n3@example.org");
    assertThat(archive.raw("dev", 3)).isEqualTo(MailText.number(3).bytes());
  }

  @Test
  void newFileIsFindableWithinASecond() throws Exception {
    archive.watch(place());
    deliver(MailText.number(1), "warm");
    archive.await("dev", 1);
    long best = Long.MAX_VALUE;
    for (int i = 2; i < 7; i++) { // the best of some: others use this machine, too
      long began = System.nanoTime();
      deliver(MailText.number(i), "n" + i);
      archive.await("dev", i);
      best = Math.min(best, System.nanoTime() - began);
    }
    assertThat(Duration.ofNanos(best)).isLessThan(Duration.ofSeconds(1));
  }

  @Test
  void thousandFilesAreTakenOnceThoughTheyAreWatchedTwice() throws Exception {
    for (int i = 1; i <= 1_000; i++) {
      deliver(MailText.number(i), (10_000 + i) + ".x");
    }
    archive.watch(place());
    archive.await("dev", 1_000);
    archive.unwatch();
    archive.watch(place());
    deliver(MailText.number(1_001), "99999.x");
    archive.await("dev", 1_001);
    assertThat(archive.ids("dev")).hasSize(1_001).doesNotHaveDuplicates();
  }

  @Test
  void draftsDeletedMailsAndHiddenFilesAreNotTaken() throws Exception {
    Files.write(maildir.resolve("cur/1:2,D"), MailText.number(1).bytes());
    Files.write(maildir.resolve("cur/2:2,ST"), MailText.number(2).bytes());
    Files.write(maildir.resolve("cur/.3:2,S"), MailText.number(3).bytes());
    Files.write(maildir.resolve("cur/4:2,S"), MailText.number(4).bytes());
    archive.watch(place());
    archive.await("dev", 1);
    Files.move(maildir.resolve("cur/4:2,S"), maildir.resolve("cur/4:2,RS"));
    deliver(MailText.number(5), "5");
    archive.await("dev", 2);
    assertThat(archive.ids("dev")).containsExactly("n4@example.org", "n5@example.org");
  }

  @Test
  void unreadableFileIsNamedOnceAndTakenWhenItCanBeRead() throws Exception {
    try (LogRecords log = LogRecords.listen("ingest.DirectoryWatch")) {
      Path link = maildir.resolve("new/1");
      Files.createSymbolicLink(link, directory.resolve("later"));
      archive.watch(place());
      deliver(MailText.number(2), "2");
      archive.await("dev", 1);
      Eventually.holds(Duration.ofSeconds(20), "named", () -> !log.lines().isEmpty());
      Files.write(directory.resolve("later"), MailText.number(1).bytes());
      archive.await("dev", 2);
      assertThat(log.lines()).singleElement().asString().contains(link.toString());
    }
  }

  @Test
  void inboxesThatWatchOneMaildirAreToldApartByHeaders() throws Exception {
    archive.watch(
        List.of(
            new Watched(
                place(),
                List.of(
                    WatchFixture.target("dev", "List-Id:<dev.example.org>"),
                    WatchFixture.target("users", "List-Id:<users.example.org>", "X-All: yes")),
                false)));
    deliver(MailText.number(1).header("List-Id", "Developers <DEV.example.org>"), "1");
    deliver(MailText.number(2).header("List-Id", "<users.example.org>"), "2");
    deliver(MailText.number(3).header("X-All", "yes"), "3");
    deliver(MailText.number(4), "4");
    archive.await("dev", 1);
    archive.await("users", 2);
    assertThat(archive.ids("dev")).containsExactly("n1@example.org");
    assertThat(archive.ids("users")).containsExactly("n2@example.org", "n3@example.org");
  }

  @Test
  void spamIsRemovedWhenSomebodyHasSeenIt() throws Exception {
    archive.watch(List.of(new Watched(place(), List.of(), true)));
    Files.write(maildir.resolve("cur/1:2,"), MailText.number(1).bytes());
    Files.write(maildir.resolve("cur/2:2,S"), MailText.number(2).bytes());
    Eventually.holds(Duration.ofSeconds(20), "removed", () -> !archive.removed().isEmpty());
    assertThat(archive.removed())
        .singleElement()
        .satisfies(mail -> assertThat(mail.subject()).isEqualTo("about n2@example.org"));
  }

  @Test
  void absentMaildirIsNamedOnceAndWatchedWhenItIsThere() throws Exception {
    try (LogRecords log = LogRecords.listen("ingest.Watcher")) {
      Path later = directory.resolve("later");
      archive.watch(new WatchUrl.Directory(later, false));
      Eventually.holds(Duration.ofSeconds(20), "named", () -> !log.lines().isEmpty());
      Files.move(WatchFixture.maildir(directory.resolve("making")), later);
      Files.write(later.resolve("new/1"), MailText.number(1).bytes());
      archive.await("dev", 1);
      assertThat(log.lines()).singleElement().asString().contains(later.toString());
    }
  }

  @Test
  void mhFolderIsTakenByNumber() throws Exception {
    Path folder = Files.createDirectories(directory.resolve("mh"));
    Files.write(folder.resolve("10"), MailText.number(2).bytes());
    Files.write(folder.resolve("9"), MailText.number(1).bytes());
    Files.writeString(folder.resolve(".mh_sequences"), "cur: 9\n");
    archive.watch(new WatchUrl.Directory(folder, true));
    archive.await("dev", 2);
    assertThat(archive.ids("dev")).containsExactly("n1@example.org", "n2@example.org");
  }

  /// More events than are kept for a directory: 512.
  @Test
  void whatCameWhileEventsWereLostIsFoundByAnotherLook() throws Exception {
    CountDownLatch gate = new CountDownLatch(1);
    AtomicInteger looks = new AtomicInteger();
    archive.watchThrough(
        place(),
        filing ->
            (inbox, mail, from) -> {
              looks.incrementAndGet();
              gateOpened(gate);
              return filing.submit(inbox, mail, from);
            });
    deliver(MailText.number(0), "0");
    Eventually.holds(Duration.ofSeconds(20), "the first", () -> looks.get() > 0);
    for (int i = 1; i <= 1_500; i++) {
      deliver(MailText.number(i), (10_000 + i) + ".x");
    }
    gate.countDown();
    archive.await("dev", 1_501);
    assertThat(archive.ids("dev")).hasSize(1_501).doesNotHaveDuplicates();
    assertThat(looks).as("each mail once").hasValue(1_501);
  }

  @Test
  void whatCannotBeCheckedNowIsTriedAgainAndOneTryIsEnoughToKnow() throws Exception {
    AtomicInteger tries = new AtomicInteger();
    for (int i = 1; i <= 50; i++) {
      deliver(MailText.number(i), (10_000 + i) + ".x");
    }
    try (LogRecords log = LogRecords.listen("ingest.Watcher")) {
      archive.watchThrough(
          place(),
          filing ->
              (inbox, mail, from) ->
                  tries.incrementAndGet() <= 2
                      ? CompletableFuture.failedFuture(new IOException("no answer"))
                      : filing.submit(inbox, mail, from));
      archive.await("dev", 50);
      assertThat(tries).as("one for each failure, then all").hasValue(52);
      assertThat(archive.ids("dev")).hasSize(50).startsWith("n1@example.org", "n2@example.org");
      assertThat(log.lines()).singleElement().asString().contains("no answer");
    }
  }

  private static void gateOpened(CountDownLatch gate) {
    try {
      assertThat(gate.await(60, TimeUnit.SECONDS)).isTrue();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
