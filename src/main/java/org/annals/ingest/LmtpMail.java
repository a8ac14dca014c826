package org.annals.ingest;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;

/// A mail as it comes over the wire: at first only what was said of it, then its bytes. One thread.
///
/// Memory is set aside at the server before it is used; [#close] gives it back.
final class LmtpMail implements AutoCloseable {
  private static final int STEP_BYTES = 64 << 10;

  /// So much is kept of a mail that is refused, to know which it was.
  private static final int HEAD_BYTES_MAX = 64 << 10;

  private final LmtpServer server;
  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream(0);
  private byte[] head = new byte[0];
  private int reserved;
  private Fault fault = Fault.NONE;

  /// Why it cannot be taken, whatever comes yet.
  enum Fault {
    NONE,
    TOO_LARGE,
    NO_ROOM,
    LONG_LINE
  }

  LmtpMail(LmtpServer server) {
    this.server = server;
  }

  /// A line of text as it is meant, without line end. What follows a fault is dropped.
  void add(byte[] line, int from) {
    if (fault != Fault.NONE) {
      return;
    }
    int length = line.length - from + 1;
    if (bytes.size() + length > server.limits().messageBytes()) {
      fail(Fault.TOO_LARGE);
      return;
    }
    while (bytes.size() + length > reserved) {
      if (!server.reserve(STEP_BYTES)) {
        fail(Fault.NO_ROOM);
        return;
      }
      reserved += STEP_BYTES;
    }
    bytes.write(line, from, line.length - from);
    bytes.write('\n');
  }

  void fail(Fault why) {
    fault = fault == Fault.NONE ? why : fault;
    head = head();
    bytes.reset();
  }

  Fault fault() {
    return fault;
  }

  /// Its beginning, also of one that has a fault.
  byte[] head() {
    byte[] begun = bytes.toByteArray();
    return begun.length == 0 ? head : Arrays.copyOf(begun, Math.min(begun.length, HEAD_BYTES_MAX));
  }

  byte[] bytes() {
    return bytes.toByteArray();
  }

  @Override
  public void close() {
    server.release(reserved);
    reserved = 0;
  }
}
