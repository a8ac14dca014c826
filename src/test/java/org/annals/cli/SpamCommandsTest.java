package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.FakeServer;
import org.annals.testing.Launch;
import org.annals.testing.MailText;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Spam filters as the config names them, for commands.
class SpamCommandsTest {
  @TempDir private Path directory;
  private Path home;
  private String config;

  @BeforeEach
  void make() throws IOException {
    home = directory.resolve("home");
    ArchiveFixture.in(home, "dev");
    config = Files.readString(home.resolve("config"));
  }

  private void configure(String more) throws IOException {
    Files.writeString(home.resolve("config"), config + more);
  }

  @Test
  void spamIsPutAsideAndTheFilterIsToldWhatPeopleFind() throws Exception {
    List<String> heard = new CopyOnWriteArrayList<>();
    try (FakeServer server =
        FakeServer.start(
            "",
            (session, line) -> {
              heard.add(line);
              if (line.isEmpty()) {
                session.say("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 9.5 / 5.0\r\n\r\n");
                session.end();
              }
            })) {
      configure(
          "[publicinboxmda]\n\tspamcheck = spamc\n[annals]\n\tspamd = 127.0.0.1:"
              + server.port()
              + "\n");
      assertThat(run(MailText.number(1), "deliver")).isZero();
      assertThat(out()).contains("is spam to SpamAssassin: 9.5 points").contains("kept in ");
      try (Stream<Path> kept = Files.list(home.resolve("emergency/new"))) {
        assertThat(kept).hasSize(1);
      }
      assertThat(CommandRun.in(home, "trace", "n1@example.org").out())
          .contains("was taken for spam: the mail is spam to SpamAssassin: 9.5 points");
      assertThat(run(MailText.number(1), "learn", "ham")).isZero();
      assertThat(heard).contains("CHECK SPAMC/1.5", "TELL SPAMC/1.5", "Message-class: ham");
      assertThat(CommandRun.in(home, "trace", "n1@example.org").out())
          .contains("is in dev as number 1");
    }
    assertThat(run(MailText.number(1), "learn", "spam")).isEqualTo(1);
    assertThat(out()).contains("annals: learn: not learnt: spamd 127.0.0.1:");
    assertThat(CommandRun.in(home, "trace", "n1@example.org").out()).contains("it is spam (spam)");
  }

  @Test
  void withoutAnAnswerMailIsAskedForAgainOrTaken() throws Exception {
    int port;
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    String rspamd =
        "[publicinboxmda]\n\tspamcheck = rspamd\n[annals]\n\trspamd = http://127.0.0.1:"
            + port
            + "\n";
    configure(rspamd);
    assertThat(run(MailText.number(1), "deliver")).isEqualTo(75);
    assertThat(out()).contains("http://127.0.0.1:" + port + "/checkv2: ");
    configure(rspamd + "\tspamcheckFailure = accept\n");
    assertThat(run(MailText.number(1), "deliver")).isZero();
    assertThat(CommandRun.in(home, "trace", "n1@example.org").out())
        .contains("could not be filed at that moment")
        .contains("is in dev as number 1");
  }

  @Test
  void whatCannotBeIsNamedByConfigCheck() throws Exception {
    configure("[publicinboxwatch]\n\tspamcheck = razor\n");
    assertThat(CommandRun.in(home, "config", "check").err())
        .contains("publicinboxwatch.spamcheck: 'razor' is none of spamc, rspamd and none");
    configure("[publicinboxmda]\n\tspamcheck = spamc\n[annals]\n\tspamd = host:port\n");
    assertThat(CommandRun.in(home, "config", "check").err())
        .contains("annals.spamd: 'host:port' is no address; write HOST:PORT");
    configure("[publicinboxmda]\n\tspamcheck = rspamd\n[annals]\n\trspamd = /run/rspamd\n");
    assertThat(CommandRun.in(home, "config", "check").err())
        .contains("annals.rspamd: '/run/rspamd' is no http URL");
    configure("[imap]\n\tstarttls = false\n[nntp \"nntp://news.example.org\"]\n\tproxy = x\n");
    assertThat(CommandRun.in(home, "config", "check").err())
        .contains("imap.starttls: is not read", "nntp.nntp://news.example.org.proxy: is not read");
  }

  private int run(MailText mail, String... arguments) throws Exception {
    List<String> command = new ArrayList<>(Launch.on(home).command(arguments));
    ProcessBuilder builder =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(directory.resolve("out").toFile());
    builder.environment().remove("ORIGINAL_RECIPIENT");
    Process process = builder.start();
    try (OutputStream in = process.getOutputStream()) {
      in.write(mail.bytes());
    }
    assertThat(process.waitFor(120, TimeUnit.SECONDS)).isTrue();
    return process.exitValue();
  }

  private String out() throws IOException {
    return Files.readString(directory.resolve("out"));
  }
}
