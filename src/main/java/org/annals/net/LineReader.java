package org.annals.net;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;

/// What a client sends, as lines and counted bytes. One thread.
///
/// Holds 512 bytes and the line that is being read, so an idle connection costs little; the limit
/// that `readLine` is given is what bounds the memory of a session. Bytes are not decoded.
public final class LineReader {
  private static final Logger LOG = System.getLogger(LineReader.class.getName());
  private static final int BUFFER_BYTES = 512;

  /// Rubbish up to this is skipped in search of the end of a line; who sends more is not talked to.
  private static final int SKIP_BYTES_MAX = 64 << 10;

  private static final int STEP_BYTES = 64 << 10;

  private final Wire wire;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int from;
  private int to;
  private InputStream in;
  private final ByteArrayOutputStream begun = new ByteArrayOutputStream(0);

  /// Whether the last byte that was taken of the line is a CR.
  private boolean carriage;

  private boolean crLf;

  LineReader(Wire wire, InputStream in) {
    this.wire = wire;
    this.in = in;
  }

  /// Reads from here on from another stream; what was read ahead is forgotten.
  void replace(InputStream other) {
    in = other;
    from = 0;
    to = 0;
    begun.reset();
    carriage = false;
  }

  /// What was read ahead and belongs to the stream that comes next.
  byte[] takeBuffered() {
    byte[] ahead = Arrays.copyOfRange(buffer, from, to);
    from = to;
    return ahead;
  }

  /// The next line within the limits of the protocol.
  public Line readLine() {
    return readLine(wire.limits().lineBytes(), wire.limits().idleMillis());
  }

  /// The next line: at most `bytesMax` with its end, CR LF or a bare LF, and whole within
  /// `idleMillis`.
  public Line readLine(int bytesMax, int idleMillis) {
    long deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(idleMillis);
    while (!wire.isStopping()) {
      int end = indexOfLineEnd();
      int until = end < 0 ? to : end;
      lookAtLast(until);
      if (begun.size() + (end < 0 ? to - from : end + 1 - from) > bytesMax) {
        from = until;
        begun.reset();
        return Line.Missing.TOO_LONG;
      }
      begun.write(buffer, from, until - from);
      if (end >= 0) {
        from = end + 1;
        return takeLine();
      }
      from = to;
      switch (fill(deadline)) {
        case SOME -> {}
        case LATE -> {
          return Line.Missing.IDLE;
        }
        case END -> {
          return wire.isStopping() ? Line.Missing.STOPPING : Line.Missing.END;
        }
      }
    }
    return Line.Missing.STOPPING;
  }

  private Line.Text takeLine() {
    byte[] bytes = begun.toByteArray();
    begun.reset();
    endLine();
    return new Line.Text(crLf ? Arrays.copyOf(bytes, bytes.length - 1) : bytes);
  }

  private void lookAtLast(int until) {
    carriage = until > from ? buffer[until - 1] == '\r' : carriage;
  }

  private void endLine() {
    crLf = carriage;
    carriage = false;
  }

  /// Whether the line that was read or skipped last ended with CR LF, and not with a bare LF.
  public boolean endedWithCrLf() {
    return crLf;
  }

  /// Reads to the end of the line that was too long. False when there is none in 64 kB.
  public boolean skipLine() {
    long deadline = deadline();
    int skipped = 0;
    while (skipped <= SKIP_BYTES_MAX) {
      int end = indexOfLineEnd();
      lookAtLast(end < 0 ? to : end);
      if (end >= 0) {
        from = end + 1;
        endLine();
        return true;
      }
      skipped += to - from;
      from = to;
      if (fill(deadline) != Filled.SOME) {
        return false;
      }
    }
    return false;
  }

  /// Exactly so many bytes; the caller has bounded `count`. Each 64 kB must come within
  /// the idle time.
  public byte[] readBytes(int count) throws ClientGoneException {
    byte[] bytes = new byte[Math.min(count, STEP_BYTES)];
    int filled = 0;
    while (filled < count) {
      if (filled == bytes.length) { // grown as it comes: a promise of bytes is worth nothing
        bytes = Arrays.copyOf(bytes, (int) Math.min(count, 2L * filled));
      }
      int stepEnd = Math.min(bytes.length, filled + STEP_BYTES);
      long deadline = deadline();
      while (filled < stepEnd) {
        if (from == to && fill(deadline) != Filled.SOME) {
          throw new ClientGoneException((count - filled) + " bytes did not come");
        }
        int step = Math.min(stepEnd - filled, to - from);
        System.arraycopy(buffer, from, bytes, filled, step);
        from += step;
        filled += step;
      }
    }
    return bytes;
  }

  /// Whether something came that was not read yet. Until it did, replies should be flushed.
  public boolean inputWaits() {
    try {
      return from < to || in.available() > 0;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "client went away", e);
      return false; // reading tells
    }
  }

  private long deadline() {
    return System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(wire.limits().idleMillis());
  }

  private int indexOfLineEnd() {
    for (int i = from; i < to; i++) {
      if (buffer[i] == '\n') {
        return i;
      }
    }
    return -1;
  }

  private enum Filled {
    SOME,
    LATE,
    END
  }

  private Filled fill(long deadlineNanos) {
    long left = TimeUnit.NANOSECONDS.toMillis(deadlineNanos - System.nanoTime());
    if (left <= 0) {
      return Filled.LATE;
    }
    from = 0;
    to = 0;
    try {
      wire.waitAtMost((int) left);
      to = Math.max(0, in.read(buffer, 0, buffer.length));
      return to > 0 ? Filled.SOME : Filled.END;
    } catch (SocketTimeoutException _) {
      return Filled.LATE;
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "client went away", e);
      return Filled.END;
    }
  }
}
