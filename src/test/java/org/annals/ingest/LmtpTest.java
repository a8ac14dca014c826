package org.annals.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import org.annals.archive.Archive;
import org.annals.archive.InboxSettings.Intake;
import org.annals.archive.Trace;
import org.annals.mail.MessageId;
import org.annals.net.LineServer;
import org.annals.net.LineServer.Place;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// LMTP as a mail server speaks it, and as nobody should. `-Dannals.seed=N` replays.
class LmtpTest {
  private static final long SEED = Long.getLong("annals.seed", new Random().nextLong());
  private static final LmtpLimits SMALL =
      new LmtpLimits(LmtpLimits.DEFAULT.lines(), 100_000, 3, 10 << 20);

  private static final List<String> WORDS =
      List.of(
          "LHLO",
          "MAIL",
          "RCPT",
          "DATA",
          "RSET",
          "NOOP",
          "VRFY",
          "STARTTLS",
          "HELO",
          "BDAT",
          "FROM:<>",
          "TO:<dev@example.org>",
          "FROM:<a@b>",
          "TO:<",
          "SIZE=99999999999999999",
          ".",
          "..",
          "",
          "\t",
          "\0",
          "\r",
          "é",
          "%s",
          "<>",
          "x");

  @TempDir private Path directory;
  private ArchiveFixture fixture;
  private Archive archive;
  private LineServer server;
  private LogRecords log;

  @BeforeEach
  void serve() throws IOException {
    fixture = ArchiveFixture.in(directory, "dev", "users", "plain");
    fixture.change(
        "plain",
        one ->
            one.withIntake(
                new Intake(
                    List.of(), List.of(), "PublicInbox::Filter::Base", List.of(), List.of())));
    archive = fixture.open();
    Delivery delivery =
        new Delivery(
            new org.annals.archive.Intake(archive), fixture.settings(), Delivery.Rules.LIST);
    server =
        LineServer.start(
            new LmtpServer(delivery, "mx.example.org", SMALL, null),
            SMALL.lines(),
            List.of(new Place("127.0.0.1", 0, false)),
            null);
    log = LogRecords.listen("ingest.Lmtp");
  }

  @AfterEach
  void stop() throws Exception {
    Eventually.holds(Duration.ofSeconds(10), "all sessions ended", () -> server.connections() == 0);
    assertThat(log.lines()).as("seed " + SEED).isEmpty();
    log.close();
    server.close();
    archive.close();
  }

  @Test
  void eachRecipientIsAnsweredForInOrder() throws Exception {
    String said =
        talk(
            "LHLO me\r\nMAIL FROM:<a@example.org> SIZE=500\r\nRCPT TO:<dev@example.org>\r\n"
                + "RCPT TO:<nobody@example.org>\r\nRCPT TO:<USERS@example.org>\r\nDATA\r\n"
                + wire(MailText.number(1).body(".dot\n..\n"))
                + "QUIT\r\n");
    assertThat(said.lines())
        .endsWith(
            "250 2.1.0 to whom?",
            "250 2.1.5 that is dev",
            "550 5.1.1 no inbox here has this address",
            "250 2.1.5 that is users",
            "354 go on, and end with a dot",
            "250 2.1.5 filed in dev",
            "250 2.1.5 filed in users",
            "221 2.0.0 mx.example.org goodbye");
    assertThat(tip("dev")).isEqualTo(withListId(MailText.number(1).body(".dot\n..\n"), "dev"));
    assertThat(tip("users")).contains("\nList-Id: <users.example.org>\n");
  }

  @Test
  void mailThatComesTwiceIsFiledOnce() throws Exception {
    send("dev", MailText.number(1));
    assertThat(send("dev", MailText.number(1))).contains("250 2.1.5 is in dev already");
    assertThat(archive.traces().find(new MessageId("n1@example.org")))
        .extracting(Trace::decision)
        .containsExactly(Trace.Decision.FILED, Trace.Decision.DUPLICATE);
  }

  @Test
  void filterOfTheInboxCounts() throws Exception {
    MailText html = MailText.number(1).header("Content-Type", "text/html");
    assertThat(send("plain", html))
        .contains("550 5.7.1 plain: the mail holds HTML; this list takes plain text only");
    assertThat(send("dev", html)).contains("250 2.1.5 filed in dev");
    assertThat(archive.traces().find(new MessageId("n1@example.org")))
        .extracting(Trace::decision)
        .containsExactly(Trace.Decision.FILTERED, Trace.Decision.FILED);
  }

  @Test
  void whatIsTooLargeIsRefusedAndTheSessionGoesOn() throws Exception {
    MailText large = MailText.number(1).body("x".repeat(90).concat("\n").repeat(2_000));
    assertThat(send("dev", large)).contains("552 5.3.4 a mail may have 100000 bytes");
    assertThat(talk("LHLO me\r\nMAIL FROM:<> SIZE=100001\r\n")).contains("552 5.3.4 ");
    assertThat(send("dev", MailText.number(2))).contains("250 2.1.5 filed in dev");
  }

  @Test
  void fourthRecipientIsToBeSentAgain() throws Exception {
    String said = talk("LHLO me\r\nMAIL FROM:<>\r\n" + "RCPT TO:<dev@example.org>\r\n".repeat(4));
    assertThat(said).endsWith("452 4.5.3 too many recipients for one mail\r\n");
  }

  @Test
  void whatIsNoMailIsRefused() throws Exception {
    String begin = "LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<dev@example.org>\r\nDATA\r\n";
    assertThat(talk(begin.concat("\r\nhello\r\n.\r\n")))
        .endsWith("550 5.6.0 dev: the mail has no mail headers\r\n");
  }

  @Test
  void ordersOutOfOrderAreRefused() throws Exception {
    assertThat(talk("MAIL FROM:<>\r\nLHLO me\r\nRCPT TO:<x@y>\r\nDATA\r\nEHLO x\r\nLHLO\r\n"))
        .contains("503 5.5.1 say LHLO first", "503 5.5.1 say MAIL first", "500 5.5.1 this is LMTP");
  }

  @Test
  void clientMayLeaveAtEveryByteAndNothingHalfIsFiled() throws Exception {
    String script =
        "LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<dev@example.org>\r\nDATA\r\n"
            + wire(MailText.number(1));
    for (int length = 0; length < script.length(); length++) {
      try (Socket socket = connect()) {
        socket
            .getOutputStream()
            .write(script.substring(0, length).getBytes(StandardCharsets.US_ASCII));
        if (length % 3 == 0) {
          socket.setSoLinger(true, 0); // a reset, not an end
        }
      }
    }
    assertThat(archive.traces().find(new MessageId("n1@example.org"))).isEmpty();
  }

  @Test
  void anyWordsAreAnsweredOrTheEnd() throws Exception {
    Random random = new Random(SEED);
    for (int session = 0; session < 60; session++) {
      StringBuilder lines = new StringBuilder(random.nextBoolean() ? "LHLO me\r\n" : "");
      for (int line = 0; line < 40; line++) {
        for (int word = random.nextInt(4); word >= 0; word--) {
          lines.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        lines.append(random.nextInt(10) == 0 ? "\n" : "\r\n");
      }
      String said = talk(lines.toString());
      assertThat(said).as("seed " + SEED + ": " + lines).startsWith("220 mx.example.org");
    }
    byte[] bytes = new byte[50_000];
    random.nextBytes(bytes);
    talk(new String(bytes, StandardCharsets.ISO_8859_1));
  }

  private String send(String inbox, MailText mail) throws IOException {
    return talk(
        "LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<"
            + inbox
            + "@example.org>\r\nDATA\r\n"
            + wire(mail)
            + "QUIT\r\n");
  }

  /// As it is sent: lines with CR LF, dots doubled, a dot at the end.
  private static String wire(MailText mail) {
    return mail.toString().replaceAll("(?m)^\\.", "..").replace("\n", "\r\n") + ".\r\n";
  }

  private static String withListId(MailText mail, String inbox) {
    return mail.toString().replaceFirst("\n\n", "\nList-Id: <" + inbox + ".example.org>\n\n");
  }

  /// The newest message.
  private String tip(String inbox) throws IOException {
    InboxName name = new InboxName(inbox);
    archive.bringUp(name);
    try (Inbox opened = Inbox.open(name, fixture.inbox(inbox));
        var blobs = opened.blobs()) {
      var posting = ArchiveFixture.postings(archive, inbox).getLast();
      return new String(blobs.read(posting.blob()), StandardCharsets.UTF_8);
    }
  }

  /// Sends all and leaves; what came back.
  private String talk(String text) throws IOException {
    try (Socket socket = connect()) {
      socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    } catch (SocketException _) {
      return "220 mx.example.org had enough before all was said";
    }
  }

  private Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.places().getFirst().port());
    socket.setSoTimeout(20_000);
    return socket;
  }
}
