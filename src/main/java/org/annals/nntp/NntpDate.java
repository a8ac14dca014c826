package org.annals.nntp;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/// Times as NNTP has them, in seconds since 1970, always UTC.
final class NntpDate {
  private static final DateTimeFormatter NOW =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT).withZone(ZoneOffset.UTC);

  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };

  /// The last second of the year 9999, and the first of the year 0: what four digits can say.
  private static final long SECONDS_MAX = 253_402_300_799L;

  private static final long SECONDS_MIN = -62_167_219_200L;

  private NntpDate() {}

  /// `yyyymmdd` or `yymmdd`, and `hhmmss` (RFC 3977 §7.3.2): two digits are the year that is next
  /// to now in the past, as far as this century goes.
  static long parse(String date, String time, Instant now) {
    boolean dated = hasDigits(date, 6) || hasDigits(date, 8);
    if (!dated || !hasDigits(time, 6)) {
      throw new Refusal(Refused.SYNTAX);
    }
    int rest = date.length() - 4;
    int year = Integer.parseInt(date.substring(0, rest));
    if (rest == 2) {
      int current = now.atOffset(ZoneOffset.UTC).getYear();
      year += current - current % 100 - (year > current % 100 ? 100 : 0);
    }
    try {
      return LocalDateTime.of(
              year,
              two(date, rest),
              two(date, rest + 2),
              two(time, 0),
              two(time, 2),
              Math.min(two(time, 4), 59)) // a leap second
          .toEpochSecond(ZoneOffset.UTC);
    } catch (DateTimeException _) {
      throw new Refusal(Refused.SYNTAX);
    }
  }

  private static boolean hasDigits(String text, int count) {
    return text.length() == count && text.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static int two(String text, int at) {
    return Integer.parseInt(text.substring(at, at + 2));
  }

  /// As the DATE command says it.
  static String stamp(Instant now) {
    return NOW.format(now);
  }

  /// As in a Date header: `Mon, 06 May 2019 11:01:02 +0000`.
  static void append(StringBuilder out, long seconds) {
    LocalDateTime time =
        LocalDateTime.ofEpochSecond(
            Math.clamp(seconds, SECONDS_MIN, SECONDS_MAX), 0, ZoneOffset.UTC);
    out.append(DAYS[time.getDayOfWeek().getValue() - 1]).append(", ");
    appendTwo(out, time.getDayOfMonth());
    out.append(' ').append(MONTHS[time.getMonthValue() - 1]).append(' ');
    appendTwo(out, time.getYear() / 100);
    appendTwo(out, time.getYear() % 100);
    out.append(' ');
    appendTwo(out, time.getHour());
    out.append(':');
    appendTwo(out, time.getMinute());
    out.append(':');
    appendTwo(out, time.getSecond());
    out.append(" +0000");
  }

  private static void appendTwo(StringBuilder out, int value) {
    out.append((char) ('0' + value / 10)).append((char) ('0' + value % 10));
  }
}
