package org.annals.net;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Finds line ends in text, eight bytes at a time: it is what sending a message mostly consists of.
public final class LineEnds {
  private static final VarHandle LONGS =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);

  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;
  private static final long ONES = 0x0101010101010101L;
  private static final long HIGH_BITS = 0x8080808080808080L;

  private LineEnds() {}

  /// Where the first LF of `[from, to)` is, `to` if there is none.
  public static int indexOf(byte[] text, int from, int to) {
    int at = from;
    for (; at + Long.BYTES <= to; at += Long.BYTES) {
      long different = (long) LONGS.get(text, at) ^ LINE_FEEDS;
      long zeros = (different - ONES) & ~different & HIGH_BITS; // the lowest is a zero byte's
      if (zeros != 0) {
        return at + Long.numberOfTrailingZeros(zeros) / Byte.SIZE;
      }
    }
    while (at < to && text[at] != '\n') {
      at++;
    }
    return at;
  }
}
