package org.annals.mail;

import java.util.Arrays;

/// Undoes base64 and quoted-printable (RFC 2045 §6), leniently, by hand.
final class TransferCoding {
  private static final byte[] BASE64 = base64Values();

  private TransferCoding() {}

  /// Decoded bytes, and whether the input stopped inside a base64 group.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Decoded(byte[] bytes, boolean truncated) {}

  private static byte[] base64Values() {
    String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    byte[] values = new byte[256];
    Arrays.fill(values, (byte) -1);
    for (int i = 0; i < alphabet.length(); i++) {
      values[alphabet.charAt(i)] = (byte) i;
    }
    return values;
  }

  static boolean isBase64(int c) {
    return c >= 0 && c < 128 && BASE64[c] >= 0;
  }

  /// Characters outside the alphabet are skipped, the first `=` ends it: list software adds plain
  /// footers below encoded text.
  static Decoded base64(byte[] bytes, int from, int to) {
    byte[] out = new byte[(int) ((to - from) * 3L / 4 + 3)];
    int size = 0;
    int group = 0;
    int count = 0;
    boolean padded = false;
    for (int i = from; i < to; i++) {
      int value = BASE64[bytes[i] & 0xff];
      if (value >= 0) {
        group = group << 6 | value;
        if (++count == 4) {
          out[size++] = (byte) (group >> 16);
          out[size++] = (byte) (group >> 8);
          out[size++] = (byte) group;
          group = 0;
          count = 0;
        }
      } else if (bytes[i] == '=') {
        padded = true;
        break;
      }
    }
    if (count >= 2) {
      group <<= 6 * (4 - count);
      out[size++] = (byte) (group >> 16);
      if (count == 3) {
        out[size++] = (byte) (group >> 8);
      }
    }
    boolean truncated = count == 1 || (count > 1 && !padded);
    return new Decoded(size == out.length ? out : Arrays.copyOf(out, size), truncated);
  }

  /// RFC 2045 §6.7. A `=` that starts nothing known is kept; blanks at line ends are dropped.
  static byte[] quotedPrintable(byte[] bytes, int from, int to) {
    byte[] out = new byte[to - from];
    int size = 0;
    int solid = 0; // out[0, solid) does not end in an unencoded blank
    int i = from;
    while (i < to) {
      byte b = bytes[i];
      if (b == '=') {
        int next = afterSoftBreak(bytes, i + 1, to);
        if (next > 0) {
          i = next;
          continue;
        }
        int value = hexPair(bytes, i + 1, to);
        if (value >= 0) {
          out[size++] = (byte) value;
          solid = size;
          i += 3;
          continue;
        }
      }
      if (b == '\n' || (b == '\r' && i + 1 < to && bytes[i + 1] == '\n')) {
        size = solid;
      }
      out[size++] = b;
      solid = b == ' ' || b == '\t' ? solid : size;
      i++;
    }
    return Arrays.copyOf(out, size);
  }

  /// If only blanks and a line end follow, where the next line starts; else -1.
  private static int afterSoftBreak(byte[] bytes, int from, int to) {
    int i = from;
    while (i < to && (bytes[i] == ' ' || bytes[i] == '\t' || bytes[i] == '\r')) {
      i++;
    }
    if (i == to) {
      return to;
    }
    return bytes[i] == '\n' ? i + 1 : -1;
  }

  private static int hexPair(byte[] bytes, int from, int to) {
    if (from + 1 >= to) {
      return -1;
    }
    int high = Ascii.hexDigit(bytes[from]);
    int low = Ascii.hexDigit(bytes[from + 1]);
    return high < 0 || low < 0 ? -1 : high << 4 | low;
  }
}
