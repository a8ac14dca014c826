package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.archive.Intake.Outcome;
import org.annals.mail.Message;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxLock;
import org.annals.store.InboxName;
import org.annals.store.InboxWriter;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mail that comes singly: what is answered is in git, and nothing is there twice.
class IntakeTest {
  private static final InboxName DEV = new InboxName("dev");
  private static final InboxName USERS = new InboxName("users");

  @TempDir Path temporary;
  private ArchiveFixture fixture;

  @BeforeEach
  void makeArchive() throws IOException {
    fixture = ArchiveFixture.in(temporary.resolve("home"), "dev", "users");
  }

  @Test
  void mailsOfManyThreadsAreInGitWhenTheyAreAnswered() throws Exception {
    int count = 120;
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Outcome>> answers = new ArrayList<>();
      for (int i = 0; i < count; i++) {
        InboxName inbox = i % 3 == 0 ? USERS : DEV;
        byte[] mail = MailText.number(i).bytes();
        answers.add(threads.submit(() -> intake.add(inbox, mail, "test")));
      }
      for (Future<Outcome> answer : answers) {
        assertThat(answer.get()).isInstanceOf(Outcome.Filed.class);
      }
      assertThat(commits("dev") + commits("users")).isEqualTo(count);
    }
    assertThat(fixture.problems()).isNotEmpty(); // the index is behind
    fixture.index();
    assertThat(fixture.problems()).isEmpty();
  }

  @Test
  void duplicateIsFoundBeforeTheIndexHasSeenTheFirst() throws Exception {
    byte[] mail = MailText.number(1).bytes();
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive)) {
      CompletableFuture<Outcome> first = intake.submit(DEV, mail, "test");
      CompletableFuture<Outcome> second = intake.submit(DEV, mail, "test");
      assertThat(first.get()).isInstanceOf(Outcome.Filed.class);
      assertThat(second.get()).isInstanceOf(Outcome.Duplicate.class);
      assertThat(intake.add(DEV, mail, "test")).isInstanceOf(Outcome.Duplicate.class);
      assertThat(intake.add(USERS, mail, "test")).isInstanceOf(Outcome.Filed.class);
    }
    assertThat(commits("dev")).isEqualTo(1);
  }

  @Test
  void duplicateIsFoundOfWhatADeadProcessWrote() throws Exception {
    byte[] mail = MailText.number(1).bytes();
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive)) {
      intake.add(DEV, mail, "test");
    }
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive)) {
      assertThat(intake.add(DEV, mail, "test")).isInstanceOf(Outcome.Duplicate.class);
    }
  }

  @Test
  void duplicateIsFoundOfWhatAnotherProcessWritesMeanwhile() throws Exception {
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive);
        Inbox theirs = Inbox.open(DEV, fixture.inbox("dev"))) {
      intake.add(DEV, MailText.number(1).bytes(), "test");
      archive.bringUp(DEV);
      intake.add(DEV, MailText.number(2).bytes(), "test");
      try (InboxWriter writer =
          InboxWriter.open(
              theirs, "a@example.org", Duration.ofSeconds(9), InboxWriter.EPOCH_BYTES_MAX)) {
        writer.append(List.of(Message.parse(MailText.number(3).bytes())));
      }
      for (int i = 1; i <= 3; i++) {
        assertThat(intake.add(DEV, MailText.number(i).bytes(), "test"))
            .isInstanceOf(Outcome.Duplicate.class);
      }
      archive.bringUp(DEV);
      for (int i = 1; i <= 3; i++) {
        assertThat(intake.add(DEV, MailText.number(i).bytes(), "test"))
            .isInstanceOf(Outcome.Duplicate.class);
      }
      assertThat(commits("dev")).isEqualTo(3);
    }
  }

  @Test
  void mailWithoutIdGetsOneOnce() throws Exception {
    byte[] mail =
        bytes("From: a@example.org\nSubject: x\nDate: Thu, 1 Jan 2026 00:00:00 +0000\n\nx\n");
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive)) {
      Outcome first = intake.add(DEV, mail, "test");
      assertThat(first)
          .isInstanceOfSatisfying(
              Outcome.Filed.class,
              filed -> {
                assertThat(filed.made()).isTrue();
                assertThat(filed.id().value()).startsWith("20260101000000.").endsWith("@z");
              });
      assertThat(intake.add(DEV, mail, "test")).isInstanceOf(Outcome.Duplicate.class);
    }
  }

  @Test
  void whatIsNoMailIsRefused() throws Exception {
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive)) {
      assertThat(intake.add(DEV, bytes("\nno header\n"), "test"))
          .isEqualTo(new Outcome.Refused(DEV, Refusal.NOT_MAIL, "has no mail headers"));
    }
  }

  @Test
  void lockThatIsKeptIsAFailureThatNamesTheHolder() throws Exception {
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive, Duration.ofMillis(200));
        InboxLock _ = archive.opened().get(DEV).lock(Duration.ZERO)) {
      assertThatThrownBy(() -> intake.add(DEV, MailText.number(1).bytes(), "test"))
          .isInstanceOf(InboxLock.LockedException.class)
          .hasMessageContaining("held by another writer, process");
    }
  }

  @Test
  void servedArchiveShowsWhatCame() throws Exception {
    try (Archive archive = fixture.open();
        Follower _ = Follower.start(archive);
        Intake intake = new Intake(archive)) {
      for (int i = 0; i < 30; i++) {
        intake.add(DEV, MailText.number(i).bytes(), "test");
      }
      Eventually.holds(
          Duration.ofSeconds(20),
          "all are indexed",
          () -> ArchiveFixture.postings(archive, "dev").size() == 30);
      assertThat(intake.add(DEV, MailText.number(7).bytes(), "test"))
          .isInstanceOf(Outcome.Duplicate.class);
    }
    assertThat(fixture.problems()).isEmpty();
  }

  private int commits(String inbox) throws IOException {
    int count = 0;
    try (Inbox opened = Inbox.open(new InboxName(inbox), fixture.inbox(inbox))) {
      for (Epoch epoch : opened.epochs()) {
        try (Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), null)) {
          count += scan.count();
        }
      }
    }
    return count;
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /// Another process removed it a moment ago, and nobody here has looked since.
  @Test
  void whatWasJustRemovedElsewhereDoesNotComeIn() throws Exception {
    Message mail = Message.parse(MailText.number(1).bytes());
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive)) {
      ControlRecord.Removed removed =
          new ControlRecord.Removed(
              DEV,
              1,
              RemovalAction.PURGE,
              RemovalReason.SPAM,
              mail.ids(),
              List.of(),
              List.of(Removals.sum(mail)),
              List.of(),
              false,
              "somebody",
              1_772_323_200L,
              "");
      ControlInbox.open(fixture.layout().control()).append(List.of(removed));
      assertThat(intake.add(DEV, mail.raw(), "test"))
          .isInstanceOfSatisfying(
              Outcome.Refused.class,
              refused -> assertThat(refused.refusal()).isEqualTo(Refusal.REMOVED));
      assertThat(intake.add(USERS, mail.raw(), "test")).isInstanceOf(Outcome.Filed.class);
    }
  }
}
