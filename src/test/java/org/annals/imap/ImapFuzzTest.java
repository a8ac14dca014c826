package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/// Rubbish from every state of a session. Each connection ends, and nothing is logged as our fault.
/// `-Dannals.seed=N` replays a run.
class ImapFuzzTest {
  private static final int ROUNDS = 300;
  private static final int LINES_MAX = 12;
  private static final int CHANGES_MAX = 6;
  private static final Path CORPUS = Path.of("src/test/resources/org/annals/imap");

  /// What leads into each state.
  private static final List<String> STATES =
      List.of(
          "",
          "s1 LOGIN a b\r\n",
          "s1 SELECT org.example.dev.0\r\n",
          "s1 ENABLE QRESYNC IMAP4rev2\r\ns2 SELECT org.example.dev.all\r\n",
          "s1 SELECT org.example.dev.0\r\ns2 IDLE\r\n",
          "s1 AUTHENTICATE PLAIN\r\n",
          "s1 SEARCH SUBJECT {1000}\r\n",
          "s1 COMPRESS DEFLATE\r\n");

  private static final List<String> PIECES =
      List.of(
          "{10}",
          "{10+}",
          "{99999999999999999999}",
          "~{3}",
          "\"",
          "\\",
          "(",
          ")",
          "((((",
          "[",
          "]",
          "<0.1>",
          "*",
          "%",
          "$",
          "4294967295",
          "99999999999999999999",
          "0",
          "1:*",
          "*:1,",
          "NIL",
          "\u0000",
          "\u0001",
          "\r",
          "\n",
          "\r\n",
          "\u00ff",
          "&",
          "&AAA-",
          " ",
          "  ",
          "BODY[",
          "HEADER.FIELDS (",
          "UID ",
          "NOT ",
          "OR ",
          "DONE\r\n",
          "+",
          "\u007f",
          "]]",
          "1.2.3.4.5.6",
          "31-Feb-2026",
          "MODSEQ ",
          "(CHANGEDSINCE ",
          "RETURN (SAVE) ");

  @TempDir private static Path directory;
  private static MailFixture mail;

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Random random = new Random(seed);

  @BeforeAll
  static void serve() throws IOException {
    mail = MailFixture.serve(directory);
  }

  @AfterAll
  static void stop() throws IOException {
    mail.close();
  }

  /// Commands of the transcripts.
  private static List<String> corpus() throws IOException {
    List<String> commands = new ArrayList<>();
    try (Stream<Path> files = Files.list(CORPUS)) {
      for (Path file : files.filter(f -> f.toString().endsWith(".transcript")).sorted().toList()) {
        Files.readAllLines(file).stream()
            .filter(line -> line.startsWith("C: ") && !line.contains("LOGOUT"))
            .forEach(line -> commands.add(line.substring(3) + "\r\n"));
      }
    }
    return commands;
  }

  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void rubbishEndsEveryConnectionAndHarmsNobody() throws Exception {
    List<String> corpus = corpus();
    try (LogRecords log = LogRecords.listen("imap")) {
      for (int round = 0; round < ROUNDS; round++) {
        StringBuilder text = new StringBuilder(STATES.get(round % STATES.size()));
        for (int i = 1 + random.nextInt(LINES_MAX); i > 0; i--) {
          text.append(damaged(corpus.get(random.nextInt(corpus.size()))));
        }
        talk(text.substring(0, Math.max(0, text.length() - random.nextInt(3))));
        assertThat(log.lines()).as("seed %d, round %d: %s", seed, round, text).isEmpty();
      }
      allAreGone();
    }
    try (ImapClient client = ImapClient.to(mail.port())) {
      client.told("NOOP");
    }
  }

  private String damaged(String command) {
    StringBuilder text = new StringBuilder(command);
    for (int i = random.nextInt(CHANGES_MAX); i > 0; i--) {
      int at = random.nextInt(text.length());
      switch (random.nextInt(4)) {
        case 0 -> text.insert(at, PIECES.get(random.nextInt(PIECES.size())));
        case 1 -> text.delete(at, Math.min(text.length() - 1, at + random.nextInt(5)));
        case 2 -> text.setCharAt(at, (char) random.nextInt(256));
        default -> text.insert(at, text.substring(at).repeat(random.nextInt(3)));
      }
      if (text.isEmpty()) {
        text.append(' ');
      }
    }
    return text.toString();
  }

  /// A client that leaves at each byte of a conversation.
  @Test
  @Timeout(value = 120, unit = TimeUnit.SECONDS)
  void clientsMayLeaveAtAnyByte() throws Exception {
    String text =
        """
        a SELECT org.example.dev.0
        b FETCH 1:* BODY[]
        c SEARCH SUBJECT {4}
        ring
        d IDLE
        DONE
        e COMPRESS DEFLATE
        """
            .replace("\n", "\r\n");
    try (LogRecords log = LogRecords.listen("imap")) {
      for (int end = 0; end < text.length(); end++) {
        try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mail.port())) {
          socket.setSoLinger(end % 2 == 0, 0);
          socket.getOutputStream().write(text.substring(0, end).getBytes(StandardCharsets.UTF_8));
        }
      }
      allAreGone();
      assertThat(log.lines()).isEmpty();
    }
  }

  private static void allAreGone() throws Exception {
    Eventually.holds(Duration.ofSeconds(30), "all sessions ended", () -> mail.connections() == 0);
  }

  /// Sends all, says that it was all, and reads what comes until the server closes.
  private static void talk(String text) throws IOException {
    try (Socket socket = new Socket(InetAddress.getLoopbackAddress(), mail.port())) {
      socket.setSoTimeout(30_000);
      socket.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
      socket.shutdownOutput();
      byte[] answers = new byte[1 << 14];
      int count = 0;
      while (count >= 0) {
        count = socket.getInputStream().read(answers);
      }
    } catch (SocketException e) {
      assertThat(e).hasMessageMatching("(?i).*(reset|broken pipe|closed).*");
    }
  }
}
