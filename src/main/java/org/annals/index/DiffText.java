package org.annals.index;

import java.util.List;
import java.util.Set;

/// The diffs of a message, taken apart. Lines have their first column; paths are without `a/` and
/// `b/`, of both sides; blob ids are as abbreviated in the mail.
public record DiffText(
    String removed,
    String added,
    String context,
    String hunks,
    List<String> paths,
    Set<String> blobsBefore,
    Set<String> blobsAfter) {
  public static final DiffText NONE = new DiffText("", "", "", "", List.of(), Set.of(), Set.of());

  int characters() {
    return removed.length() + added.length() + context.length() + hunks.length();
  }
}
