package org.annals.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.annals.archive.Archive;
import org.annals.archive.Intake;
import org.annals.archive.Intake.Outcome;
import org.annals.archive.Refusal;
import org.annals.archive.Trace;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.FakeServer;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Spam filters: SpamAssassin's and Rspamd's own daemons, and such as break.
class SpamCheckTest {
  /// What every filter takes for spam.
  private static final String GTUBE =
      "XJS*C4JDBQADN1.NSBN3*2IDNEN*GTUBE-STANDARD-ANTI-UBE-TEST-EMAIL*C.34X\n";

  private static final SpamLimits SHORT = new SpamLimits(Duration.ofMillis(400), 10_000);

  @TempDir private Path directory;

  private static byte[] spam() {
    return MailText.number(1).body(GTUBE).bytes();
  }

  private static byte[] ham() {
    return MailText.number(2).bytes();
  }

  @Test
  void spamAssassinIsAskedAndLearns() throws Exception {
    try (SpamDaemon daemon = SpamDaemon.spamd(directory)) {
      SpamCheck filter = new Spamd("127.0.0.1", daemon.port(), SpamLimits.DEFAULT);
      assertThat(filter.spam(spam()))
          .matches("is spam to SpamAssassin: 1[0-9]{3}\\.[0-9] points, of which 5.0 are enough");
      assertThat(filter.spam(ham())).isEmpty();
      filter.learn(spam(), true);
      filter.learn(spam(), true);
      filter.learn(ham(), false);
    }
  }

  @Test
  @Tag("slow")
  void rspamdIsAskedAndLearns() throws Exception {
    try (SpamDaemon daemon = SpamDaemon.rspamd(directory)) {
      URI worker = URI.create("http://127.0.0.1:" + daemon.port());
      URI controller = URI.create("http://127.0.0.1:" + daemon.second() + "/");
      SpamCheck filter = new Rspamd(worker, controller, "let me learn", SpamLimits.DEFAULT);
      assertThat(filter.spam(spam()))
          .isEqualTo("is spam to Rspamd: 15.0 points, of which 15.0 are enough (reject)");
      assertThat(filter.spam(ham())).isEmpty();
      filter.learn(spam(), true);
      filter.learn(ham(), false);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 400 Bad Request\r\n\r\n",
        "SPAMD/1.1 76 Bad header line: (x)\r\n",
        "SPAMD/1.1 0 EX_OK\r\n\r\n",
        "SPAMD/1.1 0 EX_OK\r\nSpam: perhaps\r\n\r\n",
        "SPAMD/1.1 0 EX_OK\r\nSpam: Tr",
      })
  void answerThatIsNoneIsAFailureThatNamesTheDaemon(String said) throws Exception {
    try (FakeServer server = fake(said, true)) {
      assertThatThrownBy(() -> new Spamd("127.0.0.1", server.port(), SHORT).spam(ham()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith("spamd 127.0.0.1:" + server.port() + ": ");
    }
  }

  @Test
  void answerWithoutEndIsCutOff() throws Exception {
    try (FakeServer server =
        FakeServer.start(
            "",
            (session, line) -> {
              session.say("SPAMD/1.1 0 EX_OK\r\n");
              for (int i = 0; i < 1_000; i++) {
                session.say("X-Header: " + "x".repeat(50) + "\r\n");
              }
            })) {
      assertThatThrownBy(() -> new Spamd("127.0.0.1", server.port(), SHORT).spam(ham()))
          .hasMessageContaining("does not say whether it is spam");
    }
  }

  @Test
  void silentDaemonIsNotWaitedForLongerThanItsTime() throws Exception {
    try (FakeServer server = FakeServer.start("", (session, line) -> {})) {
      long began = System.nanoTime();
      assertThatThrownBy(() -> new Spamd("127.0.0.1", server.port(), SHORT).spam(ham()))
          .isInstanceOf(IOException.class);
      assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofSeconds(20));
    }
  }

  @Test
  void spamdThatDoesNotLearnSaysSo() throws Exception {
    try (FakeServer server = fake("SPAMD/1.0 69 TELL commands are not enabled\r\n", true)) {
      assertThatThrownBy(() -> new Spamd("127.0.0.1", server.port(), SHORT).learn(ham(), true))
          .hasMessageEndingWith("answers TELL commands are not enabled");
    }
  }

  @Test
  void largeMailIsTakenUnasked() throws Exception {
    byte[] large = MailText.number(1).body(GTUBE + "x".repeat(10_000)).bytes();
    assertThat(new Spamd("127.0.0.1", deadPort(), SHORT).spam(large)).isEmpty();
    URI nowhere = URI.create("http://127.0.0.1:" + deadPort());
    assertThat(new Rspamd(nowhere, null, "", SHORT).spam(large)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "reject, true",
    "add header, true",
    "rewrite subject, true",
    "greylist, false",
    "soft reject, false",
    "no action, false",
    "of the operator, false",
  })
  void actionsOfRspamdAreSpamOrNot(String action, boolean spam) throws Exception {
    String answer =
        "{\"symbols\":{\"X\":{\"action\":\"reject\"}},\"score\":7.5,\"required_score\":15.0,"
            + "\"action\":\""
            + action
            + "\"}";
    try (Answering server = new Answering(200, answer)) {
      String said = new Rspamd(server.url(), server.url(), "p", SHORT).spam(ham());
      assertThat(said)
          .isEqualTo(
              spam
                  ? "is spam to Rspamd: 7.5 points, of which 15.0 are enough (" + action + ")"
                  : "");
      assertThat(server.asked).containsExactly("POST /checkv2 p");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "500|{}",
        "200|no json",
        "200|[]",
        "200|{\"score\":1}",
        "200|{\"action\":\"rej",
        "302|x"
      })
  void rspamdThatAnswersNothingOfUseIsNamed(int status, String answer) throws Exception {
    try (Answering server = new Answering(status, answer)) {
      assertThatThrownBy(() -> new Rspamd(server.url(), null, "", SHORT).spam(ham()))
          .isInstanceOf(IOException.class)
          .hasMessageStartingWith(server.url() + "/checkv2: ");
    }
  }

  @Test
  void rspamdLearnsFromItsControllerAndKnowingAlreadyIsNoFailure() throws Exception {
    try (Answering server = new Answering(208, "{}")) {
      SpamCheck filter = new Rspamd(URI.create("http://127.0.0.1:1/"), server.url(), "", SHORT);
      filter.learn(spam(), true);
      filter.learn(ham(), false);
      assertThat(server.asked).containsExactly("POST /learnspam null", "POST /learnham null");
    }
    try (Answering server = new Answering(403, "{}")) {
      assertThatThrownBy(() -> new Rspamd(server.url(), server.url(), "", SHORT).learn(ham(), true))
          .hasMessageEndingWith("/learnspam: answers 403");
    }
  }

  @Test
  void withoutAnAnswerMailWaitsOrIsTakenAsTheOperatorWants() throws Exception {
    Spamd nobody = new Spamd("127.0.0.1", deadPort(), SHORT);
    try (LogRecords log = LogRecords.listen("ingest.SpamGuard")) {
      SpamGuard needed = new SpamGuard(nobody, true);
      assertThatThrownBy(() -> needed.spam(ham())).isInstanceOf(IOException.class);
      assertThatThrownBy(() -> needed.spam(ham())).isInstanceOf(IOException.class);
      assertThat(log.lines()).singleElement().asString().contains("asked to come again: spamd ");
    }
    try (LogRecords log = LogRecords.listen("ingest.SpamGuard")) {
      SpamGuard lenient = new SpamGuard(nobody, false);
      assertThat(lenient.spam(spam())).isEmpty();
      assertThat(lenient.spam(spam())).isEmpty();
      assertThat(log.lines()).singleElement().asString().contains("taken unchecked: spamd ");
    }
  }

  @Test
  void spamIsRefusedAndWhatCannotBeCheckedIsNotFiledAndBothAreRemembered() throws Exception {
    ArchiveFixture fixture = ArchiveFixture.in(directory.resolve("archive"), "dev");
    InboxName dev = new InboxName("dev");
    try (Archive archive = fixture.open();
        Intake intake = new Intake(archive);
        FakeServer server = fake("SPAMD/1.1 0 EX_OK\r\nSpam: True ; 6.1 / 5.0\r\n\r\n", true)) {
      Delivery asked = delivery(fixture, intake, server.port());
      Outcome.Refused refused =
          (Outcome.Refused) Intake.await(asked.submit(dev, spam(), "lmtp 192.0.2.1"));
      assertThat(refused.refusal()).isEqualTo(Refusal.SPAM);
      assertThat(refused.words())
          .isEqualTo("is spam to SpamAssassin: 6.1 points, of which 5.0 are enough");
      Delivery alone = delivery(fixture, intake, deadPort());
      assertThatThrownBy(() -> Intake.await(alone.submit(dev, ham(), "lmtp 192.0.2.1")))
          .isInstanceOf(IOException.class);
      assertThat(archive.traces().find(new MessageId("n1@example.org")))
          .extracting(Trace::decision)
          .containsExactly(Trace.Decision.SPAM);
      assertThat(archive.traces().find(new MessageId("n2@example.org")))
          .singleElement()
          .satisfies(trace -> {
            assertThat(trace.decision()).isEqualTo(Trace.Decision.FAILED);
            assertThat(trace.words()).startsWith("spamd 127.0.0.1:");
            assertThat(trace.told()).doesNotContain("spamd");
          });
    }
  }

  private static Delivery delivery(ArchiveFixture fixture, Intake intake, int port) {
    return new Delivery(
        intake,
        fixture.settings(),
        new Delivery.Rules(
            new MailFilter.Everything(), false, false, new Spamd("127.0.0.1", port, SHORT)));
  }

  private static FakeServer fake(String said, boolean ends) throws IOException {
    return FakeServer.start(
        "",
        (session, line) -> {
          if (line.isEmpty()) { // the mail comes next
            session.say(said);
            if (ends) {
              session.end();
            }
          }
        });
  }

  private static int deadPort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }

  /// An HTTP server that says one thing; `asked` is what it was asked, with the password.
  private static final class Answering implements AutoCloseable {
    final List<String> asked = new CopyOnWriteArrayList<>();
    private final HttpServer server;

    Answering(int status, String answer) throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      byte[] bytes = answer.getBytes(StandardCharsets.UTF_8);
      server.createContext(
          "/",
          exchange -> {
            asked.add(
                exchange.getRequestMethod()
                    + " "
                    + exchange.getRequestURI()
                    + " "
                    + exchange.getRequestHeaders().getFirst("Password"));
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
          });
      server.start();
    }

    URI url() {
      return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
      server.stop(0);
    }
  }
}
