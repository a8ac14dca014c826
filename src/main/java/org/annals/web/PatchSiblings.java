package org.annals.web;

import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import org.annals.index.Posting;
import org.annals.patch.SubjectPrefix;

/// The patches of one mailing of a series, by their numbers, as far as one conversation holds them.
///
/// Patches belong together that one person sent with the same version and total; a thread may hold
/// several series.
record PatchSiblings(SubjectPrefix prefix, SortedMap<Integer, Posting> byNumber) {
  /// Empty for what is no numbered patch, also for replies to one.
  static PatchSiblings of(Posting posting, List<Posting> conversation) {
    SubjectPrefix own = SubjectPrefix.parse(posting.overview().subject());
    SortedMap<Integer, Posting> byNumber = new TreeMap<>();
    if (!isNumbered(own)) {
      return new PatchSiblings(own, byNumber);
    }
    byNumber.put(own.number(), posting);
    for (Posting other : conversation) {
      if (other.overview().from().equals(posting.overview().from())) {
        SubjectPrefix prefix = SubjectPrefix.parse(other.overview().subject());
        boolean same =
            isNumbered(prefix)
                && prefix.total() == own.total()
                && prefix.versionText().equals(own.versionText());
        if (same) {
          byNumber.putIfAbsent(prefix.number(), other);
        }
      }
    }
    return new PatchSiblings(own, byNumber);
  }

  private static boolean isNumbered(SubjectPrefix prefix) {
    return prefix.patch() && !prefix.reply() && prefix.number() >= 0;
  }
}
