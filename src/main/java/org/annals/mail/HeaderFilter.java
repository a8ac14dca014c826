package org.annals.mail;

import java.io.IOException;
import java.io.OutputStream;

/// Copies a header block without certain fields, byte for byte otherwise.
///
/// Unlike [Headers] it sees the whole block, however long.
final class HeaderFilter {
  private final String[] dropped;

  HeaderFilter(String... dropped) {
    this.dropped = dropped;
  }

  /// Whether any field of the block would be dropped.
  boolean matches(byte[] bytes, HeaderBlock block) {
    int at = block.start();
    while (at < block.end()) {
      int end = Ascii.lineEnd(bytes, at, block.end(), block.lineBreak());
      if (isDropped(bytes, at, end)) {
        return true;
      }
      at = end;
    }
    return false;
  }

  void copy(byte[] bytes, HeaderBlock block, OutputStream out) throws IOException {
    int kept = block.start(); // [kept, at) is to be copied
    boolean dropping = false;
    int at = block.start();
    while (at < block.end()) {
      int end = Ascii.lineEnd(bytes, at, block.end(), block.lineBreak());
      boolean folded = at > block.start() && (bytes[at] == ' ' || bytes[at] == '\t');
      boolean drop = folded ? dropping : isDropped(bytes, at, end);
      if (drop && !dropping) {
        out.write(bytes, kept, at - kept);
      } else if (!drop && dropping) {
        kept = at;
      }
      dropping = drop;
      at = end;
    }
    if (!dropping) {
      out.write(bytes, kept, block.end() - kept);
    }
  }

  private boolean isDropped(byte[] bytes, int from, int to) {
    int nameEnd = HeaderBlock.nameEnd(bytes, from, to);
    for (String name : dropped) {
      if (nameEnd > 0 && Ascii.equalsIgnoreCase(bytes, from, nameEnd, name)) {
        return true;
      }
    }
    return false;
  }
}
