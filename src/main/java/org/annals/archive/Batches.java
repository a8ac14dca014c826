package org.annals.archive;

import java.util.ArrayList;
import java.util.List;

/// Lists in pieces, for what takes only so many at once.
final class Batches {
  private Batches() {}

  static <T> List<List<T>> of(List<T> all, int size) {
    List<List<T>> pieces = new ArrayList<>();
    for (int from = 0; from < all.size(); from += size) {
      pieces.add(all.subList(from, Math.min(all.size(), from + size)));
    }
    return pieces;
  }
}
