package org.annals.nntp;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.Inflater;
import java.util.zip.InflaterInputStream;
import javax.net.ssl.SSLSocket;
import org.annals.net.TlsKeys;
import org.annals.testing.Certificates;
import org.annals.testing.LogRecords;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// STARTTLS (RFC 4642) and COMPRESS (RFC 8054), and what may be said when.
class SecurityTest {
  @TempDir private static Path directory;
  private static NewsFixture news;
  private LogRecords log;
  private Client client;

  @BeforeAll
  static void serve() throws IOException {
    Certificates.make(directory, "news", "rsa:2048", "news.example.org");
    TlsKeys keys =
        TlsKeys.read(
            List.of(
                new TlsKeys.Pair(directory.resolve("news.crt"), directory.resolve("news.key"))));
    Path archive = Files.createDirectory(directory.resolve("archive"));
    news = NewsFixture.serve(NewsFixture.make(archive), NntpLimits.DEFAULT, keys);
  }

  @AfterAll
  static void stop() throws IOException {
    news.close();
  }

  @BeforeEach
  void connect() throws IOException {
    log = LogRecords.listen("nntp");
    client = new Client(new Socket(InetAddress.getLoopbackAddress(), news.port()));
    assertThat(client.line()).startsWith("201 ");
  }

  @AfterEach
  void disconnect() throws IOException {
    client.socket.close();
    assertThat(log.lines()).isEmpty();
    log.close();
  }

  private static final class Client {
    Socket socket;
    BufferedReader in;
    OutputStream out;

    Client(Socket socket) throws IOException {
      socket.setSoTimeout(20_000);
      use(socket, socket.getInputStream(), socket.getOutputStream());
    }

    void use(Socket over, InputStream from, OutputStream to) {
      socket = over;
      in = new BufferedReader(new InputStreamReader(from, StandardCharsets.UTF_8), 1);
      out = to;
    }

    String line() throws IOException {
      return in.readLine();
    }

    String ask(String command) throws IOException {
      out.write((command + "\r\n").getBytes(StandardCharsets.UTF_8));
      out.flush();
      return line();
    }

    List<String> block(String command) throws IOException {
      List<String> lines = new ArrayList<>();
      ask(command);
      for (String line = line(); !line.equals("."); line = line()) {
        lines.add(line);
      }
      return lines;
    }

    void secure() throws Exception {
      SSLSocket secure =
          (SSLSocket)
              Certificates.trusting()
                  .getSocketFactory()
                  .createSocket(socket, "news.example.org", socket.getPort(), true);
      secure.startHandshake();
      use(secure, secure.getInputStream(), secure.getOutputStream());
    }

    void deflate() throws IOException {
      use(
          socket,
          new InflaterInputStream(socket.getInputStream(), new Inflater(true), 1),
          new DeflaterOutputStream(socket.getOutputStream(), new Deflater(9, true), 512, true));
    }
  }

  @Test
  void startingTlsForgetsTheGroupAndMayNotBeDoneTwice() throws Exception {
    assertThat(client.block("CAPABILITIES")).contains("STARTTLS", "COMPRESS DEFLATE");
    assertThat(client.ask("GROUP org.example.dev")).startsWith("211 ");
    assertThat(client.ask("STARTTLS")).startsWith("382 ");
    client.secure();
    assertThat(client.ask("STAT")).startsWith("412 ");
    assertThat(client.block("CAPABILITIES"))
        .contains("COMPRESS DEFLATE")
        .doesNotContain("STARTTLS");
    assertThat(client.ask("STARTTLS")).startsWith("502 ");
    assertThat(client.ask("QUIT")).startsWith("205 ");
    assertThat(client.line()).isNull();
  }

  @Test
  void compressionKeepsTheGroupAndMayNotBeDoneTwice() throws Exception {
    assertThat(client.ask("GROUP org.example.dev")).startsWith("211 ");
    assertThat(client.ask("COMPRESS DEFLATE")).startsWith("206 ");
    client.deflate();
    assertThat(client.ask("STAT")).isEqualTo("223 1 <n1@example.org>");
    assertThat(client.block("OVER 1-")).hasSize(4);
    assertThat(client.block("CAPABILITIES")).doesNotContain("COMPRESS DEFLATE", "STARTTLS");
    assertThat(client.ask("COMPRESS DEFLATE")).startsWith("502 ");
    assertThat(client.ask("STARTTLS")).startsWith("502 ");
    assertThat(client.ask("QUIT")).startsWith("205 ");
  }

  @Test
  void compressionGoesOverTls() throws Exception {
    assertThat(client.ask("STARTTLS")).startsWith("382 ");
    client.secure();
    assertThat(client.ask("COMPRESS DEFLATE")).startsWith("206 ");
    client.deflate();
    assertThat(client.block("ARTICLE <n4@example.org>")).contains("..dotted");
  }

  @Test
  void whatIsSentBeforeTlsIsNotObeyed() throws Exception {
    assertThat(client.ask("STARTTLS\r\nGROUP org.example.dev")).startsWith("382 ");
    client.secure();
    assertThat(client.ask("STAT")).startsWith("412 ");
  }

  @Test
  void compressedRubbishEndsTheConnection() throws Exception {
    assertThat(client.ask("COMPRESS DEFLATE")).startsWith("206 ");
    client.out.write(new byte[] {(byte) 0xff, (byte) 0xff, 1, 2, 3});
    assertThat(client.socket.getInputStream().read()).isEqualTo(-1);
  }

  @Test
  void bombIsALineThatIsTooLong() throws Exception {
    assertThat(client.ask("COMPRESS DEFLATE")).startsWith("206 ");
    ByteArrayOutputStream bomb = new ByteArrayOutputStream();
    try (DeflaterOutputStream deflater =
        new DeflaterOutputStream(bomb, new Deflater(9, true), 1 << 16)) {
      deflater.write(new byte[50 << 20]);
    }
    client.out.write(bomb.toByteArray());
    client.deflate();
    assertThat(client.line()).isEqualTo("501 line too long");
    // What is left of the compressed reply, and no more.
    assertThat(client.socket.getInputStream().readAllBytes()).hasSizeLessThan(10);
  }
}
