package org.annals.archive;

import java.util.Map;
import java.util.Set;
import org.annals.store.BlobId;

/// Article numbers of one inbox in the order of its commits: one more than the last, but for what
/// the control inbox says. One thread.
final class Numbers {
  private final Set<Long> burnt;
  private final Map<BlobId, Long> assigned;
  private long highest;

  /// `burnt` are never given; a blob in `assigned` gets its number whatever its place.
  Numbers(long highest, Set<Long> burnt, Map<BlobId, Long> assigned) {
    this.highest = highest;
    this.burnt = burnt;
    this.assigned = assigned;
  }

  long next(BlobId blob) {
    Long fixed = assigned.get(blob);
    if (fixed != null) {
      highest = Math.max(highest, fixed);
      return fixed;
    }
    do {
      highest++;
    } while (burnt.contains(highest));
    return highest;
  }

  /// What `next` would answer.
  long peek(BlobId blob) {
    return new Numbers(highest, burnt, assigned).next(blob);
  }

  long highest() {
    return highest;
  }
}
