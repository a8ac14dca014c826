package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;

/// Answers put together from pieces are what they would be without. `-Dannals.seed=N` replays a
/// run.
class BodyStreamTest {
  private static final int PIECES = 40;

  private final long seed = Long.getLong("annals.seed", System.nanoTime());
  private final Random random = new Random(seed);

  private interface Writing {
    void to(BodyStream out) throws IOException;
  }

  private static byte[] plain(Fragments fragments, Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (PlainBody body = new PlainBody(bytes, fragments)) {
      writing.to(body);
    }
    return bytes.toByteArray();
  }

  private static byte[] zipped(Fragments fragments, Writing writing) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (Gzip body = new Gzip(bytes, fragments)) {
      writing.to(body);
      body.finish();
    }
    return bytes.toByteArray();
  }

  /// The JDK checks the checksum and the length at the end.
  private static byte[] unzipped(byte[] zipped) throws IOException {
    try (GZIPInputStream in = new GZIPInputStream(new ByteArrayInputStream(zipped))) {
      return in.readAllBytes();
    }
  }

  private static BodyStream.Piece piece(byte[] text) {
    return out -> {
      out.write(text);
      return true;
    };
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }

  /// Repeats itself, so that there is something to refer back to. Some are longer than a piece
  /// may be, some are empty.
  private byte[] someText() {
    int length =
        switch (random.nextInt(12)) {
          case 0 -> 0;
          case 1 -> BodyStream.PIECE_BYTES_MAX - 2 + random.nextInt(5);
          case 2, 3 -> random.nextInt(80_000);
          default -> random.nextInt(4_000);
        };
    byte[] text = new byte[length];
    for (int i = 0; i < length; i++) {
      boolean repeats = i > 100 && random.nextInt(20) > 0;
      text[i] = repeats ? text[i - 97] : (byte) random.nextInt(256);
    }
    return text;
  }

  @Test
  void whateverIsKeptOrForgottenTheTextIsTheSame() throws IOException {
    byte[][] texts = new byte[PIECES][];
    for (int i = 0; i < PIECES; i++) {
      texts[i] = someText();
    }
    // of which only some fit
    Fragments fragments = new Fragments(300_000);
    for (int round = 0; round < 60; round++) {
      ByteArrayOutputStream expected = new ByteArrayOutputStream();
      int first = random.nextInt(PIECES);
      int count = random.nextInt(20);
      boolean[] live = new boolean[count];
      for (int i = 0; i < count; i++) {
        live[i] = random.nextInt(5) == 0;
        expected.write(texts[(first + i) % PIECES]);
      }
      Writing writing =
          out -> {
            for (int i = 0; i < count; i++) {
              int number = (first + i) % PIECES;
              if (live[i]) {
                out.write(texts[number]);
              } else {
                out.piece(number, piece(texts[number]));
              }
            }
          };

      byte[] body =
          round % 3 == 0 ? plain(fragments, writing) : unzipped(zipped(fragments, writing));

      assertThat(body)
          .as("round %d of -Dannals.seed=%d", round, seed)
          .isEqualTo(expected.toByteArray());
    }
  }

  @Test
  void aPieceThatIsAskedForAgainIsKeptForBothKindsOfClients() throws IOException {
    Fragments fragments = new Fragments(1 << 20);
    int[] made = {0};
    Writing writing =
        out ->
            out.piece(
                "key",
                piece -> {
                  made[0]++;
                  piece.write(ascii("hello, hello"));
                  return true;
                });

    assertThat(plain(fragments, writing)).isEqualTo(ascii("hello, hello"));
    assertThat(plain(fragments, writing)).isEqualTo(ascii("hello, hello"));
    assertThat(unzipped(zipped(fragments, writing))).isEqualTo(ascii("hello, hello"));
    assertThat(made[0]).isEqualTo(2);
  }

  @Test
  void aPieceThatMayComeOutOtherwiseIsMadeAgain() throws IOException {
    Fragments fragments = new Fragments(1 << 20);
    int[] made = {0};
    Writing writing =
        out ->
            out.piece(
                "key",
                piece -> {
                  piece.write(ascii("time " + made[0]++));
                  return false;
                });

    assertThat(plain(fragments, writing)).isEqualTo(ascii("time 0"));
    assertThat(unzipped(zipped(fragments, writing))).isEqualTo(ascii("time 1"));
  }

  @Test
  void aPieceThatRefersToTheOneBeforeIsOnlyPutAfterTheSameText() throws IOException {
    Fragments fragments = new Fragments(1 << 20);
    byte[] first = ascii("the quick brown fox jumps over the lazy dog ".repeat(9));
    byte[] other = ascii("x".repeat(first.length));
    byte[] second = ascii("and the quick brown fox jumps over the lazy dog again");
    zipped(fragments, out -> two(out, "1", first, second));
    zipped(fragments, out -> apart(out, first, second));
    byte[] both = zipped(fragments, out -> two(out, "1", first, second));

    assertThat(both).hasSizeLessThan(zipped(fragments, out -> apart(out, first, second)).length);
    assertThat(unzipped(zipped(fragments, out -> two(out, "other", other, second))))
        .isEqualTo(ascii(new String(other, StandardCharsets.US_ASCII) + text(second)));
    assertThat(unzipped(zipped(fragments, out -> two(out, "1", first, second))))
        .isEqualTo(ascii(text(first) + text(second)));
    assertThat(plain(fragments, out -> out.piece("2", piece(second)))).isEqualTo(second);
  }

  private static String text(byte[] ascii) {
    return new String(ascii, StandardCharsets.US_ASCII);
  }

  private static void two(BodyStream out, String key, byte[] first, byte[] second)
      throws IOException {
    out.piece(key, piece(first));
    out.piece("2", piece(second));
  }

  private static void apart(BodyStream out, byte[] first, byte[] second) throws IOException {
    out.piece("1", piece(first));
    out.write('.');
    out.piece("3", piece(second));
  }

  @Test
  void anEmptyBodyIsAnEmptyStream() throws IOException {
    assertThat(unzipped(zipped(new Fragments(1), _ -> {}))).isEmpty();
  }

  @Test
  void writingFailsAsTheClientDoes() {
    OutputStream gone =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("gone");
          }
        };
    try (PlainBody body = new PlainBody(gone, new Fragments(1 << 20))) {
      org.assertj.core.api.Assertions.assertThatThrownBy(
              () -> body.piece("key", piece(ascii("text"))))
          .hasMessage("gone");
    }
  }

  @Test
  void checksumsJoin() {
    for (int i = 0; i < 200; i++) {
      byte[] text = new byte[random.nextInt(1 << random.nextInt(18))];
      random.nextBytes(text);
      int cut = random.nextInt(text.length + 1);
      CRC32 first = new CRC32();
      first.update(text, 0, cut);
      CRC32 second = new CRC32();
      second.update(text, cut, text.length - cut);
      int joined =
          Crc32.joined(
              (int) first.getValue(), (int) second.getValue(), Crc32.shift(text.length - cut));

      assertThat(joined).as("-Dannals.seed=%d", seed).isEqualTo(Crc32.of(text));
    }
  }
}
