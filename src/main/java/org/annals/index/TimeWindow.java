package org.annals.index;

import org.jspecify.annotations.Nullable;

/// Which messages by received time, both ends inclusive, and from which end: the `t` parameter.
/// `?t=T` is everything up to T, newest first; `?t=T-` from T on, oldest first; `?t=A-B` between.
///
/// Several messages bear the same second: of those at the end where the list begins, only what
/// comes behind `past` is meant, if there is one.
public record TimeWindow(long from, long to, boolean oldestFirst, @Nullable Slot past) {
  public static final TimeWindow NEWEST =
      new TimeWindow(Long.MIN_VALUE, Long.MAX_VALUE, false, null);

  public static TimeWindow until(long time) {
    return new TimeWindow(Long.MIN_VALUE, time, false, null);
  }

  public static TimeWindow since(long time) {
    return new TimeWindow(time, Long.MAX_VALUE, true, null);
  }

  public static TimeWindow between(long from, long to) {
    return new TimeWindow(from, to, false, null);
  }

  public TimeWindow past(Slot slot) {
    return new TimeWindow(from, to, oldestFirst, slot);
  }

  /// What comes behind a message of this window when it is read on in the same direction.
  public TimeWindow after(Posting last) {
    return oldestFirst
        ? new TimeWindow(last.received(), to, true, last.slot())
        : new TimeWindow(from, last.received(), false, last.slot());
  }

  /// What comes before a message, read away from it: the other direction, to the end of the list.
  public TimeWindow before(Posting first) {
    return oldestFirst
        ? new TimeWindow(Long.MIN_VALUE, first.received(), false, first.slot())
        : new TimeWindow(first.received(), Long.MAX_VALUE, true, first.slot());
  }
}
