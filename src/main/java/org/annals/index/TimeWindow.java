package org.annals.index;

/// Which messages by received time, both ends inclusive, and from which end: the `t` parameter.
/// `?t=T` is everything up to T, newest first; `?t=T-` from T on, oldest first; `?t=A-B` between.
public record TimeWindow(long from, long to, boolean oldestFirst) {
  public static final TimeWindow NEWEST = new TimeWindow(Long.MIN_VALUE, Long.MAX_VALUE, false);

  public static TimeWindow until(long time) {
    return new TimeWindow(Long.MIN_VALUE, time, false);
  }

  public static TimeWindow since(long time) {
    return new TimeWindow(time, Long.MAX_VALUE, true);
  }
}
