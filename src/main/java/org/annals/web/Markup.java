package org.annals.web;

import gg.jte.TemplateOutput;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A page on its way out: UTF-8 through a buffer of fixed size. One thread.
///
/// `text` escapes; `raw` does not and takes only what we wrote ourselves. The writer of a template
/// has no way to say that the client is gone, so a failure travels as `UncheckedIOException`.
final class Markup implements TemplateOutput {
  static final int BUFFER_BYTES = 32 << 10;

  /// No character needs more: `&#34;` or three UTF-8 bytes for each `char`.
  private static final int CHARACTER_BYTES_MAX = 6;

  private static final byte[] ITSELF = {};
  private static final byte[][] ESCAPES = escapes();

  private OutputStream out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int used;

  Markup(OutputStream out) {
    this.out = out;
  }

  /// What `text` writes instead of an ASCII character; empty where that stands for itself.
  private static byte[][] escapes() {
    byte[][] all = new byte[128][];
    Arrays.fill(all, ITSELF);
    for (int c = 0; c < ' '; c++) {
      all[c] = ascii("\\x%02X".formatted(c));
    }
    all['\t'] = ITSELF;
    all['\n'] = ITSELF;
    all[0] = ascii("\\0");
    all[7] = ascii("\\a");
    all['\b'] = ascii("\\b");
    all[11] = ascii("\\v");
    all['\f'] = ascii("\\f");
    all['\r'] = ascii("\\r");
    all[27] = ascii("^[");
    all[127] = ascii("\\x7F");
    all['"'] = ascii("&#34;");
    all['&'] = ascii("&amp;");
    all['\''] = ascii("&#39;");
    all['<'] = ascii("&lt;");
    all['>'] = ascii("&gt;");
    return all;
  }

  private static byte[] ascii(String text) {
    byte[] bytes = new byte[text.length()];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) text.charAt(i);
    }
    return bytes;
  }

  /// Text of others, escaped for element content and for quoted attributes.
  Markup text(String text) {
    return text(text, 0, text.length());
  }

  Markup text(String text, int start, int end) {
    byte[] bytes = buffer;
    int at = used;
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (at > BUFFER_BYTES - CHARACTER_BYTES_MAX) {
        used = at;
        drain();
        at = 0;
      }
      if (c < 128) {
        byte[] escape = ESCAPES[c];
        if (escape.length == 0) {
          bytes[at++] = (byte) c;
        } else {
          System.arraycopy(escape, 0, bytes, at, escape.length);
          at += escape.length;
        }
      } else {
        used = at;
        i += wide(text, i, end);
        at = used;
      }
    }
    used = at;
    return this;
  }

  /// Returns how many more chars were taken: 1 for a surrogate pair.
  private int wide(String text, int at, int end) {
    char c = text.charAt(at);
    if (c < 0x800) {
      // C1 controls do nothing good on a page.
      int shown = c < 0xA0 ? 0xFFFD : c;
      if (shown == 0xFFFD) {
        three(shown);
      } else {
        buffer[used++] = (byte) (0xC0 | (c >> 6));
        buffer[used++] = (byte) (0x80 | (c & 0x3F));
      }
      return 0;
    }
    if (!Character.isSurrogate(c)) {
      three(c == 0xFFFE || c == 0xFFFF ? 0xFFFD : c);
      return 0;
    }
    if (Character.isHighSurrogate(c)
        && at + 1 < end
        && Character.isLowSurrogate(text.charAt(at + 1))) {
      int point = Character.toCodePoint(c, text.charAt(at + 1));
      buffer[used++] = (byte) (0xF0 | (point >> 18));
      buffer[used++] = (byte) (0x80 | ((point >> 12) & 0x3F));
      buffer[used++] = (byte) (0x80 | ((point >> 6) & 0x3F));
      buffer[used++] = (byte) (0x80 | (point & 0x3F));
      return 1;
    }
    three(0xFFFD);
    return 0;
  }

  private void three(int c) {
    buffer[used++] = (byte) (0xE0 | (c >> 12));
    buffer[used++] = (byte) (0x80 | ((c >> 6) & 0x3F));
    buffer[used++] = (byte) (0x80 | (c & 0x3F));
  }

  /// Markup of ours, ASCII, as it is.
  Markup raw(String markup) {
    int length = markup.length();
    if (length > BUFFER_BYTES - used) {
      drain();
      if (length > BUFFER_BYTES) {
        writeBinaryContent(markup.getBytes(StandardCharsets.UTF_8));
        return this;
      }
    }
    for (int i = 0; i < length; i++) {
      buffer[used++] = (byte) markup.charAt(i);
    }
    return this;
  }

  Markup number(long number) {
    return raw(Long.toString(number));
  }

  /// Called by templates with what they have escaped already, and by our own pieces.
  @Override
  public void writeContent(String value) {
    writeContent(value, 0, value.length());
  }

  @Override
  public void writeContent(String value, int start, int end) {
    for (int i = start; i < end; i++) {
      if (used > BUFFER_BYTES - CHARACTER_BYTES_MAX) {
        drain();
      }
      char c = value.charAt(i);
      if (c >= 128) {
        i += wide(value, i, end);
      } else if (c >= ' ' || c == '\n' || c == '\t') {
        buffer[used++] = (byte) c;
      } else {
        byte[] escape = ESCAPES[c];
        System.arraycopy(escape, 0, buffer, used, escape.length);
        used += escape.length;
      }
    }
  }

  @Override
  public void writeBinaryContent(byte[] value) {
    if (value.length > BUFFER_BYTES - used) {
      drain();
      if (value.length > BUFFER_BYTES) {
        write(value, value.length);
        return;
      }
    }
    System.arraycopy(value, 0, buffer, used, value.length);
    used += value.length;
  }

  /// Writes part of a page; answers whether it would write the same next time.
  interface Part {
    boolean write() throws IOException;
  }

  /// Writes what `part` writes into this, or what it wrote under an equal key before. The key must
  /// tell all that the part depends on. A part inside a part is nothing of its own.
  void part(Object key, Part part) {
    try {
      if (out instanceof BodyStream body) {
        drain();
        body.piece(key, gathered -> writeTo(gathered, part, body));
      } else {
        part.write();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean writeTo(OutputStream gathered, Part part, OutputStream after) throws IOException {
    out = gathered;
    boolean same = part.write();
    drain();
    out = after;
    return same;
  }

  /// Hands on what is buffered.
  void drain() {
    if (used > 0) {
      write(buffer, used);
      used = 0;
    }
  }

  private void write(byte[] bytes, int length) {
    try {
      out.write(bytes, 0, length);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
