package org.annals.net;

import java.io.IOException;
import java.io.OutputStream;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.Deflater;
import org.jspecify.annotations.Nullable;

/// One direction of a compressed connection: raw deflate, at each flush brought to where the client
/// can read all (RFC 8054 §2.2.2, RFC 4978 §3). One thread at a time.
///
/// A deflater takes 256 kB outside the heap. Between flushes there is none: after a sync flush a
/// new one may go on where the last one ended, as long as it refers to nothing before. So thousands
/// of idle connections share a few.
final class DeflatedOutput extends OutputStream {
  private static final int CHUNK_BYTES = 8 << 10;

  /// Mail halves its size; better levels save a few percent for twice the time.
  private static final int LEVEL = 4;

  private static final int SPARE_MAX = 8;
  private static final ConcurrentLinkedQueue<Deflater> SPARE = new ConcurrentLinkedQueue<>();
  private static final AtomicInteger SPARES = new AtomicInteger();

  private final OutputStream out;
  private @Nullable Deflater deflater;

  DeflatedOutput(OutputStream out) {
    this.out = out;
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int begin, int length) throws IOException {
    Deflater current = deflater == null ? take() : deflater;
    deflater = current;
    current.setInput(bytes, begin, length);
    drain(current, Deflater.NO_FLUSH);
  }

  @Override
  public void flush() throws IOException {
    Deflater current = deflater;
    if (current != null) {
      drain(current, Deflater.SYNC_FLUSH);
      deflater = null;
      giveBack(current);
    }
    out.flush();
  }

  @Override
  public void close() {
    if (deflater != null) {
      deflater.end();
      deflater = null;
    }
  }

  private void drain(Deflater current, int flush) throws IOException {
    byte[] chunk = new byte[CHUNK_BYTES];
    int count;
    do {
      count = current.deflate(chunk, 0, chunk.length, flush);
      out.write(chunk, 0, count);
    } while (count == chunk.length || !current.needsInput());
  }

  private static Deflater take() {
    Deflater spare = SPARE.poll();
    if (spare == null) {
      return new Deflater(LEVEL, true);
    }
    SPARES.decrementAndGet();
    return spare;
  }

  private static void giveBack(Deflater used) {
    if (SPARES.incrementAndGet() > SPARE_MAX) {
      SPARES.decrementAndGet();
      used.end();
    } else {
      used.reset();
      SPARE.add(used);
    }
  }
}
