package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.ControlInbox;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.Eventually;
import org.annals.testing.Home;
import org.annals.testing.MailText;
import org.annals.testing.Shell;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Mirrors of what `public-inbox-httpd` serves: the same commits, and the article numbers that
/// public-inbox itself gives.
class MirrorOfPublicInboxTest {
  private static final int NOTHING_NEW = 127;

  private static final String NUMBERS =
      """
      import sqlite3, sys
      for row in sqlite3.connect(sys.argv[1]).execute(sys.argv[2]):
          print(*row)
      """;

  @TempDir Path directory;
  private Home home;
  private Process server;
  private int port;

  @BeforeEach
  void serveInbox() throws Exception {
    Path place = directory.resolve("home");
    home =
        Home.with(
                place,
                "public-inbox-init",
                "public-inbox-mda",
                "public-inbox-purge",
                "public-inbox-edit",
                "public-inbox-httpd",
                "git",
                "python3")
            .with("PI_CONFIG", place.resolve("config").toString())
            .with("ORIGINAL_RECIPIENT", "dev@example.org");
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    shell(
        """
        git config --global user.name x
        git config --global user.email x@example.org
        git config --global init.defaultBranch master
        public-inbox-init -V2 -L basic -j1 dev "$PWD/box" http://127.0.0.1:%d/dev dev@example.org
        git config -f config publicinbox.dev.newsgroup inbox.dev
        git config -f config publicinboxmda.spamcheck none
        git config -f config publicinbox.mailEditor 'sed -i -e s/^text/edited/'
        """
            .formatted(port));
    for (int i = 1; i <= 6; i++) {
      deliver(MailText.number(i));
    }
    String address = "127.0.0.1:" + port;
    server = home.start("public-inbox-httpd", "-W0", "-l", address);
    Eventually.holds(Duration.ofSeconds(60), "public-inbox-httpd listens", this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException e) {
      return false;
    }
  }

  @AfterEach
  void stopServer() throws InterruptedException {
    if (server != null) {
      server.destroy();
      if (!server.waitFor(10, TimeUnit.SECONDS)) {
        server.destroyForcibly();
      }
    }
  }

  private void shell(String script) throws Exception {
    home.run("sh", "-e", "-c", script).succeeded();
  }

  private void deliver(MailText mail) throws Exception {
    Files.write(home.resolve("mail"), mail.bytes());
    shell("public-inbox-mda < mail");
  }

  private List<String> query(String sql) throws Exception {
    return home.run("python3", "-c", NUMBERS, "box/msgmap.sqlite3", sql)
        .succeeded()
        .out()
        .lines()
        .toList();
  }

  private List<String> theirNumbers() throws Exception {
    return query("SELECT num, mid FROM msgmap ORDER BY num");
  }

  private CommandRun annals(String... arguments) {
    return CommandRun.in(directory.resolve("mirror"), arguments);
  }

  private List<String> numbers() throws IOException {
    Workspace workspace = Workspace.open(directory.resolve("mirror"));
    try (Archive archive = Archive.openForReading(workspace.layout(), workspace.settings())) {
      return ArchiveFixture.postings(archive, "dev").stream()
          .map(posting -> posting.slot().number() + " " + posting.id())
          .toList();
    }
  }

  private void requireTheSame() throws Exception {
    assertThat(tip(ours())).isEqualTo(tip(home.resolve("box/git/0.git")));
    assertThat(numbers()).isEqualTo(theirNumbers());
  }

  private Path ours() {
    return directory.resolve("mirror/inboxes/dev/git/0.git");
  }

  private static String tip(Path repository) throws Exception {
    return Shell.git(repository, "rev-parse", "HEAD").succeeded().out();
  }

  private boolean holds(MailText mail) throws Exception {
    return Shell.git(ours(), "cat-file", "-e", EpochFixture.blobOf(mail.bytes())).exit() == 0;
  }

  @Test
  void theMirrorHasItsCommitsNumbersAndTimesAndFollowsThem() throws Exception {
    CommandRun made = annals("mirror", "http://127.0.0.1:" + port + "/dev/");
    assertThat(made.err()).isEmpty();
    requireTheSame();
    assertThat(numbers()).hasSize(6);
    ControlInbox control =
        ControlInbox.open(new ArchiveLayout(directory.resolve("mirror")).control());
    assertThat(Long.toString(control.createdAt(new InboxName("dev"))))
        .isEqualTo(query("SELECT val FROM meta WHERE key = 'created_at'").getFirst());
    assertThat(annals("fetch", "--exit-code").exit()).isEqualTo(NOTHING_NEW);

    deliver(MailText.number(7));
    assertThat(annals("fetch").err()).isEmpty();
    requireTheSame();

    Files.write(home.resolve("mail"), MailText.number(3).bytes());
    shell("public-inbox-purge --all < mail");
    CommandRun purged = annals("fetch");
    assertThat(purged.err()).isEmpty();
    assertThat(purged.out()).contains("history rewritten upstream, and here");
    requireTheSame();
    assertThat(numbers()).hasSize(6).doesNotContain("3 n3@example.org");
    assertThat(holds(MailText.number(3))).isFalse();

    shell("public-inbox-edit -m n5@example.org box");
    assertThat(annals("fetch").err()).isEmpty();
    assertThat(holds(MailText.number(5))).isFalse();
    requireTheSame();
    assertThat(numbers()).contains("5 n5@example.org");
    assertThat(annals("verify").err()).isEmpty();
  }
}
