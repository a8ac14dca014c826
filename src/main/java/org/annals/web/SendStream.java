package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;

/// The way to the client: gathers small writes, and knows the length of what fits its buffer.
///
/// `finish` ends the answer. What was not finished was cut off, and the client must learn that from
/// the connection.
final class SendStream extends OutputStream {
  private static final int BUFFER_BYTES = 32 << 10;

  /// Takes bytes; `last` ends the answer. Throws `ClientGone` when nobody takes them.
  interface Wire {
    void write(boolean last, ByteBuffer bytes) throws IOException;
  }

  /// The client is gone. No error of ours, and nobody is left to tell.
  static final class ClientGone extends IOException {
    private static final long serialVersionUID = 1;

    ClientGone(IOException cause) {
      super(cause);
    }
  }

  private final Turns.Turn turn;
  private final Wire wire;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int used;

  SendStream(Turns.Turn turn, Wire wire) {
    this.turn = turn;
    this.wire = wire;
  }

  @Override
  public void write(int b) throws IOException {
    if (used == buffer.length) {
      send(false);
    }
    buffer[used++] = (byte) b;
  }

  @Override
  public void write(byte[] bytes, int offset, int count) throws IOException {
    int at = offset;
    int left = count;
    while (left > 0) {
      if (used == buffer.length) {
        send(false);
      }
      int step = Math.min(left, buffer.length - used);
      System.arraycopy(bytes, at, buffer, used, step);
      used += step;
      at += step;
      left -= step;
    }
  }

  /// Sends what there is, for answers that go on for long.
  @Override
  public void flush() throws IOException {
    if (used > 0) {
      send(false);
    }
  }

  void finish() throws IOException {
    send(true);
  }

  private void send(boolean last) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(buffer, 0, used);
    used = 0;
    turn.pause();
    wire.write(last, bytes);
    if (!last) {
      turn.resume();
    }
  }
}
