package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.mail.MessageId;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `annals watch` as a process, killed and well.
class WatchCommandTest {
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  @TempDir private Path directory;
  private ArchiveFixture fixture;
  private Path home;
  private Path maildir;

  @BeforeEach
  void make() throws IOException {
    home = directory.resolve("home");
    fixture = ArchiveFixture.in(home, "dev");
    maildir = directory.resolve("Maildir");
    for (String part : List.of("new", "cur", "tmp")) {
      Files.createDirectories(maildir.resolve(part));
    }
    Files.writeString(
        home.resolve("config"),
        Files.readString(home.resolve("config"))
            + "[publicinbox \"dev\"]\n\twatch = maildir:"
            + maildir
            + "\n");
  }

  private void deliver(int number) throws IOException {
    Path made = Files.write(maildir.resolve("tmp/" + number), MailText.number(number).bytes());
    Files.move(made, maildir.resolve("new/" + (10_000 + number) + ".x"));
  }

  private List<String> ids() throws IOException {
    try (Archive archive = Archive.openForReading(fixture.layout(), fixture.settings())) {
      return ArchiveFixture.postings(archive, "dev").stream()
          .map(posting -> posting.id())
          .map(MessageId::value)
          .toList();
    }
  }

  @Test
  void killInTheMiddleOfAMaildirLosesAndDoublesNothing() throws Exception {
    int mails = 700;
    for (int number = 1; number <= mails; number++) {
      deliver(number);
    }
    Path lock = fixture.inbox("dev").resolve("inbox.lock"); // grows with each batch
    for (int kill = 1; kill <= 2; kill++) {
      long before = Files.exists(lock) ? Files.size(lock) : 0;
      Launch.Running watching = Launch.on(home).start("watch");
      Eventually.holds(PATIENCE, "a batch", () -> Files.exists(lock) && Files.size(lock) > before);
      watching.kill();
      assertThat(watching.await().err()).isEmpty();
    }
    Launch.Running watching = Launch.on(home).start("watch");
    Eventually.holds(
        PATIENCE, "watches", () -> watching.out().contains("watching maildir:" + maildir));
    deliver(mails + 1);
    Eventually.holds(PATIENCE, "all", () -> ids().contains("n701@example.org"));
    watching.kill();
    watching.await();
    assertThat(ids()).hasSize(mails + 1).doesNotHaveDuplicates();
    assertThat(fixture.problems()).isEmpty();
  }

  @Test
  void configWithoutPlacesIsAnError() throws Exception {
    Files.writeString(home.resolve("config"), "[publicinbox \"dev\"]\n\tinboxdir = inboxes/dev\n");
    CommandRun run = CommandRun.in(home, "watch");
    assertThat(run.exit()).isEqualTo(1);
    assertThat(run.err()).contains("no inbox has 'watch'");
  }
}
