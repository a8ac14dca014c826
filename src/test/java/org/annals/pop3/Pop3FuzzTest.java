package org.annals.pop3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.annals.net.TlsKeys;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Certificates;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Whatever is sent, from every state: an answer or the end of the connection, nothing in the log,
/// and no session that stays. `-Dannals.seed=N` replays.
class Pop3FuzzTest {
  private static final long SEED = Long.getLong("annals.seed", new Random().nextLong());

  private static final List<String> WORDS =
      List.of(
          "USER",
          "PASS",
          "APOP",
          "STAT",
          "LIST",
          "UIDL",
          "TOP",
          "RETR",
          "DELE",
          "RSET",
          "NOOP",
          "CAPA",
          "anonymous",
          "1",
          "2",
          "4",
          "5",
          "0",
          "-1",
          "99999999999",
          "",
          "\t",
          "\0",
          "\u0001",
          "\r",
          "\u00ff",
          "é",
          "AUTH",
          "UTF8",
          "@",
          "?limit=1",
          "%s",
          "x@org.example.dev");

  @TempDir private static Path directory;
  private static ArchiveFixture archive;
  private static PopFixture pop;
  private LogRecords log;

  @BeforeAll
  static void serve() throws IOException {
    Certificates.make(directory, "pop", "rsa:2048", "localhost");
    TlsKeys keys =
        TlsKeys.read(
            List.of(new TlsKeys.Pair(directory.resolve("pop.crt"), directory.resolve("pop.key"))));
    archive = PopFixture.make(Files.createDirectory(directory.resolve("archive")));
    pop = PopFixture.serve(archive, keys);
  }

  @AfterAll
  static void stop() throws IOException {
    pop.close();
  }

  @BeforeEach
  void listen() {
    log = LogRecords.listen("pop3");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Eventually.holds(Duration.ofSeconds(10), "all sessions ended", () -> pop.connections() == 0);
    assertThat(log.lines()).as("seed " + SEED).isEmpty();
    log.close();
    assertThat(talk(login(UUID.randomUUID()) + "QUIT\r\n")).contains("+OK 4 messages\r\n");
  }

  private static String login(UUID user) {
    return "USER " + user + "@org.example.dev\r\nPASS anonymous\r\n";
  }

  /// What brings a session into each of its states.
  private static List<String> states() {
    UUID user = UUID.randomUUID();
    return List.of(
        "",
        "USER " + user + "@org.example.dev\r\n",
        login(user),
        "CAPA\r\n" + login(user) + "RETR 1\r\nDELE 2\r\n",
        "USER " + user + "@org.example.quiet\r\nPASS anonymous\r\n");
  }

  private static String talk(String text) throws IOException {
    return talk(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends all and leaves; what came back.
  private static String talk(byte[] bytes) throws IOException {
    try (Socket socket = connect()) {
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (SocketException _) {
        return ""; // the server had enough before we had said all
      }
    }
  }

  private static Socket connect() throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), pop.port());
    socket.setSoTimeout(20_000);
    return socket;
  }

  @Test
  void anyWordsAreAnsweredInEveryState() throws IOException {
    Random random = new Random(SEED);
    for (int session = 0; session < 60; session++) {
      List<String> states = states();
      StringBuilder lines = new StringBuilder(states.get(random.nextInt(states.size())));
      for (int line = 0; line < 40; line++) {
        for (int word = random.nextInt(4); word >= 0; word--) {
          lines.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        lines.append(random.nextInt(10) == 0 ? "\n" : "\r\n");
      }
      String said = talk(lines.append("NOPE\r\nQUIT\r\n").toString());
      assertThat(said)
          .as("seed " + SEED + ": " + lines)
          .endsWith("-ERR there is no such command\r\n+OK goodbye\r\n");
    }
  }

  @Test
  void anyBytesAreAnsweredOrTheEnd() throws IOException {
    Random random = new Random(SEED);
    for (int session = 0; session < 40; session++) {
      byte[] bytes = new byte[random.nextInt(4_000)];
      random.nextBytes(bytes);
      for (int i = 0; i < bytes.length / 50; i++) {
        bytes[random.nextInt(bytes.length)] = '\n';
      }
      talk(bytes);
    }
  }

  @Test
  void clientMayLeaveAtEveryByteAndComeBack() throws IOException {
    UUID user = UUID.randomUUID();
    String script = login(user) + "LIST\r\nRETR 3\r\nDELE 1\r\nUIDL\r\nNOOP\r\n";
    for (int length = 0; length <= script.length(); length++) {
      try (Socket socket = connect()) {
        socket
            .getOutputStream()
            .write(script.substring(0, length).getBytes(StandardCharsets.US_ASCII));
        if (length % 3 == 0) {
          socket.setSoLinger(true, 0); // a reset, not an end
        }
      }
    }
  }

  @Test
  void lineWithoutEndIsNotKept() throws IOException {
    assertThat(talk("x".repeat(2_000_000)))
        .satisfiesAnyOf(
            said -> assertThat(said).isEmpty(),
            said -> assertThat(said).endsWith("-ERR line too long\r\n"));
  }

  @Test
  void commandsMayBePipelined() throws IOException {
    String many = login(UUID.randomUUID()) + "LIST 1\r\n".repeat(20_000) + "QUIT\r\n";
    try (Socket socket = connect()) {
      Thread.ofVirtual()
          .start(() -> {
            try {
              socket.getOutputStream().write(many.getBytes(StandardCharsets.US_ASCII));
            } catch (IOException _) {
              // the assertion below tells
            }
          });
      InputStream in = socket.getInputStream();
      String said = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(said.lines().filter(line -> line.startsWith("+OK 1 "))).hasSize(20_000);
    }
  }

  @Test
  void oneUserIsInAMailboxOnlyOnce() throws Exception {
    UUID user = UUID.randomUUID();
    try (Socket first = connect()) {
      first.getOutputStream().write(login(user).getBytes(StandardCharsets.US_ASCII));
      first.getOutputStream().write("NOOP\r\n".getBytes(StandardCharsets.US_ASCII));
      StringBuilder said = new StringBuilder();
      while (said.indexOf("+OK nothing done") < 0) {
        said.append((char) first.getInputStream().read());
      }
      assertThat(talk(login(user))).contains("-ERR [IN-USE] ");
      assertThat(talk(login(UUID.randomUUID()))).doesNotContain("-ERR");
    }
    Eventually.holds(
        Duration.ofSeconds(10),
        "the mailbox is free again",
        () -> !talk(login(user) + "QUIT\r\n").contains("-ERR"));
  }

  /// What was deleted stays so, what was only read comes again, unless the client knows better.
  @Test
  void highestDeletedMessageIsWhereTheNextSessionBegins() throws Exception {
    UUID user = UUID.randomUUID();
    assertThat(talk(login(user) + "RETR 4\r\nDELE 1\r\nQUIT\r\n")).endsWith("+OK goodbye\r\n");
    assertThat(talk(login(user) + "DELE 1\r\n")).contains("+OK 3 messages");
    assertThat(talk(login(user) + "DELE 1\r\nRSET\r\nQUIT\r\n")).contains("+OK 3 messages");
    assertThat(talk("CAPA\r\n" + login(user) + "RETR 2\r\nQUIT\r\n")).contains("+OK 3 messages");
    assertThat(talk(login(user) + "QUIT\r\n")).contains("+OK 1 messages");
    pop.close();
    archive.importMails("users", MailText.number(7));
    pop = PopFixture.serve(archive, keys());
    assertThat(talk(login(user) + "QUIT\r\n")).contains("+OK 1 messages");
  }

  private static TlsKeys keys() throws IOException {
    return TlsKeys.read(
        List.of(new TlsKeys.Pair(directory.resolve("pop.crt"), directory.resolve("pop.key"))));
  }

  /// RFC 2595 §4: an attacker may have put it there.
  @Test
  void whatIsSentBeforeTlsIsNotObeyed() throws Exception {
    UUID user = UUID.randomUUID();
    try (Socket socket = connect()) {
      String begin = "USER " + user + "@org.example.dev\r\nSTLS\r\nPASS anonymous\r\n";
      socket.getOutputStream().write(begin.getBytes(StandardCharsets.US_ASCII));
      StringBuilder said = new StringBuilder();
      while (said.indexOf("+OK begin TLS negotiation\r\n") < 0) {
        said.append((char) socket.getInputStream().read());
      }
      SSLSocket secure =
          (SSLSocket)
              trusting()
                  .getSocketFactory()
                  .createSocket(socket, "localhost", socket.getPort(), true);
      secure.startHandshake();
      secure
          .getOutputStream()
          .write("STAT\r\nPASS anonymous\r\nSTLS\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII));
      assertThat(
              new String(secure.getInputStream().readAllBytes(), StandardCharsets.US_ASCII).lines())
          .containsExactly(
              "-ERR log in first",
              "-ERR send USER first",
              "-ERR TLS is spoken already",
              "+OK goodbye");
    }
  }

  /// A client that trusts everybody.
  private static SSLContext trusting() throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    TrustManager everybody =
        new X509TrustManager() {
          @Override
          public void checkClientTrusted(X509Certificate[] chain, String how) {}

          @Override
          public void checkServerTrusted(X509Certificate[] chain, String how) {}

          @Override
          public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
          }
        };
    context.init(null, new TrustManager[] {everybody}, new SecureRandom());
    return context;
  }
}
