package org.annals.demo;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.zip.Adler32;
import java.util.zip.CRC32;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;

/// What hangs on mails: texts of the scripts, patches, measurements and a drawing of them.
final class Attachments {
  private static final int CHART_WIDTH = 120;
  private static final int CHART_HEIGHT = 40;

  private final Map<String, String> texts = new HashMap<>();
  private final CodeHistory history;
  private final PatchText patches;

  Attachments(Script script, CodeHistory history, PatchText patches) {
    this.history = history;
    this.patches = patches;
    script.of("file").forEach(e -> texts.put(e.key(), e.text()));
  }

  /// The bytes of `file:KEY`, `patch:CHANGE@WHERE`, `latency:ROWS` or `chart:SEED`.
  byte[] read(String source, Entry entry) throws IOException {
    int colon = source.indexOf(':');
    String name = source.substring(colon + 1);
    return switch (source.substring(0, colon)) {
      case "file" -> texts.getOrDefault(name, "").getBytes(StandardCharsets.UTF_8);
      case "latency" -> latency(Integer.parseInt(name)).getBytes(StandardCharsets.US_ASCII);
      case "chart" -> chart(name);
      case "patch" -> patch(name).getBytes(StandardCharsets.UTF_8);
      default -> throw entry.error("has no attachment " + source);
    };
  }

  private String patch(String name) throws IOException {
    String[] parts = name.split("@", 2);
    Change change = history.change(parts[0]);
    ObjectId base = history.commit(parts[1]);
    ObjectId tip = history.post(base, List.of(parts[0]), change.entry().time()).getLast();
    PersonIdent author = history.read(tip).getAuthorIdent();
    return "From: %s <%s>\nSubject: [PATCH] %s\n\n%s\n---\n%s\n%s"
        .formatted(
            author.getName(),
            author.getEmailAddress(),
            change.title(),
            change.message().substring(change.title().length()).strip(),
            patches.stat(base, tip),
            patches.diff(base, tip));
  }

  /// Latencies that look measured: a narrow body, and a tail that is rare.
  private static String latency(int rows) {
    StringBuilder csv = new StringBuilder("second,ring,p50_us,p99_us,p999_us,max_us\n");
    for (int i = 0; i < rows; i++) {
      Seed seed = Seed.of("latency " + i);
      int tail = seed.below(97) == 0 ? 20 : 1 + seed.below(3);
      csv.append(
          String.format(
              Locale.ROOT,
              "%d,%d,0.%d,1.%d,2.%d,%d%n",
              i * 10,
              i % 4,
              86 + seed.below(9),
              36 + seed.below(11),
              18 + seed.below(30),
              tail * 3 + seed.below(12)));
    }
    return csv.toString().replace("\r\n", "\n");
  }

  /// A bar chart as a grey PNG. Stored, not deflated, so that no library's version shows.
  private static byte[] chart(String seed) {
    ByteArrayOutputStream pixels = new ByteArrayOutputStream();
    for (int y = 0; y < CHART_HEIGHT; y++) {
      pixels.write(0); // This row has no filter.
      for (int x = 0; x < CHART_WIDTH; x++) {
        int height = 4 + Seed.of(seed + x / 6).below(CHART_HEIGHT - 8);
        boolean axis = y == CHART_HEIGHT - 1 || x == 0;
        boolean bar = x % 6 > 1 && CHART_HEIGHT - y <= height;
        pixels.write(axis ? 0 : bar ? 96 : 255);
      }
    }
    byte[] raw = pixels.toByteArray();
    Adler32 adler = new Adler32();
    adler.update(raw);
    ByteBuffer zlib = ByteBuffer.allocate(raw.length + 11);
    zlib.put((byte) 0x78).put((byte) 0x01).put((byte) 1);
    zlib.put((byte) raw.length).put((byte) (raw.length >> 8));
    zlib.put((byte) ~raw.length).put((byte) (~raw.length >> 8));
    zlib.put(raw).putInt((int) adler.getValue());
    ByteBuffer header = ByteBuffer.allocate(13).putInt(CHART_WIDTH).putInt(CHART_HEIGHT);
    header.put((byte) 8).put(new byte[] {0, 0, 0, 0});
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    png.writeBytes(new byte[] {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'});
    png.writeBytes(chunk("IHDR", header.array()));
    png.writeBytes(chunk("IDAT", zlib.array()));
    png.writeBytes(chunk("IEND", new byte[0]));
    return png.toByteArray();
  }

  private static byte[] chunk(String type, byte[] content) {
    byte[] name = type.getBytes(StandardCharsets.US_ASCII);
    CRC32 crc = new CRC32();
    crc.update(name);
    crc.update(content);
    return ByteBuffer.allocate(12 + content.length)
        .putInt(content.length)
        .put(name)
        .put(content)
        .putInt((int) crc.getValue())
        .array();
  }
}
