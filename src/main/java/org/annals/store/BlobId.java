package org.annals.store;

import java.util.HexFormat;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectInserter;

/// The git object id of a stored message: 40 lower-case hexadecimal digits.
public record BlobId(String hex) {
  public static final int BYTES = 20;

  /// Nothing at all: what a purge leaves.
  public static final BlobId EMPTY = new BlobId("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391");

  public BlobId {
    if (hex.length() != 2 * BYTES) {
      throw new IllegalArgumentException("not a git object id: " + hex);
    }
  }

  public static BlobId of(byte[] bytes) {
    return new BlobId(HexFormat.of().formatHex(bytes));
  }

  /// What git calls these bytes as an object.
  public static BlobId hashOf(byte[] content) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return new BlobId(formatter.idFor(Constants.OBJ_BLOB, content).name());
    }
  }

  public byte[] bytes() {
    return HexFormat.of().parseHex(hex);
  }

  @Override
  public String toString() {
    return hex;
  }
}
