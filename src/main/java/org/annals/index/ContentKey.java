package org.annals.index;

import java.nio.ByteBuffer;

/// The first 16 bytes of a content hash: equal for copies of one mail.
public record ContentKey(long high, long low) {
  public static ContentKey of(byte[] sha256) {
    ByteBuffer bytes = ByteBuffer.wrap(sha256);
    return new ContentKey(bytes.getLong(), bytes.getLong());
  }
}
