package org.annals.index;

import java.util.Set;

/// One record of a `RecordIndex`: its key, which no other bears, its place in the order, the terms
/// that it is found by, and what it holds.
public record IndexRecord(String key, long rank, Set<String> terms, byte[] value) {
  /// Longer terms cannot be kept.
  public static final int TERM_BYTES_MAX = 8_000;

  public IndexRecord {
    terms = Set.copyOf(terms);
  }
}
