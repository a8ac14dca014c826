package org.annals.net;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class LineWriterTest {
  private static final LineLimits LIMITS = new LineLimits(1, 1, 64, 1_000, 1_000, 1_000, 1_000);

  private interface Writing {
    void to(LineWriter out) throws IOException;
  }

  private static String written(Writing writing) throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        Socket _ = new Socket(server.getInetAddress(), server.getLocalPort());
        Wire wire = new Wire(server.accept(), LIMITS)) {
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      wire.writer().replace(bytes);
      writing.to(wire.writer());
      wire.writer().flush();
      return bytes.toString(StandardCharsets.ISO_8859_1);
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          ""             | ""
          "a"            | "a~~"
          "a~b~"         | "a~~b~~"
          ".~..~a.~"     | "..~~...~~a.~~"
          "~~.b"         | "~~~~..b~~"
          """)
  void linesAreDottedAndEnd(String text, String sent) throws IOException {
    byte[] bytes = text.replace('~', '\n').getBytes(StandardCharsets.ISO_8859_1);
    String expected = sent.replace("~~", "\r\n");
    assertThat(written(out -> out.dotted(bytes, 0, bytes.length))).isEqualTo(expected);
    byte[] crlf = text.replace("~", "\r\n").getBytes(StandardCharsets.ISO_8859_1);
    assertThat(written(out -> out.dotted(crlf, 0, crlf.length))).isEqualTo(expected);
  }

  @Test
  void carriageReturnsInsideLinesStay() throws IOException {
    byte[] bytes = "a\rb\r\r\nc\r".getBytes(StandardCharsets.ISO_8859_1);
    assertThat(written(out -> out.lines(bytes, 0, bytes.length))).isEqualTo("a\rb\r\r\nc\r\r\n");
  }

  @Test
  void linesLongerThanTheBufferGoThrough() throws IOException {
    String text = "." + "x".repeat(100_000);
    assertThat(written(out -> out.dotted(text))).isEqualTo("." + text + "\r\n");
  }

  @Test
  void textIsUtf8() throws IOException {
    assertThat(written(out -> out.line("ä"))).isEqualTo("\u00c3\u00a4\r\n");
  }

  @Test
  void lineEndsAreFoundWhereverTheyAre() {
    Random random = new Random(7);
    byte[] text = new byte[64];
    for (int round = 0; round < 10_000; round++) {
      random.nextBytes(text);
      text[random.nextInt(text.length)] = random.nextBoolean() ? (byte) '\n' : (byte) 0x8a;
      int from = random.nextInt(text.length);
      int to = from + random.nextInt(text.length - from + 1);
      int expected = from;
      while (expected < to && text[expected] != '\n') {
        expected++;
      }
      assertThat(LineEnds.indexOf(text, from, to)).isEqualTo(expected);
    }
  }
}
