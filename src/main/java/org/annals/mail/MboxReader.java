package org.annals.mail;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads the messages of an mbox file one by one: mboxrd, and mboxo and mboxcl as they come.
///
/// What separates them, and what is made of damage, is told in `docs/importing.md`. Lines that may
/// be separators are judged by [FromLine].
///
/// Not thread-safe. Owns the stream and closes it.
public final class MboxReader implements Closeable {
  /// Larger messages are skipped; see [RawMessage#oversize].
  public static final int MESSAGE_BYTES_MAX = 100 << 20;

  /// What is kept of a message over its limit, so that its headers can be named in a report.
  public static final int OVERSIZE_BYTES_KEPT = 64 << 10;

  /// So much may stand before the first separator.
  public static final int LEADING_BYTES_MAX = 64 << 10;

  private static final int BUFFER_BYTES = 64 << 10;

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
  private boolean patches; // git wrote the file
  private boolean seenLength; // a Content-Length, believed or not
  private Defects defects = new Defects();

  public MboxReader(InputStream in, String name) {
    this(in, name, MESSAGE_BYTES_MAX);
  }

  public MboxReader(InputStream in, String name, int messageBytesMax) {
    this.in = in;
    this.name = name;
    this.messageBytesMax = messageBytesMax;
  }

  /// One message without separator and quoting. `offset` is that of its separator in the stream.
  /// If `oversize`, the bytes are only the first ones, quoting kept. `defects` are those of the
  /// place: what the file did to the message.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record RawMessage(byte[] bytes, long offset, boolean oversize, List<Defect> defects) {}

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
    RawMessage message = read(lineEnd(at, at));
    defects = new Defects();
    return message;
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
      line = afterJunk();
    }
    FromLine first = FromLine.of(buffer, at, line);
    mboxrd = first == FromLine.FIXED;
    patches = first == FromLine.PATCH;
    return true;
  }

  /// Moves to the first separator that is one beyond doubt; where its line ends.
  private int afterJunk() throws IOException {
    int line = at;
    while (line - at < LEADING_BYTES_MAX) {
      int next = lineEnd(line, at);
      if (next == line) {
        break;
      }
      FromLine kind = FromLine.of(buffer, line, next);
      if ((kind == FromLine.FIXED || kind == FromLine.FULL) && follows(next, Follower.HEADER)) {
        defects.add(0, Defect.Kind.LEADING_JUNK);
        at = line;
        return next;
      }
      line = next;
    }
    throw new NotAMailboxException(name);
  }

  private RawMessage read(int start) throws IOException {
    seenLength = false;
    int body = -1;
    long length = -1;
    boolean afterEmpty = false;
    int line = start;
    while (true) {
      int next = lineEnd(line, start);
      if (next == line || (line > start && isSeparator(line, next, afterEmpty))) {
        return split(start, body, line, afterEmpty);
      }
      if (body >= 0 && Ascii.startsWith(buffer, line, next, MboxWriter.FROM)) {
        note(line - start, Defect.Kind.UNQUOTED_FROM);
      }
      if (next - start > messageBytesMax) {
        return skip(start, line);
      }
      afterEmpty = Ascii.isEmptyLine(buffer, line, next);
      if (body < 0 && afterEmpty) {
        body = next;
        int stop = length < 0 ? -1 : separatorAfter(body + length);
        if (stop >= 0) {
          noteSeparators(start, body, (int) (body + length));
          return finish(start, body, (int) (body + length), stop);
        }
      } else if (body < 0 && !mboxrd && length < 0) {
        length = contentLength(line, next);
      }
      line = next;
    }
  }

  /// Ends the message where the line at `line` begins, which its Content-Length did not tell.
  private RawMessage split(int start, int body, int line, boolean afterEmpty) throws IOException {
    if (seenLength) {
      note(0, Defect.Kind.CONTENT_LENGTH_WRONG);
    }
    if (!afterEmpty && !mboxrd && line < end) {
      note(line - start, Defect.Kind.MISSING_EMPTY_LINE);
    }
    return finish(start, body, line, line);
  }

  private void noteSeparators(int start, int body, int stop) throws IOException {
    boolean afterEmpty = true;
    for (int line = body; line < stop; ) {
      int next = Ascii.lineEnd(buffer, line, stop, '\n');
      if (isSeparator(line, next, afterEmpty)) {
        note(line - start, Defect.Kind.CONTENT_LENGTH_BELIEVED);
        return;
      }
      afterEmpty = Ascii.isEmptyLine(buffer, line, next);
      line = next;
    }
  }

  /// Each kind once for a message.
  private void note(int place, Defect.Kind kind) {
    if (defects.list().stream().noneMatch(defect -> defect.kind() == kind)) {
      defects.add(Math.max(0, place), kind);
    }
  }

  /// Takes the message `[start, stop)` out; the next separator is at `nextAt`.
  private RawMessage finish(int start, int body, int stop, int nextAt) {
    at = nextAt;
    int to = stop == nextAt ? withoutLastLineEnd(start, stop) : stop;
    byte[] bytes = body < 0 ? Arrays.copyOfRange(buffer, start, to) : unquoted(start, body, to);
    return new RawMessage(bytes, separator, false, defects.list());
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
        if (!mboxrd) {
          note(line - start, Defect.Kind.QUOTED_FROM);
        }
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

  private boolean isSeparator(int line, int next, boolean afterEmpty) throws IOException {
    FromLine kind = FromLine.of(buffer, line, next);
    return switch (kind) {
      case NONE -> false;
      case FIXED -> mboxrd || (afterEmpty && follows(next, Follower.HEADER_OR_NOTHING));
      // in the body of a mail it is the head of a patch
      case PATCH -> patches && afterEmpty && follows(next, Follower.HEADER);
      case FULL -> follows(next, afterEmpty ? Follower.HEADER_OR_NOTHING : Follower.HEADER);
      case DATED -> afterEmpty && follows(next, Follower.HEADER_OR_NOTHING);
    };
  }

  /// What must stand behind a separator.
  private enum Follower {
    HEADER,
    HEADER_OR_NOTHING
  }

  /// A quoted separator behind a separator is a header here: mbox files have been put into each
  /// other. The end of the stream is what it should be.
  private boolean follows(int next, Follower wanted) throws IOException {
    while (next == end
        || (Ascii.indexOf(buffer, next, end, '\n') < 0 && end - next < FromLine.BYTES_MAX)) {
      if (!fill()) {
        break;
      }
    }
    if (next == end) {
      return true;
    }
    int stop = Ascii.lineEnd(buffer, next, end, '\n');
    if (Ascii.isEmptyLine(buffer, next, stop)) {
      return wanted == Follower.HEADER_OR_NOTHING;
    }
    return HeaderBlock.nameEnd(buffer, next, stop) > 0
        || MboxWriter.isFromLine(buffer, next, stop)
        || (stop == end && buffer[stop - 1] != '\n');
  }

  private long contentLength(int line, int next) {
    int nameEnd = HeaderBlock.nameEnd(buffer, line, next);
    if (nameEnd < 0 || !Ascii.equalsIgnoreCase(buffer, line, nameEnd, "Content-Length")) {
      return -1;
    }
    seenLength = true;
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
    long wanted = stop + FromLine.BYTES_MAX;
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
        new RawMessage(
            Arrays.copyOfRange(buffer, start, start + kept), separator, true, defects.list());
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
