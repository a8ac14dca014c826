package org.annals.imap;

import java.util.Arrays;
import java.util.BitSet;
import java.util.PrimitiveIterator;

/// Numbers of messages, each once, ascending; kept as ranges, so a mailbox without gaps is one
/// range however large. Immutable.
final class UidSet {
  static final UidSet EMPTY = new UidSet(new int[0], new int[0], 0);

  /// Article numbers are held in 31 bits; RFC 9051 §2.3.1.1 has one more.
  static final long UID_MAX = Integer.MAX_VALUE;

  private final int[] firsts;
  private final int[] lasts;

  /// How many members stand before each range.
  private final int[] before;

  private final int size;

  private UidSet(int[] firsts, int[] lasts, int count) {
    this.firsts = Arrays.copyOf(firsts, count);
    this.lasts = Arrays.copyOf(lasts, count);
    this.before = new int[count];
    int sum = 0;
    for (int i = 0; i < count; i++) {
      before[i] = sum;
      sum += lasts[i] - firsts[i] + 1;
    }
    this.size = sum;
  }

  /// Puts a set together from ranges that come in ascending order and may touch or overlap.
  static final class Builder {
    private int[] firsts = new int[8];
    private int[] lasts = new int[8];
    private int count;

    void add(long first, long last) {
      int from = (int) Math.max(1, first);
      int to = (int) Math.min(UID_MAX, last);
      if (first > UID_MAX || to < from) {
        return;
      }
      if (count > 0 && from <= lasts[count - 1] + 1L) {
        lasts[count - 1] = Math.max(lasts[count - 1], to);
        return;
      }
      if (count == firsts.length) {
        firsts = Arrays.copyOf(firsts, 2 * count);
        lasts = Arrays.copyOf(lasts, 2 * count);
      }
      firsts[count] = from;
      lasts[count++] = to;
    }

    UidSet build() {
      return count == 0 ? EMPTY : new UidSet(firsts, lasts, count);
    }
  }

  static UidSet of(BitSet bits) {
    Builder set = new Builder();
    for (int from = bits.nextSetBit(0); from >= 0; ) {
      int to = bits.nextClearBit(from);
      set.add(from, to - 1L);
      from = bits.nextSetBit(to);
    }
    return set.build();
  }

  static UidSet range(long first, long last) {
    Builder set = new Builder();
    set.add(first, last);
    return set.build();
  }

  int size() {
    return size;
  }

  boolean isEmpty() {
    return size == 0;
  }

  /// How many ranges it takes to write it.
  int rangeCount() {
    return firsts.length;
  }

  long first(int range) {
    return firsts[range];
  }

  long last(int range) {
    return lasts[range];
  }

  /// The highest member; 0 if there is none.
  long highest() {
    return size == 0 ? 0 : lasts[lasts.length - 1];
  }

  boolean contains(long number) {
    return position(number) > 0;
  }

  /// The place of a member, from 1 on; 0 if it is none.
  int position(long number) {
    if (number > UID_MAX || number < 1) {
      return 0;
    }
    int found = Arrays.binarySearch(firsts, (int) number);
    int range = found >= 0 ? found : -found - 2;
    return range >= 0 && number <= lasts[range]
        ? before[range] + (int) number - firsts[range] + 1
        : 0;
  }

  /// The member at a place from 1 to `size`.
  long at(int position) {
    int found = Arrays.binarySearch(before, position - 1);
    int range = found >= 0 ? found : -found - 2;
    return firsts[range] + (long) (position - 1 - before[range]);
  }

  UidSet and(UidSet other) {
    Builder both = new Builder();
    int mine = 0;
    int theirs = 0;
    while (mine < firsts.length && theirs < other.firsts.length) {
      both.add(
          Math.max(firsts[mine], other.firsts[theirs]), Math.min(lasts[mine], other.lasts[theirs]));
      if (lasts[mine] < other.lasts[theirs]) {
        mine++;
      } else {
        theirs++;
      }
    }
    return both.build();
  }

  UidSet minus(UidSet other) {
    Builder left = new Builder();
    int theirs = 0;
    for (int mine = 0; mine < firsts.length; mine++) {
      long from = firsts[mine];
      while (theirs < other.firsts.length && other.lasts[theirs] < from) {
        theirs++;
      }
      for (int i = theirs; i < other.firsts.length && other.firsts[i] <= lasts[mine]; i++) {
        left.add(from, other.firsts[i] - 1L);
        from = Math.max(from, other.lasts[i] + 1L);
      }
      left.add(from, lasts[mine]);
    }
    return left.build();
  }

  UidSet or(UidSet other) {
    Builder any = new Builder();
    int mine = 0;
    int theirs = 0;
    while (mine < firsts.length || theirs < other.firsts.length) {
      boolean own =
          theirs == other.firsts.length
              || (mine < firsts.length && firsts[mine] <= other.firsts[theirs]);
      if (own) {
        any.add(firsts[mine], lasts[mine++]);
      } else {
        any.add(other.firsts[theirs], other.lasts[theirs++]);
      }
    }
    return any.build();
  }

  /// The members from `from` to `to`.
  UidSet between(long from, long to) {
    return and(range(from, to));
  }

  /// The places of members at which the members of `chosen` stand.
  UidSet positions(UidSet chosen) {
    Builder places = new Builder();
    UidSet present = and(chosen);
    for (int i = 0; i < present.rangeCount(); i++) {
      int place = position(present.firsts[i]);
      places.add(place, place + (long) present.lasts[i] - present.firsts[i]);
    }
    return places.build();
  }

  /// The members at the given places; those beyond the end do not count.
  UidSet atPositions(UidSet places) {
    Builder members = new Builder();
    for (int i = 0; i < places.firsts.length && places.firsts[i] <= size; i++) {
      int place = places.firsts[i];
      int last = Math.min(places.lasts[i], size);
      while (place <= last) {
        long from = at(place);
        int found = Arrays.binarySearch(before, place - 1);
        int range = found >= 0 ? found : -found - 2;
        int inRange = Math.min(last - place, lasts[range] - (int) from);
        members.add(from, from + inRange);
        place += inRange + 1;
      }
    }
    return members.build();
  }

  PrimitiveIterator.OfLong iterator() {
    return new PrimitiveIterator.OfLong() {
      private int range;
      private long next = size == 0 ? 0 : firsts[0];

      @Override
      public boolean hasNext() {
        return range < firsts.length;
      }

      @Override
      public long nextLong() {
        long number = next;
        if (number < lasts[range]) {
          next = number + 1;
        } else if (++range < firsts.length) {
          next = firsts[range];
        }
        return number;
      }
    };
  }

  @Override
  public boolean equals(Object other) {
    return this == other
        || (other instanceof UidSet set
            && Arrays.equals(firsts, set.firsts)
            && Arrays.equals(lasts, set.lasts));
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(firsts) + Arrays.hashCode(lasts);
  }

  /// As a sequence-set (RFC 9051 §9): `1:5,7`. Empty for the empty set.
  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < firsts.length; i++) {
      text.append(i == 0 ? "" : ",").append(firsts[i]);
      if (lasts[i] > firsts[i]) {
        text.append(':').append(lasts[i]);
      }
    }
    return text.toString();
  }
}
