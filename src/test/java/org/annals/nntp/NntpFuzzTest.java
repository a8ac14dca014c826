package org.annals.nntp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whatever is sent, from every state: an answer or the end of the connection, nothing in the log,
/// and no session that stays. `-Dannals.seed=N` replays.
class NntpFuzzTest {
  private static final long SEED = Long.getLong("annals.seed", new Random().nextLong());
  private static final Path CORPUS = Path.of("src/test/resources/org/annals/nntp/fuzz");

  /// What brings a session into each of its states.
  private static final List<String> STATES =
      List.of("", "GROUP org.example.dev\r\n", "GROUP org.example.quiet\r\n", "MODE READER\r\n");

  private static final List<String> WORDS =
      List.of(
          "ARTICLE",
          "HEAD",
          "BODY",
          "STAT",
          "GROUP",
          "LISTGROUP",
          "NEXT",
          "LAST",
          "OVER",
          "XOVER",
          "HDR",
          "XHDR",
          "XPAT",
          "XROVER",
          "XPATH",
          "XGTITLE",
          "LIST",
          "ACTIVE",
          "NEWSGROUPS",
          "NEWNEWS",
          "NEWGROUPS",
          "MODE",
          "READER",
          "POST",
          "IHAVE",
          "CAPABILITIES",
          "HELP",
          "subject",
          "xref",
          ":bytes",
          "*",
          "*,!*",
          "?",
          "1",
          "1-",
          "2-4",
          "9999999999999999",
          "-1",
          "0",
          "-",
          "<n1@example.org>",
          "<",
          ">",
          "<>",
          "<é@x>",
          "20260101",
          "260101",
          "000000",
          "GMT",
          "org.example.dev",
          "org.example.quiet",
          "\t",
          "\0",
          "\u0001",
          "\r",
          "\u00ff",
          "STARTTLS",
          "AUTHINFO");

  @TempDir private static Path directory;
  private static NewsFixture news;
  private LogRecords log;

  @BeforeAll
  static void serve() throws IOException {
    news = NewsFixture.serve(NewsFixture.make(directory));
  }

  @AfterAll
  static void stop() throws IOException {
    news.close();
  }

  @BeforeEach
  void listen() {
    log = LogRecords.listen("nntp");
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    Eventually.holds(Duration.ofSeconds(10), "all sessions ended", () -> news.connections() == 0);
    assertThat(log.lines()).as("seed " + SEED).isEmpty();
    log.close();
    assertThat(talk("DATE\r\nQUIT\r\n".getBytes(StandardCharsets.US_ASCII))).contains("\r\n111 ");
  }

  /// Sends all and leaves; what came back.
  private static String talk(byte[] bytes) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), news.port())) {
      socket.setSoTimeout(20_000);
      try {
        socket.getOutputStream().write(bytes);
        socket.shutdownOutput();
        return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      } catch (SocketException _) {
        return ""; // the server had enough before we had said all
      }
    }
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static byte[] after(String state, byte[] bytes) {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    all.writeBytes(bytes(state));
    all.writeBytes(bytes);
    return all.toByteArray();
  }

  static Stream<Path> corpus() throws IOException {
    try (Stream<Path> files = Files.list(CORPUS)) {
      return files.sorted().toList().stream();
    }
  }

  @ParameterizedTest
  @MethodSource("corpus")
  void keptInputIsHarmlessInEveryState(Path file) throws IOException {
    for (String state : STATES) {
      assertThat(talk(after(state, Files.readAllBytes(file)))).startsWith("201 ");
    }
  }

  @Test
  void anyWordsAreAnswered() throws IOException {
    Random random = new Random(SEED);
    for (int session = 0; session < 60; session++) {
      StringBuilder lines = new StringBuilder(STATES.get(random.nextInt(STATES.size())));
      for (int line = 0; line < 40; line++) {
        for (int word = random.nextInt(6); word >= 0; word--) {
          lines.append(WORDS.get(random.nextInt(WORDS.size()))).append(' ');
        }
        lines.append(random.nextInt(10) == 0 ? "\n" : "\r\n");
      }
      String said = talk(bytes(lines.append("DATE\r\nQUIT\r\n").toString()));
      assertThat(said).as("seed " + SEED + ": " + lines).contains("\r\n111 ").contains("\r\n205 ");
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
      talk(after(STATES.get(random.nextInt(STATES.size())), bytes));
    }
  }

  @Test
  void clientMayLeaveAtEveryByte() throws IOException {
    byte[] script =
        bytes("GROUP org.example.dev\r\nOVER 1-\r\nARTICLE 4\r\nHELP\r\nCOMPRESS DEFLATE\r\n");
    for (int length = 0; length <= script.length; length++) {
      try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), news.port())) {
        socket.getOutputStream().write(script, 0, length);
        if (length % 3 == 0) {
          socket.setSoLinger(true, 0); // a reset, not an end
        }
      }
    }
  }

  @Test
  void lineWithoutEndIsNotKept() throws IOException {
    String said = talk(bytes("x".repeat(2_000_000)));
    assertThat(said)
        .isIn("", "201 news.example.org ready - post via email\r\n501 line too long\r\n");
  }

  @Test
  void commandsMayBePipelined() throws IOException {
    String many = "GROUP org.example.dev\r\n" + "STAT 1\r\n".repeat(20_000) + "QUIT\r\n";
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), news.port())) {
      socket.setSoTimeout(20_000);
      Thread.ofVirtual()
          .start(() -> {
            try {
              socket.getOutputStream().write(bytes(many));
            } catch (IOException _) {
              // the assertion below tells
            }
          });
      InputStream in = socket.getInputStream();
      String said = new String(in.readAllBytes(), StandardCharsets.US_ASCII);
      assertThat(said.lines().filter("223 1 <n1@example.org>"::equals)).hasSize(20_000);
    }
  }
}
