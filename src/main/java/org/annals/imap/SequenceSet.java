package org.annals.imap;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// Numbers as a client names them (RFC 9051 §9, `sequence-set`): ranges in any order, `*` for the
/// highest there is, or `$` for what the last search saved (RFC 5182).
record SequenceSet(List<Range> ranges, boolean saved) {
  /// What `*` is until the mailbox is known.
  static final long STAR = Long.MAX_VALUE;

  /// RFC 9051 §9, `nz-number`
  static final long NUMBER_MAX = 0xffff_ffffL;

  record Range(long one, long other) {}

  static final SequenceSet SAVED = new SequenceSet(List.of(), true);

  /// Every number.
  static final SequenceSet ALL = new SequenceSet(List.of(new Range(1, STAR)), false);

  SequenceSet {
    ranges = List.copyOf(ranges);
  }

  /// Whether a number in it is above `highest`, or it needs one where there is none.
  boolean exceeds(long highest) {
    return ranges.stream()
        .anyMatch(range -> isAbove(range.one, highest) || isAbove(range.other, highest));
  }

  private static boolean isAbove(long number, long highest) {
    return number == STAR ? highest == 0 : number > highest;
  }

  /// The numbers meant, when `star` is the highest.
  UidSet resolve(long star) {
    List<Range> ascending = new ArrayList<>();
    for (Range range : ranges) {
      long one = range.one == STAR ? star : range.one;
      long other = range.other == STAR ? star : range.other;
      ascending.add(new Range(Math.min(one, other), Math.max(one, other)));
    }
    ascending.sort(Comparator.comparingLong(Range::one));
    UidSet.Builder set = new UidSet.Builder();
    ascending.forEach(range -> set.add(range.one, range.other));
    return set.build();
  }
}
