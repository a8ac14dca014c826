package org.annals.ingest;

/// Mail as it lies in git: servers send CR LF for LF.
final class LineEnds {
  private LineEnds() {}

  /// Each CR LF made LF.
  static byte[] unix(byte[] mail) {
    byte[] out = new byte[mail.length];
    int size = 0;
    for (int i = 0; i < mail.length; i++) {
      if (mail[i] != '\r' || i + 1 == mail.length || mail[i + 1] != '\n') {
        out[size++] = mail[i];
      }
    }
    return size == mail.length ? mail : java.util.Arrays.copyOf(out, size);
  }
}
