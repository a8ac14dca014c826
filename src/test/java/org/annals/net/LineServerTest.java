package org.annals.net;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.BindException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import org.annals.net.LineServer.Place;
import org.annals.testing.Eventually;
import org.annals.testing.LogRecords;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LineServerTest {
  private static final LineLimits LIMITS =
      new LineLimits(100, 10, 64, 60_000, 60_000, 60_000, 5_000);
  private static final Place ANY = new Place("127.0.0.1", 0, false);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private LogRecords log;

  @BeforeEach
  void listen() {
    log = LogRecords.listen("echo");
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    log.close();
  }

  private LineServer start(LineLimits limits) throws IOException {
    LineServer server = LineServer.start(new EchoProtocol(null), limits, List.of(ANY), null);
    opened.add(server);
    return server;
  }

  private Socket connect(LineServer server) throws IOException {
    Socket socket = new Socket(InetAddress.getLoopbackAddress(), server.places().get(0).port());
    socket.setSoTimeout(20_000);
    opened.add(socket);
    return socket;
  }

  private static void send(Socket to, String text) throws IOException {
    to.getOutputStream().write(text.getBytes(StandardCharsets.ISO_8859_1));
    to.getOutputStream().flush();
  }

  private static String line(InputStream in) throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    for (int b = in.read(); b >= 0; b = in.read()) {
      line.write(b);
      if (b == '\n') {
        break;
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
  }

  private static String talk(Socket with, String text) throws IOException {
    send(with, text);
    return new String(with.getInputStream().readAllBytes(), StandardCharsets.ISO_8859_1);
  }

  private static LineLimits limits(int connections, int idleMillis, int sendMillis) {
    return new LineLimits(connections, 10, 64, idleMillis, sendMillis, 60_000, 5_000);
  }

  @Test
  void linesEndWithLfOrCrLfAndKeepAllOtherBytes() throws Exception {
    try (LineServer server = start(LIMITS)) {
      assertThat(talk(connect(server), "one\r\ntwo\n\r\n\0\u0001\u00ff\rx\r\nbye\r\n"))
          .isEqualTo("hello\r\none\r\ntwo\r\n\r\n\0\u0001\u00c3\u00bf\rx\r\nbye\r\n");
    }
  }

  @Test
  void lineMayBeAsLongAsTheLimitAndNoLonger() throws Exception {
    String most = "a".repeat(62);
    try (LineServer server = start(LIMITS)) {
      assertThat(talk(connect(server), most + "\r\n" + most + "b\r\nnext\r\nbye\r\n"))
          .isEqualTo("hello\r\n" + most + "\r\ntoo long\r\nnext\r\nbye\r\n");
    }
  }

  @Test
  void whoSendsNoEndOfALineIsTalkedToNoMore() throws Exception {
    try (LineServer server = start(LIMITS)) {
      Socket client = connect(server);
      Thread.ofVirtual()
          .start(() -> {
            try {
              OutputStream out = client.getOutputStream();
              for (int i = 0; i < 10_000; i++) {
                out.write(new byte[1_024]);
              }
            } catch (IOException _) {
              // the server has enough
            }
          });
      assertThat(new String(client.getInputStream().readNBytes(17), StandardCharsets.US_ASCII))
          .isEqualTo("hello\r\ntoo long\r\n");
      Eventually.holds(Duration.ofSeconds(10), "closed", () -> server.connections() == 0);
    }
  }

  @Test
  void halfALineIsNone() throws Exception {
    try (LineServer server = start(LIMITS)) {
      Socket client = connect(server);
      send(client, "half");
      client.shutdownOutput();
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("hello\r\n");
    }
  }

  @Test
  void bytesAreCountedAcrossBuffers() throws Exception {
    byte[] bytes = new byte[200_000];
    new Random(1).nextBytes(bytes);
    try (LineServer server = start(LIMITS)) {
      Socket client = connect(server);
      send(client, "bytes " + bytes.length + "\r\n");
      client.getOutputStream().write(bytes);
      assertThat(talk(client, "bye\r\n"))
          .isEqualTo("hello\r\ngot 200000 " + Arrays.hashCode(bytes) + "\r\nbye\r\n");
    }
  }

  @Test
  void silentClientIsToldAndLeft() throws Exception {
    try (LineServer server = start(limits(10, 100, 60_000))) {
      Socket client = connect(server);
      send(client, "never ended");
      assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("hello\r\nidle\r\n");
    }
  }

  @Test
  void clientThatDripsIsLeftAsWell() throws Exception {
    try (LineServer server = start(limits(10, 300, 60_000))) {
      Socket client = connect(server);
      InputStream in = client.getInputStream();
      assertThat(line(in)).isEqualTo("hello\r\n");
      AtomicInteger dripped = new AtomicInteger();
      Eventually.holds(
          Duration.ofSeconds(10),
          "left",
          () -> {
            if (in.available() == 0 && dripped.incrementAndGet() < 60) {
              send(client, "x");
            }
            return in.available() > 0;
          });
      assertThat(line(in)).isEqualTo("idle\r\n");
    }
  }

  @Test
  void clientThatDoesNotReadIsClosed() throws Exception {
    try (LineServer server = start(limits(10, 60_000, 200))) {
      Socket client = connect(server);
      send(client, "flood 1000\r\n");
      Eventually.holds(Duration.ofSeconds(10), "admitted", () -> server.connections() == 1);
      Eventually.holds(Duration.ofSeconds(10), "closed", () -> server.connections() == 0);
      assertThat(log.lines()).isEmpty();
    }
  }

  /// Such as writes each mail to a slow disk before it reads the next.
  @Test
  void clientThatReadsSlowlyButSteadilyIsKept() throws Exception {
    try (LineServer server = start(limits(10, 60_000, 2_000))) {
      Socket client = connect(server);
      InputStream in = client.getInputStream();
      send(client, "flood 40\r\n");
      AtomicInteger read = new AtomicInteger();
      Eventually.holds(
          Duration.ofSeconds(60),
          "2 MB are read",
          () -> read.addAndGet(in.readNBytes(8 << 10).length) >= 2 << 20);
      assertThat(in.readNBytes(38 << 20)).hasSize(38 << 20);
    }
  }

  @Test
  void whoComesWhenAllPlacesAreTakenIsTold() throws Exception {
    try (LineServer server = start(limits(2, 60_000, 60_000))) {
      Socket first = connect(server);
      Socket second = connect(server);
      assertThat(line(first.getInputStream())).isEqualTo("hello\r\n");
      assertThat(line(second.getInputStream())).isEqualTo("hello\r\n");
      assertThat(connect(server).getInputStream().readAllBytes())
          .asString()
          .isEqualTo("too many\r\n");
      assertThat(talk(second, "bye\r\n")).isEqualTo("bye\r\n");
      Eventually.holds(Duration.ofSeconds(10), "left", () -> server.connections() == 1);
      assertThat(line(connect(server).getInputStream())).isEqualTo("hello\r\n");
    }
  }

  @Test
  void stoppingLetsSessionsSayGoodbye() throws Exception {
    LineServer server = start(LIMITS);
    Socket client = connect(server);
    assertThat(line(client.getInputStream())).isEqualTo("hello\r\n");
    server.close();
    assertThat(client.getInputStream().readAllBytes()).asString().isEqualTo("stopping\r\n");
    assertThat(server.connections()).isZero();
    int port = server.places().get(0).port();
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port))
        .isInstanceOf(IOException.class);
  }

  @Test
  void stoppingDoesNotWaitForClientsThatDoNotRead() throws Exception {
    LineServer server = start(new LineLimits(9, 9, 64, 60_000, 60_000, 60_000, 200));
    Socket client = connect(server);
    send(client, "flood 1000\r\n");
    Eventually.holds(Duration.ofSeconds(10), "admitted", () -> server.connections() == 1);
    server.close();
    assertThat(server.connections()).isZero();
  }

  @Test
  void faultOfOursIsLoggedOnceAndEndsOnlyItsConnection() throws Exception {
    try (LineServer server = start(LIMITS)) {
      assertThat(talk(connect(server), "fail\r\n")).doesNotContain("bye");
      Eventually.holds(Duration.ofSeconds(10), "logged", () -> !log.lines().isEmpty());
      assertThat(log.lines())
          .containsExactly("a session of echo failed: java.lang.IllegalStateException: asked to");
      assertThat(talk(connect(server), "bye\r\n")).isEqualTo("hello\r\nbye\r\n");
    }
  }

  @Test
  void failingAcceptIsLoggedOnceAndTriedAgain() throws Exception {
    AtomicInteger failures = new AtomicInteger();
    LineServer server = start(LIMITS);
    try (ServerSocket full =
        new ServerSocket(0) {
          @Override
          public Socket accept() throws IOException {
            if (failures.incrementAndGet() <= 3) {
              throw new IOException("Too many open files");
            }
            return super.accept();
          }
        }) {
      Thread.ofVirtual().start(() -> server.accept(full, false));
      try (Socket client = new Socket(InetAddress.getLoopbackAddress(), full.getLocalPort())) {
        assertThat(line(client.getInputStream())).isEqualTo("hello\r\n");
      }
      assertThat(log.lines()).hasSize(1).first().asString().contains("Too many open files");
      server.close();
    }
  }

  @Test
  void takenPortIsNamed() throws Exception {
    try (LineServer server = start(LIMITS)) {
      int port = server.places().get(0).port();
      assertThatThrownBy(() ->
              LineServer.start(
                  new EchoProtocol(null),
                  LIMITS,
                  List.of(ANY, new Place("127.0.0.1", port, false)),
                  null))
          .isInstanceOf(BindException.class)
          .hasMessageContaining("cannot listen on 127.0.0.1:" + port);
    }
  }

  @Test
  void compressedConnectionIsReadAtEveryReply() throws Exception {
    try (LineServer server = start(LIMITS)) {
      Socket client = connect(server);
      InputStream plain = client.getInputStream();
      assertThat(line(plain)).isEqualTo("hello\r\n");
      send(client, "deflate\r\n");
      assertThat(line(plain)).isEqualTo("go\r\n");
      Deflater deflater = new Deflater(9, true);
      InputStream in = new InflaterInputStream(plain, new Inflater(true), 1);
      for (int i = 0; i < 5; i++) {
        sendDeflated(client, deflater, ("said " + i + "\r\n").getBytes(StandardCharsets.US_ASCII));
        assertThat(line(in)).isEqualTo("said " + i + "\r\n");
      }
    }
  }

  @Test
  void compressionBombIsALineThatIsTooLong() throws Exception {
    try (LineServer server = start(LIMITS)) {
      Socket client = connect(server);
      InputStream plain = client.getInputStream();
      line(plain);
      send(client, "deflate\r\n");
      line(plain);
      sendDeflated(client, new Deflater(9, true), new byte[50 << 20]);
      InputStream in = new InflaterInputStream(plain, new Inflater(true), 1);
      assertThat(line(in)).isEqualTo("too long\r\n");
      Eventually.holds(Duration.ofSeconds(10), "closed", () -> server.connections() == 0);
      assertThat(log.lines()).isEmpty();
    }
  }

  private static void sendDeflated(Socket to, Deflater deflater, byte[] bytes) throws IOException {
    deflater.setInput(bytes);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    byte[] chunk = new byte[64 << 10];
    int count;
    do {
      count = deflater.deflate(chunk, 0, chunk.length, Deflater.SYNC_FLUSH);
      out.write(chunk, 0, count);
    } while (count == chunk.length);
    to.getOutputStream().write(out.toByteArray());
  }
}
