package org.annals.mail;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Scanning of bytes whose interesting values are ASCII.
final class Ascii {
  private static final VarHandle EIGHT =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long ONES = 0x0101_0101_0101_0101L;

  private Ascii() {}

  /// Index of the first `wanted` in `[from, to)`, or -1. Looks at eight bytes at a time: most of
  /// what is read of a mail is looked at for its line ends only.
  static int indexOf(byte[] bytes, int from, int to, char wanted) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long zeroWhereWanted = (long) EIGHT.get(bytes, at) ^ (ONES * wanted);
      long found = (zeroWhereWanted - ONES) & ~zeroWhereWanted & (ONES << 7);
      if (found != 0) {
        return at + Long.numberOfTrailingZeros(found) / Byte.SIZE;
      }
    }
    for (int i = at; i < to; i++) {
      if (bytes[i] == wanted) {
        return i;
      }
    }
    return -1;
  }

  /// Index after the next `lineBreak` at or after `from`, or `to`.
  static int lineEnd(byte[] bytes, int from, int to, char lineBreak) {
    int at = indexOf(bytes, from, to, lineBreak);
    return at < 0 ? to : at + 1;
  }

  /// Whether `[from, to)` holds nothing but CR and LF.
  static boolean isEmptyLine(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != '\r' && bytes[i] != '\n') {
        return false;
      }
    }
    return true;
  }

  /// Whether `[from, to)` holds nothing but space, tab, CR, LF, FF and VT.
  static boolean isBlank(byte[] bytes, int from, int to) {
    for (int i = from; i < to; i++) {
      if (bytes[i] != ' ' && (bytes[i] < '\t' || bytes[i] > '\r')) {
        return false;
      }
    }
    return true;
  }

  static boolean startsWith(byte[] bytes, int from, int to, byte[] prefix) {
    if (to - from < prefix.length) {
      return false;
    }
    for (int i = 0; i < prefix.length; i++) {
      if (bytes[from + i] != prefix[i]) {
        return false;
      }
    }
    return true;
  }

  /// Whether `[from, to)` is `name`, letters compared without case.
  static boolean equalsIgnoreCase(byte[] bytes, int from, int to, String name) {
    if (to - from != name.length()) {
      return false;
    }
    for (int i = 0; i < name.length(); i++) {
      if (lower(bytes[from + i]) != lower(name.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  static int lower(int c) {
    return c >= 'A' && c <= 'Z' ? c + 32 : c;
  }

  static boolean isDigit(int c) {
    return c >= '0' && c <= '9';
  }

  static boolean isLetter(int c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  /// The value of a hexadecimal digit, or -1.
  static int hexDigit(int c) {
    if (isDigit(c)) {
      return c - '0';
    }
    int letter = lower(c);
    return letter >= 'a' && letter <= 'f' ? letter - 'a' + 10 : -1;
  }

  /// `a-z` for `A-Z`, everything else as it is: never depends on a locale.
  static String lower(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (lower(text.charAt(i)) != text.charAt(i)) {
        StringBuilder out = new StringBuilder(text);
        for (int k = i; k < out.length(); k++) {
          out.setCharAt(k, (char) lower(out.charAt(k)));
        }
        return out.toString();
      }
    }
    return text;
  }

  /// `text` without space, tab, CR and LF at its ends.
  static String strip(String text) {
    int from = 0;
    int to = text.length();
    while (from < to && isSpace(text.charAt(from))) {
      from++;
    }
    while (to > from && isSpace(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  static boolean isSpace(int c) {
    return c == ' ' || c == '\t' || c == '\r' || c == '\n';
  }
}
