package org.annals.api;

import java.util.List;

/// One page of a list, and how long the list is in all.
record Slice<T>(List<T> found, long total) {
  static <T> Slice<T> empty() {
    return new Slice<>(List.of(), 0);
  }
}
