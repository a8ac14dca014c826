package org.annals.web;

import java.time.DateTimeException;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import org.annals.index.TimeWindow;

/// The `t` parameter: `T` up to, `T-` from, `A-B` between; `T` is `YYYYMMDD[HH[MM[SS]]]` in UTC.
final class Stamp {
  /// Years that four digits can say.
  private static final long FIRST = LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

  private static final long LAST =
      LocalDateTime.of(9999, 12, 31, 23, 59, 59).toEpochSecond(ZoneOffset.UTC);

  private Stamp() {}

  static Optional<TimeWindow> parse(String text) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      return seconds(text).map(TimeWindow::until);
    }
    Optional<Long> from = seconds(text.substring(0, dash));
    if (dash == text.length() - 1) {
      return from.map(TimeWindow::since);
    }
    Optional<Long> to = seconds(text.substring(dash + 1));
    return from.isPresent() && to.isPresent() && from.get() <= to.get()
        ? Optional.of(TimeWindow.between(from.get(), to.get()))
        : Optional.empty();
  }

  /// Empty for the window of everything, which needs no parameter.
  static String print(TimeWindow window) {
    boolean from = window.from() != Long.MIN_VALUE;
    boolean to = window.to() != Long.MAX_VALUE;
    if (from && to) {
      return digits(window.from()) + "-" + digits(window.to());
    }
    return from ? digits(window.from()) + "-" : to ? digits(window.to()) : "";
  }

  static String digits(long seconds) {
    long clamped = Math.clamp(seconds, FIRST, LAST);
    LocalDateTime t = LocalDateTime.ofEpochSecond(clamped, 0, ZoneOffset.UTC);
    long day = t.getYear() * 10_000L + t.getMonthValue() * 100L + t.getDayOfMonth();
    long clock = t.getHour() * 10_000L + t.getMinute() * 100L + t.getSecond();
    String all = Long.toString(day * 1_000_000L + clock);
    return "0".repeat(14 - all.length()) + all;
  }

  private static Optional<Long> seconds(String digits) {
    int length = digits.length();
    if (length < 8 || length > 14 || length % 2 != 0) {
      return Optional.empty();
    }
    for (int i = 0; i < length; i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        return Optional.empty();
      }
    }
    String full = digits + "0".repeat(14 - length);
    try {
      return Optional.of(
          LocalDateTime.of(
                  Integer.parseInt(full.substring(0, 4)),
                  Integer.parseInt(full.substring(4, 6)),
                  Integer.parseInt(full.substring(6, 8)),
                  Integer.parseInt(full.substring(8, 10)),
                  Integer.parseInt(full.substring(10, 12)),
                  Integer.parseInt(full.substring(12, 14)))
              .toEpochSecond(ZoneOffset.UTC));
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }
}
