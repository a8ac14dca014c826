package org.annals.mail;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Steps through the parts of one multipart body by its delimiter lines (RFC 2046 §5.1.1).
///
/// The line end before a delimiter belongs to the delimiter. Text after the closing one is not a
/// part. Not thread-safe.
final class Delimiters {
  private final byte[] bytes;
  private final int end;
  private final byte[] dashBoundary;
  private final int preambleEnd;

  private int partStart;
  private int partEnd;
  private int at; // after the last delimiter line seen
  private boolean closed;

  private Delimiters(byte[] bytes, int end, byte[] dashBoundary, int from) {
    this.bytes = bytes;
    this.end = end;
    this.dashBoundary = dashBoundary;
    this.preambleEnd = withoutLineEnd(from, seek(from));
  }

  /// Null when the boundary is unusable or opens no part.
  static @Nullable Delimiters find(Entity entity, String boundary) {
    if (boundary.isEmpty() || boundary.length() > Message.BOUNDARY_CHARACTERS_MAX) {
      return null;
    }
    byte[] dashed = ("--" + boundary).getBytes(StandardCharsets.UTF_8);
    Delimiters found = new Delimiters(entity.bytes(), entity.end(), dashed, entity.bodyStart());
    return found.at < 0 || found.closed ? null : found;
  }

  byte[] bytes() {
    return bytes;
  }

  /// Whether it steps through this very array: an encoded message inside has one of its own.
  @SuppressWarnings("ReferenceEquality")
  boolean isIn(byte[] other) {
    return bytes == other;
  }

  int end() {
    return end;
  }

  int preambleEnd() {
    return preambleEnd;
  }

  int partStart() {
    return partStart;
  }

  int partEnd() {
    return partEnd;
  }

  boolean isClosed() {
    return closed;
  }

  /// Moves to the next part; false when there is none.
  boolean next() {
    if (closed || at < 0 || at >= end) {
      return false;
    }
    partStart = at;
    int delimiter = seek(partStart);
    partEnd = at < 0 ? end : withoutLineEnd(partStart, delimiter);
    return true;
  }

  /// Finds the next delimiter line: returns where it starts and sets `at` behind it, or returns
  /// `end` and sets `at` to -1.
  private int seek(int from) {
    int line = from;
    while (line < end) {
      if (bytes[line] == '-' && Ascii.startsWith(bytes, line, end, dashBoundary)) {
        int next = Ascii.lineEnd(bytes, line, end, '\n');
        if (isDelimiter(line + dashBoundary.length, next)) {
          at = next;
          return line;
        }
      }
      line = Ascii.lineEnd(bytes, line, end, '\n');
    }
    at = -1;
    return end;
  }

  /// Whether nothing but an optional `--` and blanks follow the boundary; notes the closing one.
  private boolean isDelimiter(int from, int lineEnd) {
    boolean dashes = from + 1 < lineEnd && bytes[from] == '-' && bytes[from + 1] == '-';
    if (!Ascii.isBlank(bytes, dashes ? from + 2 : from, lineEnd)) {
      return false;
    }
    closed = dashes;
    return true;
  }

  private int withoutLineEnd(int from, int to) {
    int stop = to;
    if (stop > from && bytes[stop - 1] == '\n') {
      stop--;
      if (stop > from && bytes[stop - 1] == '\r') {
        stop--;
      }
    }
    return stop;
  }
}
