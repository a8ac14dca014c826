package org.annals.store;

import java.util.HexFormat;

/// The git object id of a stored message: 40 lower-case hexadecimal digits.
public record BlobId(String hex) {
  public static final int BYTES = 20;

  public BlobId {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("not a git object id: " + hex);
    }
  }

  public static BlobId of(byte[] bytes) {
    return new BlobId(HexFormat.of().formatHex(bytes));
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
