package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What a client posts: only so much of it, for only so long. One thread.
///
/// A body that breaks off, or stops coming, is the client's doing, and refused as such.
final class RequestBody extends InputStream {
  private final InputStream in;
  private final int bytesMax;
  private final long deadline;
  private long read;

  RequestBody(InputStream in, int bytesMax, int millis) {
    this.in = in;
    this.bytesMax = bytesMax;
    this.deadline = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  @Override
  public int read(byte[] into, int offset, int count) throws IOException {
    int got;
    try {
      got = in.read(into, offset, count);
    } catch (IOException e) {
      if (e.getCause() instanceof TimeoutException) {
        throw tooSlow();
      }
      throw new Refusal(Refusal.Reason.MALFORMED, "The body of the request broke off.");
    }
    if (System.nanoTime() - deadline > 0) {
      throw tooSlow();
    }
    read += Math.max(got, 0);
    if (read > bytesMax) {
      throw new Refusal(
          Refusal.Reason.TOO_LARGE,
          "The body of the request has more than " + bytesMax + " bytes.");
    }
    return got;
  }

  private static Refusal tooSlow() {
    return new Refusal(Refusal.Reason.TIMEOUT, "The body of the request took too long.");
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
