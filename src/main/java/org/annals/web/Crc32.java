package org.annals.web;

import java.util.zip.CRC32;

/// Checksums of gzip (RFC 1952 §8) put together from those of the parts.
///
/// A CRC is the remainder of the text, seen as a polynomial over two elements, by a fixed one.
/// Text that follows multiplies what came before by x to the number of its bits, so the checksum
/// of two texts is that of the first times such a power, plus that of the second. Bits are the
/// other way round than one writes them: the highest stands for x to the 0.
final class Crc32 {
  private static final int POLYNOMIAL = 0xedb88320;
  private static final int ONE = 1 << 31;

  /// `POWERS[n]` is x to the 2 to the n.
  private static final int[] POWERS = powers();

  private Crc32() {}

  private static int[] powers() {
    int[] powers = new int[Long.SIZE];
    powers[0] = ONE >>> 1;
    for (int n = 1; n < powers.length; n++) {
      powers[n] = product(powers[n - 1], powers[n - 1]);
    }
    return powers;
  }

  static int of(byte[] text) {
    CRC32 crc = new CRC32();
    crc.update(text);
    return (int) crc.getValue();
  }

  /// What a text of this many bytes multiplies the checksum of all before it by.
  static int shift(long bytes) {
    int shift = ONE;
    int power = 3; // eight bits are a byte
    for (long left = bytes; left != 0; left >>>= 1) {
      if ((left & 1) != 0) {
        shift = product(POWERS[power], shift);
      }
      power++;
    }
    return shift;
  }

  /// The checksum of two texts in a row; `shift` is that of the second.
  static int joined(int first, int second, int shift) {
    return product(shift, first) ^ second;
  }

  private static int product(int a, int b) {
    int product = 0;
    int multiple = b;
    for (int left = a; left != 0; left <<= 1) {
      product ^= multiple & (left >> 31);
      multiple = (multiple >>> 1) ^ (POLYNOMIAL & -(multiple & 1));
    }
    return product;
  }
}
