package org.annals.archive;

import java.util.ArrayList;
import java.util.List;

/// What an import did. `refused` names what was not taken and why, the first of them.
public record ImportReport(
    long added, long duplicates, long refusals, List<String> refused, IndexReport indexed) {
  static final int REFUSED_LISTED_MAX = 100;

  static final ImportReport NOTHING = new ImportReport(0, 0, 0, List.of(), IndexReport.NOTHING);

  ImportReport plus(ImportReport other) {
    List<String> all = new ArrayList<>(refused);
    other.refused.stream().limit(Math.max(0, REFUSED_LISTED_MAX - all.size())).forEach(all::add);
    return new ImportReport(
        added + other.added,
        duplicates + other.duplicates,
        refusals + other.refusals,
        List.copyOf(all),
        indexed.plus(other.indexed));
  }

  static ImportReport refusal(String what) {
    return new ImportReport(0, 0, 1, List.of(what), IndexReport.NOTHING);
  }
}
