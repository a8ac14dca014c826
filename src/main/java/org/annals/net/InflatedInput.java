package org.annals.net;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/// The other direction: raw deflate made plain as it is asked for, never ahead, so that a few bytes
/// that stand for gigabytes only ever fill the reader's buffer. One thread.
final class InflatedInput extends InputStream {
  private static final int CHUNK_BYTES = 512;

  private final InputStream in;
  private final Inflater inflater = new Inflater(true);
  private final byte[] chunk = new byte[CHUNK_BYTES];

  /// `ahead` was read already.
  InflatedInput(byte[] ahead, InputStream in) {
    this.in = in;
    inflater.setInput(ahead);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] bytes, int begin, int length) throws IOException {
    if (length == 0) {
      return 0;
    }
    try {
      while (true) {
        int count = inflater.inflate(bytes, begin, length);
        if (count > 0) {
          return count;
        }
        if (inflater.finished() || inflater.needsDictionary()) {
          return -1;
        }
        int more = in.read(chunk, 0, chunk.length);
        if (more < 0) {
          return -1;
        }
        inflater.setInput(chunk, 0, more);
      }
    } catch (DataFormatException e) {
      throw new EOFException("the client sends no deflated data: " + e.getMessage());
    }
  }

  @Override
  public int available() throws IOException {
    return inflater.getRemaining() + in.available();
  }

  @Override
  public void close() {
    inflater.end();
  }
}
