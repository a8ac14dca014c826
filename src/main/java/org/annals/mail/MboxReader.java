package org.annals.mail;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// Reads the messages of an mbox file one by one: mboxrd, and mboxo and mboxcl as they come.
///
/// A separator is a line that starts with `From ` at the start or after an empty line and has a
/// time and a year in it. In a file that starts with public-inbox's fixed separator every such
/// separator counts, since there all others are quoted. `>From ` loses one `>`. Content-Length is
/// believed only if it leads to a separator or to the end.
///
/// Not thread-safe. Owns the stream and closes it.
public final class MboxReader implements Closeable {
  /// Larger messages are skipped; see [RawMessage#oversize].
  public static final int MESSAGE_BYTES_MAX = 100 << 20;

  /// What is kept of a message over its limit, so that its headers can be named in a report.
  public static final int OVERSIZE_BYTES_KEPT = 64 << 10;

  private static final int BUFFER_BYTES = 64 << 10;
  private static final int SEPARATOR_BYTES_MAX = 1_000;

  private final InputStream in;
  private final String name;
  private final int messageBytesMax;

  private byte[] buffer = new byte[BUFFER_BYTES];
  private int end;
  private int at; // start of the next separator line
  private long offset; // of buffer[0] in the stream
  private long separator; // offset in the stream of the current message's separator
  private boolean started;
  private boolean mboxrd;

  public MboxReader(InputStream in, String name) {
    this(in, name, MESSAGE_BYTES_MAX);
  }

  public MboxReader(InputStream in, String name, int messageBytesMax) {
    this.in = in;
    this.name = name;
    this.messageBytesMax = messageBytesMax;
  }

  /// One message without separator and quoting. `offset` is that of its separator in the stream.
  /// If `oversize`, the bytes are only the first ones, quoting kept.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record RawMessage(byte[] bytes, long offset, boolean oversize) {}

  /// The next message, or null at the end. A message that is cut off by the end is returned.
  public @Nullable RawMessage next() throws IOException {
    if (!started && !start()) {
      return null;
    }
    compact();
    if (at == end && !fill()) {
      return null;
    }
    separator = offset + at;
    return read(lineEnd(at, at));
  }

  private boolean start() throws IOException {
    started = true;
    while (at < end || fill()) {
      byte b = buffer[at];
      if (b != '\n' && b != '\r') {
        break;
      }
      at++;
      compact();
    }
    if (at >= end) {
      return false;
    }
    int line = lineEnd(at, at);
    if (!Ascii.startsWith(buffer, at, line, MboxWriter.FROM)) {
      throw new NotAMailboxException(name);
    }
    mboxrd = isFixedSeparator(at, line);
    return true;
  }

  private RawMessage read(int start) throws IOException {
    int body = -1;
    long length = -1;
    boolean afterEmpty = false;
    int line = start;
    while (true) {
      int next = lineEnd(line, start);
      if (next == line || isSeparator(line, next, afterEmpty)) {
        return finish(start, body, line, line);
      }
      if (next - start > messageBytesMax) {
        return skip(start, line);
      }
      afterEmpty = Ascii.isEmptyLine(buffer, line, next);
      if (body < 0 && afterEmpty) {
        body = next;
        int stop = length < 0 ? -1 : separatorAfter(body + length);
        if (stop >= 0) {
          return finish(start, body, (int) (body + length), stop);
        }
      } else if (body < 0 && !mboxrd && length < 0) {
        length = contentLength(line, next);
      }
      line = next;
    }
  }

  /// Takes the message `[start, stop)` out; the next separator is at `nextAt`.
  private RawMessage finish(int start, int body, int stop, int nextAt) {
    at = nextAt;
    int to = stop == nextAt ? withoutLastLineEnd(start, stop) : stop;
    byte[] bytes = body < 0 ? Arrays.copyOfRange(buffer, start, to) : unquoted(start, body, to);
    return new RawMessage(bytes, separator, false);
  }

  /// Each message is followed by an empty line (RFC 4155 Appendix A); in our own files by one LF,
  /// whether or not the message ended in one.
  private int withoutLastLineEnd(int start, int stop) {
    if (stop - start < 1 || buffer[stop - 1] != '\n') {
      return stop;
    }
    if (stop - start == 1 || buffer[stop - 2] == '\n') {
      return stop - 1;
    }
    if (!mboxrd && buffer[stop - 2] == '\r' && stop - start > 2 && buffer[stop - 3] == '\n') {
      return stop - 2;
    }
    return mboxrd ? stop - 1 : stop;
  }

  private byte[] unquoted(int start, int body, int to) {
    byte[] out = new byte[to - start];
    int size = 0;
    int copied = start;
    int line = body;
    while (line < to) {
      if (buffer[line] == '>' && MboxWriter.isFromLine(buffer, line, to)) {
        System.arraycopy(buffer, copied, out, size, line - copied);
        size += line - copied;
        copied = line + 1;
      }
      line = Ascii.lineEnd(buffer, line, to, '\n');
    }
    int rest = Math.max(0, to - copied);
    System.arraycopy(buffer, copied, out, size, rest);
    return size + rest == out.length ? out : Arrays.copyOf(out, size + rest);
  }

  private boolean isSeparator(int line, int next, boolean afterEmpty) {
    if (!Ascii.startsWith(buffer, line, next, MboxWriter.FROM)) {
      return false;
    }
    boolean fixed = isFixedSeparator(line, next);
    return (mboxrd && fixed) || (afterEmpty && (fixed || hasDate(line, next)));
  }

  private boolean isFixedSeparator(int line, int next) {
    byte[] fixed = MboxWriter.SEPARATOR;
    int stop = next > line && buffer[next - 1] == '\n' ? next - 1 : next;
    stop = stop > line && buffer[stop - 1] == '\r' ? stop - 1 : stop;
    return stop - line == fixed.length - 1
        && Arrays.equals(buffer, line, stop, fixed, 0, fixed.length - 1);
  }

  /// `12:34` and a year somewhere in the line; sentences that start with "From " have neither.
  private boolean hasDate(int line, int next) {
    int stop = Math.min(next, line + SEPARATOR_BYTES_MAX);
    boolean time = false;
    boolean year = false;
    int digits = 0;
    for (int i = line; i < stop; i++) {
      if (Ascii.isDigit(buffer[i])) {
        digits++;
        continue;
      }
      year |= digits == 4 && (buffer[i - 4] == '1' || buffer[i - 4] == '2');
      time |= (digits == 1 || digits == 2) && buffer[i] == ':' && isMinutes(i + 1, stop);
      digits = 0;
    }
    return time && (year || digits == 4);
  }

  private boolean isMinutes(int from, int stop) {
    return from + 1 < stop && Ascii.isDigit(buffer[from]) && Ascii.isDigit(buffer[from + 1]);
  }

  private long contentLength(int line, int next) {
    int nameEnd = HeaderBlock.nameEnd(buffer, line, next);
    if (nameEnd < 0 || !Ascii.equalsIgnoreCase(buffer, line, nameEnd, "Content-Length")) {
      return -1;
    }
    long value = -1;
    for (int i = HeaderBlock.colon(buffer, nameEnd, next) + 1; i < next; i++) {
      if (Ascii.isDigit(buffer[i])) {
        value = Math.max(value, 0) * 10 + buffer[i] - '0';
        if (value > messageBytesMax) {
          return -1;
        }
      }
    }
    return value;
  }

  /// If a message that ends at `stop` is followed, after at most two empty lines, by a separator
  /// or by the end of the stream: where that is. Else -1.
  private int separatorAfter(long stop) throws IOException {
    long wanted = stop + SEPARATOR_BYTES_MAX;
    boolean more = true;
    while (end < wanted && more) {
      more = fill();
    }
    if (stop > end || (stop > 0 && stop < end && buffer[(int) stop - 1] != '\n')) {
      return -1;
    }
    int found = (int) stop;
    for (int empty = 0; empty < 2 && found < end; empty++) {
      int next = Ascii.lineEnd(buffer, found, end, '\n');
      found = Ascii.isEmptyLine(buffer, found, next) ? next : found;
    }
    if (found == end) {
      return found;
    }
    int next = Ascii.lineEnd(buffer, found, end, '\n');
    return isSeparator(found, next, true) ? found : -1;
  }

  /// Reads on to the next separator without keeping anything but the first bytes.
  private RawMessage skip(int start, int from) throws IOException {
    int kept = Math.min(OVERSIZE_BYTES_KEPT, end - start);
    RawMessage cut =
        new RawMessage(Arrays.copyOfRange(buffer, start, start + kept), separator, true);
    at = from;
    boolean afterEmpty = false;
    boolean atLineStart = true;
    while (true) {
      compact();
      int next = lineEnd(at, at);
      if (next == at || (atLineStart && isSeparator(at, next, afterEmpty))) {
        return cut;
      }
      afterEmpty = atLineStart && Ascii.isEmptyLine(buffer, at, next);
      atLineStart = buffer[next - 1] == '\n';
      at = next;
    }
  }

  /// Index after the line at `line`; `end` where the stream ends, or where the message that began
  /// at `start` is over its limit.
  private int lineEnd(int line, int start) throws IOException {
    int seen = line;
    while (true) {
      int found = Ascii.indexOf(buffer, seen, end, '\n');
      if (found >= 0) {
        return found + 1;
      }
      seen = end;
      if (end - start > messageBytesMax || !fill()) {
        return end;
      }
    }
  }

  private boolean fill() throws IOException {
    if (end == buffer.length) {
      buffer = Arrays.copyOf(buffer, buffer.length + Math.max(BUFFER_BYTES, buffer.length / 2));
    }
    int count = in.read(buffer, end, Math.min(buffer.length - end, BUFFER_BYTES));
    if (count > 0) {
      end += count;
    }
    return count > 0;
  }

  /// Drops what has been read, once it is worth moving the rest; gives back a buffer that one
  /// huge message has blown up.
  private void compact() {
    if (at < BUFFER_BYTES) {
      return;
    }
    int rest = end - at;
    boolean shrink = buffer.length > BUFFER_BYTES * 64 && rest <= BUFFER_BYTES;
    byte[] target = shrink ? new byte[BUFFER_BYTES * 2] : buffer;
    System.arraycopy(buffer, at, target, 0, rest);
    buffer = target;
    end = rest;
    offset += at;
    at = 0;
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
