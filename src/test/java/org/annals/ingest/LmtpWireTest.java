package org.annals.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import javax.net.ssl.SSLSocket;
import org.annals.archive.Archive;
import org.annals.archive.Intake;
import org.annals.archive.Trace;
import org.annals.mail.MessageId;
import org.annals.net.LineServer;
import org.annals.net.LineServer.Place;
import org.annals.net.TlsKeys;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.StoredCommit;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Certificates;
import org.annals.testing.Eventually;
import org.annals.testing.Flock;
import org.annals.testing.LogRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Where a mail ends by LMTP, TLS, and what is remembered of recipients that are no inbox.
/// `-Dannals.seed=N` replays.
class LmtpWireTest {
  private static final long SEED = Long.getLong("annals.seed", new Random().nextLong());
  private static final InboxName DEV = new InboxName("dev");
  private static final String BEGIN = "LHLO me\r\nMAIL FROM:<>\r\nRCPT TO:<dev@example.org>\r\n";
  private static final List<String> PIECES =
      List.of(".", "..", "\r", "\n", "\n.\n", "\r\n", "\r\n.\n", "\n.\r\n", "x", "\r\r\n", "QUIT");

  @TempDir private Path directory;
  private ArchiveFixture fixture;
  private Archive archive;
  private LineServer server;
  private LogRecords log;

  @BeforeEach
  void serve() throws IOException {
    Certificates.make(directory, "mx", "rsa:2048", "localhost");
    TlsKeys keys =
        TlsKeys.read(
            List.of(new TlsKeys.Pair(directory.resolve("mx.crt"), directory.resolve("mx.key"))));
    fixture = ArchiveFixture.in(directory.resolve("home"), "dev");
    archive = fixture.open();
    Delivery delivery =
        new Delivery(
            new Intake(archive, Duration.ofSeconds(1)), fixture.settings(), Delivery.Rules.LIST);
    LmtpLimits limits = LmtpLimits.DEFAULT;
    server =
        LineServer.start(
            new LmtpServer(delivery, "mx.example.org", limits, keys),
            limits.lines(),
            List.of(new Place("127.0.0.1", 0, false), new Place("127.0.0.1", 0, true)),
            keys);
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
  void onlyCrLfDotCrLfEndsAMail() throws Exception {
    for (String end : List.of("\n.\n", "\r\n.\n", "\n.\r\n", "\r.\r", "\r\n.\r")) {
      String smuggled = "MAIL FROM:<evil@example.org>\r\nRCPT TO:<dev@example.org>\r\nDATA\r\n";
      String body = "for " + end.replace("\r", "CR").replace("\n", "LF") + end + smuggled;
      String said = talk(BEGIN + "DATA\r\n" + mail(body) + "\r\n.\r\nQUIT\r\n");
      assertThat(said.lines().filter(line -> line.startsWith("250 2.1.5 filed"))).hasSize(1);
      assertThat(newestBody()).contains("MAIL FROM:<evil@example.org>\n");
    }
  }

  @Test
  void anyContentIsFiledAsItIsMeant() throws Exception {
    Random random = new Random(SEED);
    for (int i = 0; i < 30; i++) {
      StringBuilder content = new StringBuilder("mail " + i + "\r\n");
      for (int piece = random.nextInt(40); piece >= 0; piece--) {
        content.append(PIECES.get(random.nextInt(PIECES.size())));
      }
      String wire = content + "\r\n.\r\n";
      String said = talk(BEGIN + "DATA\r\n" + mail(wire) + "RSET\r\nQUIT\r\n");
      assertThat(said).as("seed " + SEED).contains("\r\n250 2.1.5 filed in dev\r\n");
      String meant = wire.substring(0, wire.indexOf("\r\n.\r\n") + 2);
      assertThat(newestBody())
          .as("seed " + SEED)
          .isEqualTo(meant.replace("\r\n.", "\r\n").replace("\r\n", "\n"));
    }
  }

  @Test
  void whoEndsLinesWithBareLineFeedsIsToldAtOnce() throws Exception {
    assertThat(talk("LHLO me\nMAIL FROM:<>\n"))
        .contains("500 5.5.2 a line ends with CR LF\r\n500 5.5.2 a line ends with CR LF\r\n");
  }

  @Test
  void whoEndsAMailWithBareLineFeedsIsToldSoon() throws Exception {
    try (Socket socket = connect(0)) {
      say(socket, BEGIN + "DATA\r\n" + mail("x\n.\n").replace("\r\n", "\n"));
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(said).endsWith("421 4.5.2 mx.example.org a mail ends with CR LF, dot, CR LF\r\n");
    }
  }

  @Test
  void recipientsThatAreNoInboxAreRemembered() throws Exception {
    talk(BEGIN + "RCPT TO:<nobody@example.org>\r\nDATA\r\n" + mail("x") + "\r\n.\r\nQUIT\r\n");
    assertThat(archive.traces().find(new MessageId("m@example.org")))
        .extracting(Trace::decision, Trace::words)
        .contains(
            org.assertj.core.groups.Tuple.tuple(
                Trace.Decision.NO_INBOX, "nobody here is nobody@example.org"));
  }

  @Test
  void floodOfRecipientsThatAreNoInboxDrivesNothingOut() throws Exception {
    for (int session = 0; session < 3; session++) {
      StringBuilder guesses = new StringBuilder("LHLO me\r\nMAIL FROM:<>\r\n");
      for (int i = 0; i < 90; i++) {
        guesses.append("RCPT TO:<guess").append(i).append("@example.org>\r\n");
      }
      assertThat(talk(guesses + "QUIT\r\n").lines().filter(line -> line.startsWith("550 ")))
          .hasSize(90);
    }
    Eventually.holds(
        Duration.ofSeconds(10),
        "as many are written down as may be in a minute",
        () -> archive.traces().find(new MessageId("-")).size() == 60);
  }

  @Test
  void mailForAnInboxThatAnotherProgramWritesIsToComeAgain() throws Exception {
    String mail = BEGIN + "DATA\r\n" + mail("x") + "\r\n.\r\nQUIT\r\n";
    try (Flock _ = Flock.take(fixture.inbox("dev").resolve("inbox.lock"))) {
      assertThat(talk(mail))
          .contains("451 4.2.0 another program writes to the inbox, try again later\r\n");
    }
    assertThat(talk(mail)).contains("250 2.1.5 filed in dev\r\n");
    assertThat(archive.traces().find(new MessageId("m@example.org")))
        .extracting(Trace::decision)
        .containsExactly(Trace.Decision.FAILED, Trace.Decision.FILED);
  }

  @Test
  void mailComesBySecuredConnections() throws Exception {
    try (SSLSocket socket = secured(connect(1))) {
      say(socket, BEGIN + "DATA\r\n" + mail("by lmtps") + "\r\n.\r\nSTARTTLS\r\nQUIT\r\n");
      String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(said)
          .contains("250 2.1.5 filed in dev\r\n503 5.5.1 TLS is not to be had\r\n")
          .doesNotContain("STARTTLS");
    }
    assertThat(newestBody()).isEqualTo("by lmtps\n");
  }

  /// RFC 3207 §4.2 and §6: who sits between can put words before the handshake.
  @Test
  void whatWasSaidBeforeTlsCountsForNothing() throws Exception {
    try (Socket plain = connect(0)) {
      say(plain, "LHLO me\r\n");
      assertThat(until(plain, "250 ENHANCEDSTATUSCODES\r\n")).contains("250-STARTTLS\r\n");
      say(plain, "STARTTLS\r\nLHLO evil\r\nMAIL FROM:<>\r\n");
      assertThat(until(plain, "begin TLS\r\n")).doesNotContain("250 ");
      try (SSLSocket socket = secured(plain)) {
        say(socket, "MAIL FROM:<>\r\n" + BEGIN + "DATA\r\n" + mail("by TLS") + "\r\n.\r\nQUIT\r\n");
        String said = new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
        assertThat(said).startsWith("503 5.5.1 say LHLO first\r\n").contains("filed in dev");
      }
    }
    assertThat(newestBody()).isEqualTo("by TLS\n");
  }

  private static String mail(String body) {
    return "From: a@example.org\r\nSubject: s\r\nMessage-ID: <m@example.org>\r\n\r\n" + body;
  }

  /// What git holds of the newest mail, without its header.
  private String newestBody() throws IOException {
    try (Inbox inbox = Inbox.open(DEV, fixture.inbox("dev"));
        BlobReader blobs = inbox.blobs()) {
      Epoch epoch = inbox.epochs().getLast();
      StoredCommit newest = null;
      try (Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), null)) {
        while (scan.hasNext()) {
          newest = scan.next();
        }
      }
      assertThat(newest).isNotNull();
      String mail = new String(blobs.read(newest.blob()), StandardCharsets.ISO_8859_1);
      return mail.substring(mail.indexOf("\n\n") + 2);
    }
  }

  private static SSLSocket secured(Socket plain) throws Exception {
    SSLSocket socket =
        (SSLSocket)
            Certificates.trusting()
                .getSocketFactory()
                .createSocket(plain, "localhost", plain.getPort(), true);
    socket.startHandshake();
    return socket;
  }

  private static String until(Socket socket, String end) throws IOException {
    StringBuilder said = new StringBuilder();
    while (said.indexOf(end) < 0) {
      int next = socket.getInputStream().read();
      assertThat(next).as(said.toString()).isNotNegative();
      said.append((char) next);
    }
    return said.toString();
  }

  private static void say(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
  }

  private String talk(String text) throws IOException {
    try (Socket socket = connect(0)) {
      say(socket, text);
      socket.shutdownOutput();
      return new String(socket.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
    }
  }

  private Socket connect(int place) throws IOException {
    int port = server.places().get(place).port();
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
    socket.setSoTimeout(20_000);
    return socket;
  }
}
