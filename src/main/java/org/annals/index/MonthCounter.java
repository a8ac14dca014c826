package org.annals.index;

import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.SortedMap;
import java.util.TreeMap;

/// Counts times by month. Quick when they come in order: the calendar is asked once a month. One
/// thread.
final class MonthCounter {
  private static final long DAY_SECONDS = 24 * 3600L;

  private final SortedMap<YearMonth, Integer> months = new TreeMap<>();
  private YearMonth month = YearMonth.of(1970, 1);
  private long start;
  private long end;
  private int pending;

  void count(long time) {
    if (time < start || time >= end) {
      flush();
      month = YearMonth.from(LocalDate.ofEpochDay(Math.floorDiv(time, DAY_SECONDS)));
      start = start(month);
      end = start(month.plusMonths(1));
    }
    pending++;
  }

  /// Only months with something in them.
  SortedMap<YearMonth, Integer> months() {
    flush();
    return months;
  }

  private void flush() {
    if (pending > 0) {
      months.merge(month, pending, Integer::sum);
      pending = 0;
    }
  }

  /// In seconds since 1970.
  static long start(YearMonth month) {
    return month.atDay(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond();
  }
}
