package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import org.jspecify.annotations.Nullable;

/// A body as one gzip stream (RFC 1952), joined from what is compressed now and what was compressed
/// before. `finish` completes it, so that what failed half-way stays visibly incomplete; closing
/// frees the compressor but not the stream below.
final class Gzip extends BodyStream implements AutoCloseable {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};

  /// The last block of deflate, with nothing in it.
  private static final byte[] LAST_BLOCK = {3, 0};

  private final OutputStream out;
  private @Nullable Compressor compressor;

  /// Of the text that the compressor holds blocks of.
  private final CRC32 openCrc = new CRC32();

  private int openLength;

  /// Of all text before that.
  private int crc;

  private long length;

  Gzip(OutputStream out, Fragments fragments) throws IOException {
    super(fragments);
    this.out = out;
    out.write(HEADER);
  }

  @Override
  void text(byte[] bytes, int offset, int count) throws IOException {
    if (openLength > Integer.MAX_VALUE - count) {
      closeBlocks();
    }
    Compressor open = compressor == null ? Compressor.take() : compressor;
    compressor = open;
    open.write(bytes, offset, count, out);
    openCrc.update(bytes, offset, count);
    openLength += count;
  }

  @Override
  byte @Nullable [] joined(Fragment fragment, byte @Nullable [] text, byte @Nullable [] beforeText)
      throws IOException {
    closeBlocks();
    out.write(fragment.deflated());
    add(fragment.length(), fragment.crc(), fragment.shift());
    return text;
  }

  private void closeBlocks() throws IOException {
    if (compressor != null && openLength > 0) {
      compressor.flush(out);
      add(openLength, (int) openCrc.getValue(), Crc32.shift(openLength));
      openCrc.reset();
      openLength = 0;
    }
  }

  private void add(int textLength, int textCrc, int shift) {
    crc = Crc32.joined(crc, textCrc, shift);
    length += textLength;
  }

  void finish() throws IOException {
    closeBlocks();
    out.write(LAST_BLOCK);
    byte[] trailer = new byte[8];
    for (int i = 0; i < 4; i++) {
      trailer[i] = (byte) (crc >> (8 * i));
      trailer[4 + i] = (byte) (length >> (8 * i));
    }
    out.write(trailer);
  }

  @Override
  public void close() {
    if (compressor != null) {
      compressor.giveBack();
      compressor = null;
    }
  }
}
