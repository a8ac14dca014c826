package org.annals.net;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/// What a client is sent. One thread at a time.
///
/// Nothing is sent before `flush`, or before 16 kB have come together; between flushes an idle
/// connection holds no buffer. Each 16 kB must be taken by the client within the time that
/// [LineLimits] gives, else [LineServer] closes the connection and a write throws.
public final class LineWriter {
  private static final int BUFFER_BYTES = 16 << 10;
  private static final byte[] NONE = {};
  private static final byte[] LINE_END = {'\r', '\n'};

  private final Wire wire;
  private OutputStream out;
  private byte[] buffer = NONE;
  private int size;

  LineWriter(Wire wire, OutputStream out) {
    this.wire = wire;
    this.out = out;
  }

  /// Sends what comes from here on to another stream.
  void replace(OutputStream other) {
    out = other;
  }

  /// UTF-8, as it is.
  public void write(String text) throws ClientGoneException {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    write(bytes, 0, bytes.length);
  }

  /// UTF-8 with a line end.
  public void line(String text) throws ClientGoneException {
    write(text);
    write(LINE_END, 0, LINE_END.length);
  }

  public void write(byte[] bytes, int begin, int end) throws ClientGoneException {
    int at = begin;
    while (at < end) {
      makeRoom(1);
      int step = Math.min(end - at, buffer.length - size);
      System.arraycopy(bytes, at, buffer, size, step);
      size += step;
      at += step;
    }
  }

  /// Whole lines of text: each end, LF or CR LF, becomes CR LF, and the last line gets one.
  public void lines(byte[] text, int begin, int end) throws ClientGoneException {
    lines(text, begin, end, false);
  }

  /// The same as part of a reply that ends with a dot: a dot that begins a line is doubled
  /// (RFC 3977 §3.1.1, RFC 1939 §3). `endDotted` ends the reply.
  public void dotted(byte[] text, int begin, int end) throws ClientGoneException {
    lines(text, begin, end, true);
  }

  public void dotted(String line) throws ClientGoneException {
    byte[] bytes = line.getBytes(StandardCharsets.UTF_8);
    lines(bytes, 0, bytes.length, true);
  }

  public void endDotted() throws ClientGoneException {
    line(".");
  }

  private void lines(byte[] text, int begin, int end, boolean dots) throws ClientGoneException {
    int at = begin;
    while (at < end) {
      int lineEnd = LineEnds.indexOf(text, at, end);
      boolean carriage = lineEnd > at && lineEnd < end && text[lineEnd - 1] == '\r';
      int length = lineEnd - at - (carriage ? 1 : 0);
      if (dots && text[at] == '.') {
        makeRoom(1);
        buffer[size++] = '.';
      }
      if (length <= BUFFER_BYTES - LINE_END.length) {
        makeRoom(length + LINE_END.length);
        System.arraycopy(text, at, buffer, size, length);
        size += length;
        buffer[size++] = '\r';
        buffer[size++] = '\n';
      } else {
        write(text, at, at + length);
        write(LINE_END, 0, LINE_END.length);
      }
      at = lineEnd + 1;
    }
  }

  /// Whether something was written that is not sent yet.
  public boolean isPending() {
    return size > 0;
  }

  /// Sends all, and lets go of the buffer.
  public void flush() throws ClientGoneException {
    send();
    buffer = NONE;
    try (Wire.Guard _ = wire.guard()) {
      out.flush();
    } catch (IOException e) {
      throw new ClientGoneException(e);
    }
  }

  private void makeRoom(int count) throws ClientGoneException {
    if (buffer.length == 0) {
      buffer = new byte[BUFFER_BYTES];
    }
    if (buffer.length - size < count) {
      send();
    }
  }

  private void send() throws ClientGoneException {
    int sent = size;
    size = 0; // whatever happens: what failed half-way must not be sent twice
    if (sent > 0) {
      try (Wire.Guard _ = wire.guard()) {
        out.write(buffer, 0, sent);
      } catch (IOException e) {
        throw new ClientGoneException(e);
      }
    }
  }
}
