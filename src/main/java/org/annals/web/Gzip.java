package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import java.util.zip.DeflaterOutputStream;

/// A gzip stream (RFC 1952) at a chosen level. Closing frees the compressor but not the stream
/// below; `finish` completes it, so that what failed half-way stays visibly incomplete.
final class Gzip extends OutputStream {
  private static final byte[] HEADER = {0x1f, (byte) 0x8b, 8, 0, 0, 0, 0, 0, 0, (byte) 0xff};
  private static final int BUFFER_BYTES = 16 << 10;

  private final OutputStream out;
  private final Deflater deflater;
  private final DeflaterOutputStream deflated;
  private final CRC32 checksum = new CRC32();
  private long length;

  Gzip(OutputStream out, int level) throws IOException {
    this.out = out;
    this.deflater = new Deflater(level, true);
    this.deflated = new DeflaterOutputStream(out, deflater, BUFFER_BYTES);
    out.write(HEADER);
  }

  @Override
  public void write(int b) throws IOException {
    write(new byte[] {(byte) b}, 0, 1);
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    deflated.write(bytes, offset, count);
    checksum.update(bytes, offset, count);
    length += count;
  }

  void finish() throws IOException {
    deflated.finish();
    byte[] trailer = new byte[8];
    for (int i = 0; i < 4; i++) {
      trailer[i] = (byte) (checksum.getValue() >> (8 * i));
      trailer[4 + i] = (byte) (length >> (8 * i));
    }
    out.write(trailer);
  }

  @Override
  public void close() {
    deflater.end();
  }
}
