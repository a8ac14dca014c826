package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.LockSupport;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL of `annals purge` after it wrote down what it is about to do: whoever comes next ends
/// it, the mail is gone for good, and nothing else is.
class KilledPurgeTest {
  private static final int MAILS = 400;
  private static final String PHRASE = "zebraquartzfinch";
  private static final Duration SOON = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void nextCommandEndsAKilledPurge() throws Exception {
    Launch annals = killed("soon", 60);
    Launch.Result resumed = annals.run("removals", "--resume");
    assertThat(resumed.exit()).as(resumed.err()).isZero();
    assertGone(annals);
  }

  @Test
  void serveEndsAKilledPurge() throws Exception {
    Launch annals = killed("serve", 0);
    assertThat(isDone(annals)).isFalse();
    Launch.Running serving = annals.start("serve", "--http", "127.0.0.1:0");
    try {
      Eventually.holds(SOON, "it is done", () -> isDone(annals));
    } finally {
      serving.kill();
      serving.await();
    }
    assertGone(annals);
  }

  /// The command waits for the index of `serve`, which outlives it.
  @Test
  void runningServeEndsAKilledPurge() throws Exception {
    Launch annals = archive("beside");
    Launch.Running serving = annals.start("serve", "--http", "127.0.0.1:0");
    try {
      Eventually.holds(SOON, "it listens", () -> serving.out().contains("listening"));
      purgeAndKill(annals, 10);
      Eventually.holds(SOON, "it is done", () -> isDone(annals));
    } finally {
      serving.kill();
      serving.await();
    }
    assertGone(annals);
  }

  @Test
  @Tag("slow")
  void anyMomentWillDo() throws Exception {
    for (int millis = 0; millis < 1_500; millis += 75) {
      Launch annals = killed("after-" + millis, millis);
      Launch.Result resumed = annals.run("removals", "--resume");
      assertThat(resumed.exit()).as("killed after %s ms: %s", millis, resumed.err()).isZero();
      assertGone(annals);
    }
  }

  private Launch killed(String name, int millis) throws Exception {
    Launch annals = archive(name);
    purgeAndKill(annals, millis);
    return annals;
  }

  private Launch archive(String name) throws Exception {
    MailText[] mails = new MailText[MAILS];
    for (int i = 0; i < MAILS; i++) {
      mails[i] = MailText.number(i);
    }
    mails[MAILS / 2] = MailText.of("told@x").subject(PHRASE).body(PHRASE + " lives here\n");
    Path mbox = ArchiveFixture.mbox(directory.resolve(name + ".mbox"), mails);
    Launch annals = Launch.on(directory.resolve(name));
    assertThat(annals.run("init", "dev", "--address", "dev@example.org").exit()).isZero();
    assertThat(annals.run("import", "dev", mbox.toString()).exit()).isZero();
    return annals;
  }

  /// `millis` after the order stands in the control inbox.
  private static void purgeAndKill(Launch annals, int millis) throws Exception {
    Path control = annals.directory().resolve("control/inbox.lock");
    long before = size(control);
    Launch.Running purge = annals.start("purge", "dev", "told@x", "--reason", "mistake");
    Eventually.holds(SOON, "the order is recorded", () -> size(control) > before);
    LockSupport.parkNanos(millis * 1_000_000L);
    purge.kill();
    purge.await();
  }

  private static long size(Path file) throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  private static boolean isDone(Launch annals) throws Exception {
    Launch.Result told = annals.run("removals");
    assertThat(told.out()).contains("told@x");
    return !told.out().contains("NOT DONE YET");
  }

  private static void assertGone(Launch annals) throws Exception {
    assertThat(isDone(annals)).isTrue();
    Launch.Result verified = annals.run("verify");
    assertThat(verified.exit()).as(verified.err()).isZero();
    Launch.Result all = annals.run("search", "--inbox", "dev", "--limit", "0", "--format", "json");
    List<String> ids = all.out().lines().map(line -> line.split("\"", -1)[3]).toList();
    assertThat(ids).hasSize(MAILS - 1).doesNotHaveDuplicates().doesNotContain("told@x");
    Path git = annals.directory().resolve("inboxes/dev/git/0.git");
    String objects =
        Shell.run(
                "sh",
                "-c",
                "git -C \"$1\" cat-file --batch-all-objects --batch --unordered",
                "sh",
                git.toString())
            .succeeded()
            .out();
    assertThat(objects).contains("n0@example.org").doesNotContain(PHRASE);
  }
}
