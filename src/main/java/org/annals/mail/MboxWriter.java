package org.annals.mail;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// Writes mboxrd as public-inbox serves it: a fixed separator, headers that mbox readers would
/// misread left out, `>*From ` in bodies quoted once more, one LF after each message.
public final class MboxWriter {
  static final byte[] SEPARATOR =
      "From mboxrd@z Thu Jan  1 00:00:00 1970\n".getBytes(StandardCharsets.US_ASCII);

  static final byte[] FROM = "From ".getBytes(StandardCharsets.US_ASCII);

  private static final HeaderFilter LEFT_OUT =
      new HeaderFilter("Lines", "Bytes", "Content-Length", "Status");

  private MboxWriter() {}

  public static void write(OutputStream out, Message message) throws IOException {
    write(out, message.raw());
  }

  /// The same from the bytes of a message, which are not parsed further.
  public static void write(OutputStream out, byte[] raw) throws IOException {
    int from = HeaderBlock.fromLineLength(raw, 0, raw.length);
    HeaderBlock block = HeaderBlock.find(raw, from, raw.length);
    out.write(SEPARATOR);
    LEFT_OUT.copy(raw, block, out);
    if (block.body() > block.end()) {
      out.write(raw, block.end(), block.body() - block.end());
    } else {
      boolean open = block.end() > from && raw[block.end() - 1] != '\n';
      out.write(open ? new byte[] {'\n', '\n'} : new byte[] {'\n'});
    }
    body(out, raw, block.body());
    out.write('\n');
  }

  private static void body(OutputStream out, byte[] raw, int from) throws IOException {
    int written = from;
    int line = from;
    while (line < raw.length) {
      if (isFromLine(raw, line, raw.length)) {
        out.write(raw, written, line - written);
        out.write('>');
        written = line;
      }
      line = Ascii.lineEnd(raw, line, raw.length, '\n');
    }
    out.write(raw, written, raw.length - written);
  }

  /// Whether `>*From ` starts at `from`.
  static boolean isFromLine(byte[] bytes, int from, int to) {
    int at = from;
    while (at < to && bytes[at] == '>') {
      at++;
    }
    return Ascii.startsWith(bytes, at, to, FROM);
  }
}
