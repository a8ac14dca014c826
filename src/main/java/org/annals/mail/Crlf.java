package org.annals.mail;

/// The form that mail has on the wire: every line ends in CRLF (RFC 5322 §2.3).
public final class Crlf {
  private Crlf() {}

  /// The bytes with a CR before each LF that has none; the same array if there is nothing to do.
  public static byte[] of(byte[] raw) {
    int bare = 0;
    for (int at = Ascii.indexOf(raw, 0, raw.length, '\n'); at >= 0; at = next(raw, at)) {
      bare += isBare(raw, at) ? 1 : 0;
    }
    if (bare == 0) {
      return raw;
    }
    byte[] out = new byte[raw.length + bare];
    int size = 0;
    int from = 0;
    for (int at = Ascii.indexOf(raw, 0, raw.length, '\n'); at >= 0; at = next(raw, at)) {
      System.arraycopy(raw, from, out, size, at - from);
      size += at - from;
      if (isBare(raw, at)) {
        out[size++] = '\r';
      }
      out[size++] = '\n';
      from = at + 1;
    }
    System.arraycopy(raw, from, out, size, raw.length - from);
    return out;
  }

  private static int next(byte[] raw, int at) {
    return Ascii.indexOf(raw, at + 1, raw.length, '\n');
  }

  private static boolean isBare(byte[] raw, int lineFeed) {
    return lineFeed == 0 || raw[lineFeed - 1] != '\r';
  }
}
