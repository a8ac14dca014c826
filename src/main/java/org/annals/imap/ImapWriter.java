package org.annals.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes responses (RFC 9051 §7, §9). One thread at a time. Takes memory only between the first
/// byte and the next `flush`.
final class ImapWriter {
  private static final int BUFFER_BYTES = 4 << 10;

  /// Longer texts are sent as literals.
  private static final int QUOTED_CHARACTERS_MAX = 1_000;

  private final Sink sink;
  private byte @Nullable [] buffer;
  private int size;
  private boolean atLineStart = true;

  ImapWriter(Sink sink) {
    this.sink = sink;
  }

  /// Where responses go.
  interface Sink {
    void write(byte[] bytes, int from, int to) throws IOException;

    void flush() throws IOException;

    /// Into memory.
    static Sink of(ByteArrayOutputStream bytes) {
      return new Sink() {
        @Override
        public void write(byte[] from, int begin, int end) {
          bytes.write(from, begin, end - begin);
        }

        @Override
        public void flush() {}
      };
    }
  }

  /// Whether what was written last ended a line.
  boolean isAtLineStart() {
    return atLineStart;
  }

  /// ASCII as it is.
  ImapWriter text(String ascii) throws IOException {
    for (int from = 0; from < ascii.length(); from += BUFFER_BYTES) {
      int to = Math.min(ascii.length(), from + BUFFER_BYTES);
      room(to - from);
      byte[] into = buffer();
      for (int i = from; i < to; i++) {
        into[size++] = (byte) ascii.charAt(i);
      }
      atLineStart = false;
    }
    return this;
  }

  ImapWriter character(char c) throws IOException {
    put((byte) c);
    return this;
  }

  ImapWriter number(long number) throws IOException {
    return text(Long.toString(number));
  }

  ImapWriter line(String ascii) throws IOException {
    return text(ascii).end();
  }

  ImapWriter end() throws IOException {
    put((byte) '\r');
    put((byte) '\n');
    atLineStart = true;
    return this;
  }

  ImapWriter nil() throws IOException {
    return text("NIL");
  }

  ImapWriter nstring(@Nullable String text) throws IOException {
    return text == null ? nil() : string(text);
  }

  /// In quotes if it can be, else as a literal.
  ImapWriter string(String text) throws IOException {
    if (!isQuotable(text)) {
      byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
      return literal(bytes, 0, bytes.length);
    }
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"");
    return character('"').text(escaped).character('"');
  }

  private static boolean isQuotable(String text) {
    if (text.length() > QUOTED_CHARACTERS_MAX) {
      return false;
    }
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == 0 || c == '\r' || c == '\n' || c > '~') {
        return false;
      }
    }
    return true;
  }

  /// A mailbox name: in quotes, also with characters beyond ASCII, which only UTF-8 names have.
  ImapWriter mailbox(String encoded) throws IOException {
    put((byte) '"');
    for (byte b : encoded.getBytes(StandardCharsets.UTF_8)) {
      if (b == '"' || b == '\\') {
        put((byte) '\\');
      }
      put(b);
    }
    put((byte) '"');
    return this;
  }

  ImapWriter literal(byte[] bytes, int from, int to) throws IOException {
    text("{").number(to - (long) from).text("}").end();
    return bytes(bytes, from, to);
  }

  /// RFC 3516 §4.2: a literal that may hold NUL.
  ImapWriter literal8(byte[] bytes, int from, int to) throws IOException {
    return character('~').literal(bytes, from, to);
  }

  ImapWriter bytes(byte[] bytes, int from, int to) throws IOException {
    atLineStart = false;
    if (to - from > BUFFER_BYTES / 2) {
      drain();
      sink.write(bytes, from, to);
      return this;
    }
    room(to - from);
    System.arraycopy(bytes, from, buffer(), size, to - from);
    size += to - from;
    return this;
  }

  /// Whole lines with their ends.
  void lines(byte[] lines) throws IOException {
    bytes(lines, 0, lines.length);
    atLineStart = true;
  }

  private void put(byte b) throws IOException {
    room(1);
    atLineStart = false;
    buffer()[size++] = b;
  }

  private byte[] buffer() {
    byte[] known = buffer;
    if (known == null) {
      known = new byte[BUFFER_BYTES];
      buffer = known;
    }
    return known;
  }

  private void room(int bytes) throws IOException {
    if (size + bytes > BUFFER_BYTES) {
      drain();
    }
  }

  private void drain() throws IOException {
    if (size > 0) {
      sink.write(buffer(), 0, size);
      size = 0;
    }
  }

  void flush() throws IOException {
    drain();
    buffer = null;
    sink.flush();
  }
}
