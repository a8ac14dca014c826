package org.annals.patch;

import java.util.List;

/// A hunk ready to be applied: its lines before and after the change, each with its line end.
///
/// `trailing` counts the lines at the end that do not change.
record Hunk(HunkHeader header, List<String> before, List<String> after, int trailing) {
  /// Where the hunk begins in a file to which the hunks before it were applied, from 0.
  int expected() {
    return Math.max(0, header.newStart() - 1);
  }

  /// Whether it fits nowhere but at the start of a file.
  boolean atStart() {
    return header.oldStart() <= 1;
  }

  /// Whether it fits nowhere but at the end of a file.
  boolean atEnd() {
    return trailing == 0;
  }
}
