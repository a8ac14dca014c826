package org.annals.code;

import java.util.ArrayList;
import java.util.List;

/// What following the repositories brought. `warnings` name the repository.
public record CommitReport(long added, long removed, List<String> warnings) {
  public static final CommitReport NOTHING = new CommitReport(0, 0, List.of());

  public CommitReport {
    warnings = List.copyOf(warnings);
  }

  public CommitReport plus(CommitReport other) {
    List<String> all = new ArrayList<>(warnings);
    all.addAll(other.warnings);
    return new CommitReport(added + other.added, removed + other.removed, all);
  }
}
