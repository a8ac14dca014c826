package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.annals.testing.Samples;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// SIGKILL at random moments of an import: what was in the archive stays, nothing is doubled, and
/// `verify` finds nothing wrong, each time.
class KillTest {
  private static final int MAILS = 2_500;
  private static final long EARLIEST_MILLIS = 300;

  @TempDir Path directory;

  @Test
  void killedImportOfAnMboxLosesNothing() throws Exception {
    kill(3, mbox(), MAILS, 3_000);
  }

  @Test
  @Tag("slow")
  void fiftyKillsLoseNothing() throws Exception {
    kill(25, mbox(), MAILS, 3_000);
    kill(25, Samples.bundle("live-patching"), 7_133, 9_000);
  }

  private Path mbox() throws Exception {
    MailText[] mails = new MailText[MAILS];
    for (int i = 0; i < MAILS; i++) {
      mails[i] = MailText.number(i);
    }
    return ArchiveFixture.mbox(directory.resolve("list.mbox"), mails);
  }

  private void kill(int kills, Path source, int messages, long latestMillis) throws Exception {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("KillTest: -Dannals.seed=" + seed);
    Random random = new Random(seed);
    int round = 0;
    Launch annals = fresh(source, round++);
    Set<String> held = new HashSet<>();
    for (int done = 0; done < kills; ) {
      Launch.Running running = annals.start("import", "list", source.toString());
      long pause = random.nextLong(EARLIEST_MILLIS, latestMillis);
      long end = System.nanoTime() + pause * 1_000_000;
      while (running.isAlive() && System.nanoTime() < end) {
        LockSupport.parkNanos(1_000_000);
      }
      if (!running.isAlive()) {
        annals = fresh(source, round++); // it was done before: begin anew
        held.clear();
        continue;
      }
      running.kill();
      done++;
      Set<String> now = check(annals);
      assertThat(now).as("kill %s after %s ms, seed %s", done, pause, seed).containsAll(held);
      held = now;
    }
    assertThat(annals.run("import", "list", source.toString()).exit()).isZero();
    assertThat(check(annals)).hasSize(messages);
  }

  private Launch fresh(Path source, int round) throws Exception {
    Path archive = directory.resolve(source.getFileName() + "." + round);
    Launch annals = Launch.on(archive, "512m");
    assertThat(annals.run("init", "list", "--address", "list@example.org").exit()).isZero();
    return annals;
  }

  /// The Message-IDs that a restarted archive holds, each once.
  private static Set<String> check(Launch annals) throws Exception {
    assertThat(annals.run("index").exit()).isZero();
    Launch.Result verified = annals.run("verify");
    assertThat(verified.exit()).as(verified.err()).isZero();
    Launch.Result all = annals.run("search", "--inbox", "list", "--limit", "0", "--format", "json");
    assertThat(all.exit()).as(all.err()).isZero();
    List<String> ids = all.out().lines().map(line -> line.split("\"", -1)[3]).toList();
    assertThat(ids).doesNotHaveDuplicates();
    return new HashSet<>(ids);
  }
}
