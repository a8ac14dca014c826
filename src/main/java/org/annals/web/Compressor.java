package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.Deflater;

/// Deflate (RFC 1951) at the level of the site, with the buffer it needs. One thread at a time.
final class Compressor {
  /// Compression is most of what a page costs; the first level gains most of what there is.
  private static final int LEVEL = Deflater.BEST_SPEED;

  /// How far back deflate can refer.
  static final int WINDOW_BYTES = 32 << 10;

  private static final int BUFFER_BYTES = 16 << 10;
  private static final int IDLE_MAX = 64;

  private static final Idle<Compressor> IDLE =
      new Idle<>(IDLE_MAX, Compressor::new, compressor -> compressor.deflater.end());

  private final Deflater deflater = new Deflater(LEVEL, true);
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private Compressor() {}

  /// To be given back.
  static Compressor take() {
    return IDLE.take();
  }

  void giveBack() {
    deflater.reset();
    IDLE.giveBack(this);
  }

  /// What comes next may refer to the end of `text`. Only before the first text.
  void referTo(byte[] text) {
    int offset = Math.max(0, text.length - WINDOW_BYTES);
    deflater.setDictionary(text, offset, text.length - offset);
  }

  /// Takes text and writes what has become ready.
  void write(byte[] text, int offset, int count, OutputStream out) throws IOException {
    deflater.setInput(text, offset, count);
    while (!deflater.needsInput()) {
      deflate(out, Deflater.NO_FLUSH);
    }
  }

  /// Writes all blocks of what it took, to the end of a byte. What comes later refers to nothing
  /// before.
  void flush(OutputStream out) throws IOException {
    deflate(out, Deflater.FULL_FLUSH);
  }

  private void deflate(OutputStream out, int flush) throws IOException {
    int count = buffer.length;
    while (count == buffer.length) {
      count = deflater.deflate(buffer, 0, buffer.length, flush);
      out.write(buffer, 0, count);
    }
  }
}
