package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.annals.archive.Archive;
import org.annals.archive.ControlInbox;
import org.annals.archive.Progress;
import org.annals.ingest.Mirror;
import org.annals.ingest.MirrorFollower;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.annals.web.Annex;
import org.annals.web.WebLimits;
import org.annals.web.WebServer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Mirrors of an archive that is really served, and of servers that lie.
class MirrorCommandTest {
  private static final int NOTHING_NEW = 127;

  @TempDir Path directory;

  private CommandRun annals(String... arguments) {
    return CommandRun.in(directory.resolve("mirror"), arguments);
  }

  private List<String> numbers(String inbox) throws IOException {
    Workspace workspace = Workspace.open(directory.resolve("mirror"));
    try (Archive archive = Archive.openForReading(workspace.layout(), workspace.settings())) {
      return Upstream.numbers(archive, inbox);
    }
  }

  private Path epoch(String inbox, int number) {
    return directory.resolve("mirror/inboxes/" + inbox + "/git/" + number + ".git");
  }

  private static String tip(Path repository) throws Exception {
    return Shell.git(repository, "rev-parse", "HEAD").succeeded().out();
  }

  private static boolean hasBlob(Path repository, MailText mail) throws Exception {
    return Shell.git(repository, "cat-file", "-e", EpochFixture.blobOf(mail.bytes())).exit() == 0;
  }

  @Test
  void aSiteIsMirroredWithItsCommitsNumbersAndTimes() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev", "users", "junk");
    try (EpochFixture first = EpochFixture.create(fixture.epoch("dev", 0));
        EpochFixture second = EpochFixture.create(fixture.epoch("dev", 1))) {
      first.add(MailText.number(1), MailText.number(2), MailText.number(3));
      first.remove(MailText.number(2));
      second.add(MailText.number(4));
    }
    fixture.importMails("users", MailText.number(5));
    fixture.importMails("junk", MailText.number(6));
    try (Upstream upstream = new Upstream(fixture)) {
      CommandRun made = annals("mirror", upstream.base(), "--exclude", "ju*");
      assertThat(made.err()).isEmpty();
      assertThat(made.out())
          .contains("dev: epoch 0: new", "dev: epoch 1: new", "users: epoch 0: new");
      assertThat(Files.exists(directory.resolve("mirror/inboxes/junk"))).isFalse();
      assertThat(tip(epoch("dev", 0))).isEqualTo(tip(fixture.epoch("dev", 0)));
      assertThat(tip(epoch("dev", 1))).isEqualTo(tip(fixture.epoch("dev", 1)));
      assertThat(numbers("dev")).isEqualTo(upstream.numbers("dev")).hasSize(3);
      Workspace mirror = Workspace.open(directory.resolve("mirror"));
      assertThat(mirror.settings().getFirst().addresses()).containsExactly("dev@example.org");
      ControlInbox control = ControlInbox.open(mirror.layout().control());
      assertThat(control.createdAt(new InboxName("dev"))).isEqualTo(Upstream.CREATED);
      assertThat(directory.resolve("mirror/inboxes/dev/description"))
          .hasContent("mail about dev\n");
      assertThat(annals("config", "check").err()).isEmpty();

      assertThat(annals("fetch", "--exit-code").exit()).isEqualTo(NOTHING_NEW);
      upstream.add("dev", MailText.number(7));
      assertThat(annals("fetch", "--exit-code").exit()).isZero();
      assertThat(numbers("dev")).isEqualTo(upstream.numbers("dev")).hasSize(4);
      assertThat(annals("fetch", "--exit-code", "users").exit()).isEqualTo(NOTHING_NEW);
      assertThat(annals("verify").err()).isEmpty();
    }
  }

  @Test
  void purgeAndEditUpstreamAreFollowedWithTheSameNumbers() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev");
    MailText edited = MailText.number(2).body("something else\n");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(MailText.number(1), MailText.number(2), MailText.number(3), MailText.number(4));
      try (Upstream upstream = new Upstream(fixture)) {
        assertThat(annals("mirror", upstream.base() + "dev", "copy").err()).isEmpty();
        assertThat(numbers("copy")).hasSize(4);
        epoch.purge(MailText.number(3));
        epoch.edit(MailText.number(2), edited);
        upstream.index();
        CommandRun fetched = annals("fetch");
        assertThat(fetched.err()).isEmpty();
        assertThat(fetched.out()).contains("copy: epoch 0: history rewritten upstream");
        assertThat(tip(epoch("copy", 0))).isEqualTo(tip(fixture.epoch("dev", 0)));
        assertThat(numbers("copy"))
            .isEqualTo(upstream.numbers("dev"))
            .containsExactly("1 n1@example.org", "2 n2@example.org", "4 n4@example.org");
        assertThat(hasBlob(epoch("copy", 0), MailText.number(3))).isFalse();
        assertThat(hasBlob(epoch("copy", 0), MailText.number(2))).isFalse();
        assertThat(hasBlob(epoch("copy", 0), edited)).isTrue();
        assertThat(annals("fetch", "--exit-code").exit()).isEqualTo(NOTHING_NEW);
      }
    }
  }

  @Test
  void mailThatIsOnlyHereIsNotGivenUpForRewrittenHistory() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev");
    try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 0))) {
      epoch.add(MailText.number(1), MailText.number(2));
      try (Upstream upstream = new Upstream(fixture)) {
        assertThat(annals("mirror", upstream.base() + "dev").err()).isEmpty();
        Path mbox = ArchiveFixture.mbox(directory.resolve("own.mbox"), MailText.number(9));
        assertThat(annals("import", "dev", mbox.toString()).exit()).isZero();
        epoch.purge(MailText.number(1));
        upstream.index();
        CommandRun refused = annals("fetch");
        assertThat(refused.exit()).isEqualTo(Main.FAILED);
        assertThat(refused.err()).contains("dev/git/0.git", "rewritten", "--force");
        assertThat(hasBlob(epoch("dev", 0), MailText.number(9))).isTrue();
        assertThat(annals("fetch", "--force").exit()).isZero();
        assertThat(tip(epoch("dev", 0))).isEqualTo(tip(fixture.epoch("dev", 0)));
      }
    }
  }

  @Test
  void onlyEpochsThatWereAskedForComeAndThoseAfterThem() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev");
    for (int number = 0; number < 3; number++) {
      try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", number))) {
        epoch.add(MailText.number(number));
      }
    }
    try (Upstream upstream = new Upstream(fixture)) {
      assertThat(annals("mirror", upstream.base() + "dev/", "--epoch", "~1..").err()).isEmpty();
      assertThat(Files.exists(epoch("dev", 0))).isFalse();
      assertThat(Files.exists(epoch("dev", 1))).isTrue();
      try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", 3))) {
        epoch.add(MailText.number(3));
      }
      upstream.index();
      assertThat(annals("fetch").out()).contains("dev: epoch 3: new");
      assertThat(numbers("dev")).hasSize(3);
    }
  }

  @Test
  void whatWasRedactedHereDoesNotComeBackFromTheServer() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev");
    fixture.importMails("dev", MailText.number(1), MailText.number(2), MailText.number(3));
    try (Upstream upstream = new Upstream(fixture)) {
      assertThat(annals("mirror", upstream.base() + "dev").err()).isEmpty();
      CommandRun redacted =
          annals("redact", "dev", "n2@example.org", "--reason", "personal-data", "--by", "ann");
      assertThat(redacted.exit()).as(redacted.err()).isZero();
      assertThat(hasBlob(epoch("dev", 0), MailText.number(2))).isFalse();
      upstream.add("dev", MailText.number(4));
      CommandRun fetched = annals("fetch");
      assertThat(fetched.err()).isEmpty();
      assertThat(fetched.out()).contains("dev: epoch 0: new mail");
      assertThat(hasBlob(epoch("dev", 0), MailText.number(2))).isFalse();
      assertThat(hasBlob(epoch("dev", 0), MailText.number(4))).isTrue();
      assertThat(numbers("dev")).isEqualTo(upstream.numbers("dev")).hasSize(4);
      assertThat(annals("fetch", "--exit-code").exit()).isEqualTo(NOTHING_NEW);
    }
  }

  @Test
  void theFollowerFetchesByItselfAndComplainsOnce() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev");
    fixture.importMails("dev", MailText.number(1));
    Upstream upstream = new Upstream(fixture);
    try (LogRecords log = LogRecords.listen("ingest.MirrorFollower")) {
      assertThat(annals("mirror", upstream.base() + "dev").err()).isEmpty();
      Workspace mirror = Workspace.open(directory.resolve("mirror"));
      List<Mirror> mirrors = new ConfiguredMirrors(mirror.config()).all();
      assertThat(mirrors).hasSize(1);
      try (Archive archive = mirror.archive(Progress.QUIET);
          MirrorFollower _ = MirrorFollower.start(mirrors, Duration.ofMillis(20), archive)) {
        upstream.add("dev", MailText.number(2));
        Eventually.holds(
            Duration.ofSeconds(30),
            "the new mail is here",
            () -> hasBlob(epoch("dev", 0), MailText.number(2)));
        upstream.close();
        Eventually.holds(Duration.ofSeconds(30), "a complaint", () -> !log.lines().isEmpty());
      }
      // one of a server that goes, one of none
      assertThat(log.lines()).hasSizeBetween(1, 2);
    } finally {
      upstream.close();
    }
  }

  private static byte[] zipped(String text) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (GZIPOutputStream zip = new GZIPOutputStream(out)) {
      zip.write(text.getBytes(StandardCharsets.UTF_8));
    }
    return out.toByteArray();
  }

  @Test
  void whatFailsIsToldToTheOperatorAndToWhoLooksAfterTheServer() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev");
    fixture.importMails("dev", MailText.number(1));
    Upstream upstream = new Upstream(fixture);
    String url = upstream.base() + "dev/";
    assertThat(annals("mirror", url).err()).isEmpty();
    CommandRun well = annals("fetch", "--status");
    assertThat(well.exit()).isZero();
    assertThat(well.out()).matches("dev  \\Q" + url + "\\E  brought up \\S+Z\n");
    upstream.close();
    assertThat(annals("fetch").exit()).isEqualTo(Main.FAILED);
    CommandRun failing = annals("fetch", "--status", "dev");
    assertThat(failing.exit()).isEqualTo(Main.FAILED);
    assertThat(failing.out())
        .matches("dev  \\S+  brought up \\S+, fails since \\S+Z: \\S+: cannot be read: [^\n]*\n");

    Workspace mirror = Workspace.open(directory.resolve("mirror"));
    try (Archive archive = mirror.archive(Progress.QUIET);
        WebServer web =
            WebServer.start(
                archive,
                new WebServer.Place("127.0.0.1", 0),
                mirror.site(),
                WebLimits.DEFAULT,
                Annex.NONE);
        HttpClient client = HttpClient.newHttpClient();
        MirrorFollower _ =
            MirrorFollower.start(
                new ConfiguredMirrors(mirror.config()).all(), Duration.ofHours(1), archive)) {
      URI health = URI.create("http://127.0.0.1:" + web.port() + "/-/health");
      HttpResponse<String> told =
          client.send(HttpRequest.newBuilder(health).build(), HttpResponse.BodyHandlers.ofString());
      assertThat(told.statusCode()).isEqualTo(200);
      assertThat(told.body())
          .matches("ok\nmirror dev: cannot be brought up to its server since \\S+Z\n");
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "[]",
        "{}",
        "{\"/dev/git/0.git\":",
        "{\"/dev/git/0.git\":7}",
        "{\"/../../etc/git/0.git\":{}}",
        "{\"/dev/git/../../0.git\":{}}",
        "{\"/a b/git/0.git\":{}}",
        "{\"/dev\":{\"fingerprint\":\"x\"}}"
      })
  void aManifestThatLiesIsAnErrorThatNamesIt(String manifest) throws Exception {
    HttpServer server =
        Relay.serve(exchange -> {
          boolean asked = exchange.getRequestURI().getPath().equals("/manifest.js.gz");
          Relay.send(exchange, asked ? 200 : 404, asked ? zipped(manifest) : new byte[0]);
        });
    try {
      CommandRun refused = annals("mirror", Relay.base(server));
      assertThat(refused.exit()).isEqualTo(Main.FAILED);
      assertThat(refused.err())
          .startsWith("annals: mirror: " + Relay.base(server) + "manifest.js.gz: ");
      assertThat(refused.err().lines()).hasSize(1);
      assertThat(Files.exists(directory.resolve("mirror/config"))).isFalse();
    } finally {
      server.stop(0);
    }
  }

  @Test
  void aRedirectToAnotherServerIsNotFollowed() throws Exception {
    HttpServer server =
        Relay.serve(exchange -> {
          exchange.getResponseHeaders().add("Location", "http://localhost:1/dev/");
          Relay.send(exchange, 302, new byte[0]);
        });
    try {
      CommandRun refused = annals("mirror", Relay.base(server) + "dev/");
      assertThat(refused.exit()).isEqualTo(Main.FAILED);
      assertThat(refused.err()).contains("redirects to http://localhost:1/dev/, another server");
    } finally {
      server.stop(0);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org/x/", "http://a:b@example.org/", "dev", "file:///x"})
  void whatIsNoPlainUrlIsWrongUsage(String url) {
    assertThat(annals("mirror", url).exit()).isEqualTo(Main.WRONG_USAGE);
  }

  @Test
  void aPackThatIsCutIsThrownAwayAndTheNextRunGoesOn() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev");
    for (int number = 0; number < 2; number++) {
      try (EpochFixture epoch = EpochFixture.create(fixture.epoch("dev", number))) {
        for (int mail = 0; mail < 50; mail++) {
          epoch.add(MailText.number(100 * number + mail));
        }
      }
    }
    boolean[] cuts = {true};
    try (Upstream upstream = new Upstream(fixture);
        HttpClient client = HttpClient.newHttpClient()) {
      HttpServer relay =
          Relay.serve(exchange -> {
            byte[] answer = Relay.relayed(client, upstream.base(), exchange);
            boolean pack = exchange.getRequestURI().getPath().endsWith("1.git/git-upload-pack");
            boolean half = cuts[0] && pack && answer.length > 4_000;
            Relay.send(exchange, 200, half ? Arrays.copyOf(answer, answer.length / 2) : answer);
          });
      try {
        CommandRun cut = annals("mirror", Relay.base(relay) + "dev");
        assertThat(cut.exit()).isEqualTo(Main.FAILED);
        assertThat(cut.err()).contains(Relay.base(relay) + "dev/git/1.git: ");
        assertThat(numbers("dev")).hasSize(50);
        cuts[0] = false;
        CommandRun whole = annals("fetch");
        assertThat(whole.err()).isEmpty();
        assertThat(whole.out()).contains("dev: epoch 1: new").doesNotContain("epoch 0");
        assertThat(numbers("dev")).isEqualTo(upstream.numbers("dev")).hasSize(100);
      } finally {
        relay.stop(0);
      }
    }
  }

  @Test
  void anEpochWithAMergeIsRefused() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("up"), "dev");
    Path repository = fixture.epoch("dev", 0);
    try (EpochFixture epoch = EpochFixture.create(repository)) {
      epoch.add(MailText.number(1), MailText.number(2));
    }
    String merge =
        Shell.run(
                "git",
                "-C",
                repository.toString(),
                "-c",
                "user.name=x",
                "-c",
                "user.email=x@x",
                "commit-tree",
                "-m",
                "merge",
                "-p",
                "HEAD",
                "-p",
                "HEAD~1",
                "HEAD^{tree}")
            .succeeded()
            .out()
            .strip();
    Shell.git(repository, "update-ref", "HEAD", merge).succeeded();
    try (Upstream upstream = new Upstream(fixture)) {
      CommandRun refused = annals("mirror", upstream.base() + "dev");
      assertThat(refused.exit()).isEqualTo(Main.FAILED);
      assertThat(refused.err()).contains(merge + " has two parents");
      assertThat(Files.exists(epoch("dev", 0))).isFalse();
    }
  }
}
