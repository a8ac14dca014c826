package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.http.HttpClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.Progress;
import org.annals.archive.RemovalAction;
import org.annals.archive.RemovalReason;
import org.annals.archive.Remover;
import org.annals.archive.SiteKey;
import org.annals.ingest.Mirror;
import org.annals.ingest.MirrorFollower;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two archives that are served: what one removes, the other, its mirror, removes because of a
/// signed notice.
class MirrorRemovalsTest {
  private static final InboxName DEV = new InboxName("dev");
  private static final int NOTHING_NEW = 127;

  @TempDir Path directory;

  private CommandRun annals(String... arguments) {
    return CommandRun.in(directory.resolve("mirror"), arguments);
  }

  private Upstream upstream(String name) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve(name), "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(MailText.number(1), MailText.number(2), MailText.number(3));
    }
    return new Upstream(fixture);
  }

  private static void remove(Upstream upstream, String id, RemovalAction action)
      throws IOException {
    Remover.Order order = new Remover.Order(action, RemovalReason.SECRET, false, "them", "private");
    assertThat(new Remover(upstream.archive(), DEV).remove(new MessageId(id), order)).isPresent();
  }

  private List<String> numbers() throws IOException {
    Workspace workspace = Workspace.open(directory.resolve("mirror"));
    try (Archive archive = Archive.openForReading(workspace.layout(), workspace.settings())) {
      return Upstream.numbers(archive, "dev");
    }
  }

  private static String tip(Path inboxes) throws Exception {
    return Shell.git(inboxes.resolve("inboxes/dev/git/0.git"), "rev-parse", "HEAD")
        .succeeded()
        .out();
  }

  private boolean holds(MailText mail) throws Exception {
    Path epoch = directory.resolve("mirror/inboxes/dev/git/0.git");
    return Shell.git(epoch, "cat-file", "-e", EpochFixture.blobOf(mail.bytes())).exit() == 0;
  }

  private CommandRun imported(MailText mail) throws IOException {
    Path mbox = ArchiveFixture.mbox(directory.resolve("again.mbox"), mail);
    return annals("import", "dev", mbox.toString());
  }

  private void pin(String key) throws Exception {
    Shell.run(
            "git",
            "config",
            "-f",
            directory.resolve("mirror/config").toString(),
            "publicinbox.dev.removalKey",
            key)
        .succeeded();
  }

  @Test
  void theKeyIsPinnedAtFirstAndWhatItSignsIsDoneHere() throws Exception {
    try (Upstream upstream = upstream("up")) {
      SiteKey key = upstream.archive().control().makeSiteKey();
      CommandRun made = annals("mirror", upstream.base() + "dev/");
      assertThat(made.err()).isEmpty();
      assertThat(made.out()).contains("if they are signed by " + key.shown());
      assertThat(Files.readString(directory.resolve("mirror/config")))
          .contains("removalkey = " + key.shown());
      assertThat(annals("fetch", "--exit-code").exit()).isEqualTo(NOTHING_NEW);

      remove(upstream, "n2@example.org", RemovalAction.REDACT);
      CommandRun fetched = annals("fetch", "--exit-code");
      assertThat(fetched.err()).isEmpty();
      assertThat(fetched.exit()).isZero();
      assertThat(fetched.out())
          .contains("dev: removal 1 of " + upstream.base() + "dev/, replaced by a note");
      assertThat(holds(MailText.number(2))).isFalse();
      assertThat(tip(directory.resolve("mirror"))).isEqualTo(tip(directory.resolve("up")));
      assertThat(numbers()).isEqualTo(upstream.numbers("dev")).hasSize(3);
      assertThat(annals("removals", "dev").out())
          .contains("redact  secret  by them", "removal 1 of " + upstream.base())
          .doesNotContain("private", "NOT DONE");
      assertThat(imported(MailText.number(2)).err()).contains("a password, a key");
      assertThat(annals("fetch", "--exit-code").exit()).isEqualTo(NOTHING_NEW);
      assertThat(annals("verify").err()).isEmpty();
    }
  }

  @Test
  void whatIsOnlyHiddenThereIsHiddenByItsCommitAndRefusedHere() throws Exception {
    try (Upstream upstream = upstream("up")) {
      upstream.archive().control().makeSiteKey();
      assertThat(annals("mirror", upstream.base() + "dev/").err()).isEmpty();
      remove(upstream, "n1@example.org", RemovalAction.REMOVE);
      assertThat(annals("fetch").err()).isEmpty();
      assertThat(tip(directory.resolve("mirror"))).isEqualTo(tip(directory.resolve("up")));
      assertThat(numbers()).isEqualTo(upstream.numbers("dev")).hasSize(2);
      assertThat(imported(MailText.number(1)).err()).contains("a password, a key");
      upstream.add("dev", MailText.number(4));
      CommandRun later = annals("fetch");
      assertThat(later.err()).isEmpty();
      assertThat(later.out()).contains("dev: epoch 0: new mail");
      assertThat(numbers()).isEqualTo(upstream.numbers("dev")).hasSize(3);
    }
  }

  @Test
  void noticesOfAServerWhoseHistoryStillHasTheMailAreDoneHereForGood() throws Exception {
    try (Upstream history = upstream("history");
        Upstream notices = upstream("notices");
        HttpClient client = HttpClient.newHttpClient()) {
      notices.archive().control().makeSiteKey();
      HttpServer relay =
          Relay.serve(exchange -> {
            boolean asked = exchange.getRequestURI().getPath().endsWith("notices.txt");
            String from = asked ? notices.base() : history.base();
            Relay.send(exchange, 200, Relay.relayed(client, from, exchange));
          });
      try {
        assertThat(annals("mirror", Relay.base(relay) + "dev/").err()).isEmpty();
        remove(notices, "n2@example.org", RemovalAction.PURGE);
        CommandRun fetched = annals("fetch");
        assertThat(fetched.err()).isEmpty();
        assertThat(fetched.out()).contains("dev: removal 1 of ");
        assertThat(holds(MailText.number(2))).isFalse();
        assertThat(tip(directory.resolve("mirror"))).isEqualTo(tip(directory.resolve("notices")));
        history.add("dev", MailText.number(4));
        assertThat(annals("fetch").err()).isEmpty();
        assertThat(holds(MailText.number(2))).isFalse();
        assertThat(numbers())
            .containsExactly("1 n1@example.org", "3 n3@example.org", "4 n4@example.org");
        assertThat(annals("fetch", "--exit-code").exit()).isEqualTo(NOTHING_NEW);
      } finally {
        relay.stop(0);
      }
    }
  }

  @Test
  void whatAnotherKeySignedIsNamedAndNotDone() throws Exception {
    try (Upstream upstream = upstream("up");
        Upstream other = upstream("other");
        HttpClient client = HttpClient.newHttpClient()) {
      upstream.archive().control().makeSiteKey();
      HttpServer relay =
          Relay.serve(exchange -> {
            boolean asked = exchange.getRequestURI().getPath().endsWith("notices.txt");
            String from = asked ? other.base() : upstream.base();
            Relay.send(exchange, 200, Relay.relayed(client, from, exchange));
          });
      try {
        assertThat(annals("mirror", Relay.base(relay) + "dev/").err()).isEmpty();
        pin(upstream.archive().control().makeSiteKey().shown());
        remove(other, "n2@example.org", RemovalAction.PURGE);
        for (int i = 0; i < 2; i++) {
          CommandRun refused = annals("fetch");
          assertThat(refused.exit()).isEqualTo(Main.FAILED);
          assertThat(refused.err())
              .contains(
                  "annals: fetch: dev: " + Relay.base(relay) + "dev/_/removals/notices.txt: ",
                  "the notice of 'inbox dev, number 1' is not signed by the key that is pinned");
          assertThat(holds(MailText.number(2))).isTrue();
        }
        pin("c29tZQ==");
        assertThat(annals("config", "check").err())
            .contains("publicinbox.dev.removalkey: 'c29tZQ==' is no Ed25519 key");
      } finally {
        relay.stop(0);
      }
    }
  }

  @Test
  void withoutAKeyNothingIsAskedAndNothingDone() throws Exception {
    try (Upstream upstream = upstream("up")) {
      CommandRun made = annals("mirror", upstream.base() + "dev/");
      assertThat(made.out()).doesNotContain("signed by");
      remove(upstream, "n1@example.org", RemovalAction.REMOVE);
      assertThat(annals("fetch").err()).isEmpty();
      assertThat(numbers()).hasSize(2);
      assertThat(annals("removals", "dev").out()).isEmpty();
    }
  }

  @Test
  void theFollowerInServeDoesIt() throws Exception {
    try (Upstream upstream = upstream("up");
        LogRecords log = LogRecords.listen("ingest.MirrorFollower")) {
      upstream.archive().control().makeSiteKey();
      assertThat(annals("mirror", upstream.base() + "dev/").err()).isEmpty();
      Workspace mirror = Workspace.open(directory.resolve("mirror"));
      List<Mirror> mirrors = new ConfiguredMirrors(mirror.config()).all();
      try (Archive archive = mirror.archive(Progress.QUIET);
          MirrorFollower _ = MirrorFollower.start(mirrors, Duration.ofMillis(200), archive)) {
        remove(upstream, "n3@example.org", RemovalAction.PURGE);
        Eventually.holds(
            Duration.ofSeconds(30),
            "it is gone and the notice is done",
            () ->
                !holds(MailText.number(3))
                    && archive.control().removals().of(DEV).stream()
                        .anyMatch(archive.control().removals()::isDone));
        assertThat(Upstream.numbers(archive, "dev")).isEqualTo(upstream.numbers("dev"));
      }
      assertThat(log.lines()).isEmpty();
    }
  }
}
