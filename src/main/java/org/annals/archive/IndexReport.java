package org.annals.archive;

import java.util.List;

/// What bringing the index up to git did. `warnings` name commits that could not be read.
public record IndexReport(
    long commits,
    long added,
    long duplicates,
    long removed,
    long withoutId,
    List<String> warnings) {
  static final int WARNINGS_MAX = 100;

  public static final IndexReport NOTHING = new IndexReport(0, 0, 0, 0, 0, List.of());

  public IndexReport plus(IndexReport other) {
    List<String> all = new java.util.ArrayList<>(warnings);
    other.warnings.stream().limit(Math.max(0, WARNINGS_MAX - all.size())).forEach(all::add);
    return new IndexReport(
        commits + other.commits,
        added + other.added,
        duplicates + other.duplicates,
        removed + other.removed,
        withoutId + other.withoutId,
        List.copyOf(all));
  }
}
