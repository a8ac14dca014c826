package org.annals.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;
import org.annals.testing.Launch;
import org.annals.testing.LineTalk;
import org.annals.testing.MailText;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/// Whatever clients send, and whether they read or not, each connection takes a bounded part of the
/// memory: a server whose heap a few unbounded ones would fill goes on answering others.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BoundedConnectionsTest {
  private static final String GROUP = "org.example.dev";
  private static final String HEAP = "128m";
  private static final int ATTACKERS = 10;
  private static final int LINE_BYTES = 16 << 20;
  private static final int COMMANDS = 100_000;
  private static final int MAILS = 6;
  private static final int MAIL_BYTES = 1 << 20;

  @TempDir private static Path directory;
  private Launch.Running serving;

  @BeforeAll
  void serve() throws Exception {
    Launch annals = Launch.on(directory, HEAP);
    String[] init = {"init", "dev", "--address", "dev@example.org", "--newsgroup", GROUP};
    annals.run(init).succeeded();
    MailText[] mails =
        IntStream.rangeClosed(1, MAILS)
            .mapToObj(i -> MailText.number(i).body("a line\n".repeat(MAIL_BYTES / 7)))
            .toArray(MailText[]::new);
    Path mbox = ArchiveFixture.mbox(directory.resolve("mails.mbox"), mails);
    annals.run("import", "dev", mbox.toString()).succeeded();
    Files.delete(mbox);
    String free = "127.0.0.1:0";
    serving = annals.start("serve", "--http", free, "--nntp", free, "--imap", free, "--pop3", free);
    Eventually.holds(
        Duration.ofMinutes(1), "serve listens", () -> serving.out().contains("listening pop3 "));
  }

  @AfterAll
  void nothingRanOut() throws Exception {
    boolean alive = serving.isAlive();
    serving.kill();
    assertThat(serving.await().err()).doesNotContain("OutOfMemory", "ERROR");
    assertThat(alive).isTrue();
  }

  private int port(String protocol) throws IOException {
    return Integer.parseInt(
        serving.out().replaceAll("(?s).*listening " + protocol + " [^ ]*:(\\d+)\n.*", "$1"));
  }

  /// Sends what it likes, and reads nothing unless it has to.
  private interface Attack {
    void run(Socket socket) throws IOException;
  }

  private interface Reader {
    void read(LineTalk talk) throws IOException;
  }

  /// Lets attackers loose, and somebody read meanwhile.
  private void survives(String protocol, Attack attack, Reader reader) throws Exception {
    int port = port(protocol);
    List<Socket> sockets = new ArrayList<>();
    List<Thread> attackers = new ArrayList<>();
    for (int i = 0; i < ATTACKERS; i++) {
      Socket socket = new Socket(InetAddress.getLoopbackAddress(), port);
      sockets.add(socket);
      attackers.add(Thread.ofVirtual().start(() -> run(attack, socket)));
    }
    try (LineTalk talk = new LineTalk(port)) {
      reader.read(talk);
    }
    for (Socket socket : sockets) {
      socket.close();
    }
    for (Thread attacker : attackers) {
      attacker.join();
    }
  }

  private static void run(Attack attack, Socket socket) {
    try {
      attack.run(socket);
    } catch (IOException _) {
      // the server had enough, or the test
    }
  }

  private static Attack sending(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.ISO_8859_1);
    return socket -> socket.getOutputStream().write(bytes);
  }

  /// `begin`, which the server must answer to, then a line that is small only while it is deflated.
  private static Attack bomb(String begin) throws IOException {
    byte[] deflated = deflated(LINE_BYTES * 16L);
    return socket -> {
      OutputStream out = socket.getOutputStream();
      out.write(begin.getBytes(StandardCharsets.ISO_8859_1));
      LineTalk.skipLine(socket.getInputStream()); // greeting
      LineTalk.skipLine(socket.getInputStream());
      out.write(deflated);
    };
  }

  private static byte[] deflated(long length) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (DeflaterOutputStream out =
        new DeflaterOutputStream(bytes, new Deflater(Deflater.BEST_COMPRESSION, true), true)) {
      byte[] block = "x".repeat(1 << 16).getBytes(StandardCharsets.ISO_8859_1);
      for (long sent = 0; sent < length; sent += block.length) {
        out.write(block);
      }
    }
    return bytes.toByteArray();
  }

  private static void news(LineTalk talk) throws IOException {
    talk.say("GROUP " + GROUP);
    assertThat(talk.line()).startsWith("211 " + MAILS);
    for (int i = 1; i <= MAILS; i++) {
      talk.say("ARTICLE " + i);
      assertThat(talk.line()).startsWith("220 " + i);
      assertThat(talk.block()).hasSizeGreaterThan(MAIL_BYTES / 7);
    }
  }

  private static void mail(LineTalk talk) throws IOException {
    talk.imap("EXAMINE " + GROUP + ".0");
    assertThat(talk.imap("UID FETCH 1:* (RFC822.SIZE BODY.PEEK[])")).hasSize(MAILS + 1);
  }

  private static String login() {
    return "USER " + UUID.randomUUID() + "@" + GROUP + "\r\nPASS anonymous\r\n";
  }

  private static void drop(LineTalk talk) throws IOException {
    talk.say(login().strip());
    talk.line();
    assertThat(talk.line()).startsWith("+OK");
    for (int i = 1; i <= MAILS; i++) {
      talk.say("RETR " + i);
      assertThat(talk.line()).startsWith("+OK");
      assertThat(talk.block()).hasSizeGreaterThan(MAIL_BYTES / 7);
    }
  }

  @Test
  void newsreadersMaySendWhatTheyLike() throws Exception {
    survives("nntp", sending("x".repeat(LINE_BYTES)), BoundedConnectionsTest::news);
    survives(
        "nntp",
        sending("GROUP " + GROUP + "\r\n" + "ARTICLE 1\r\n".repeat(COMMANDS)),
        BoundedConnectionsTest::news);
    survives("nntp", bomb("COMPRESS DEFLATE\r\n"), BoundedConnectionsTest::news);
  }

  @Test
  void mailProgramsMaySendWhatTheyLike() throws Exception {
    survives("imap", sending("a NOOP" + "x".repeat(LINE_BYTES)), BoundedConnectionsTest::mail);
    String literals = "a SEARCH TEXT {2000000000}\r\nb LOGIN {131000}\r\n" + "x".repeat(131_000);
    survives("imap", sending(literals.repeat(50)), BoundedConnectionsTest::mail);
    String set =
        IntStream.range(1, 9_000).mapToObj(i -> "" + 2 * i).collect(Collectors.joining(","));
    survives(
        "imap",
        sending("a SELECT " + GROUP + ".0\r\n" + ("b SEARCH " + set + "\r\n").repeat(20)),
        BoundedConnectionsTest::mail);
    survives(
        "imap",
        sending("a SELECT " + GROUP + ".0\r\n" + "b FETCH 1:* BODY[]\r\n".repeat(COMMANDS)),
        BoundedConnectionsTest::mail);
    survives("imap", bomb("a COMPRESS DEFLATE\r\n"), BoundedConnectionsTest::mail);
  }

  @Test
  void thoseWhoFetchMaySendWhatTheyLike() throws Exception {
    survives("pop3", sending("x".repeat(LINE_BYTES)), BoundedConnectionsTest::drop);
    survives(
        "pop3",
        socket -> sending(login() + "RETR 1\r\n".repeat(COMMANDS)).run(socket),
        BoundedConnectionsTest::drop);
  }
}
