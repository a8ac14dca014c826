package org.annals.index;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Query.Axis;

/// `A..B`, `A..`, `..B` or a single date, in UTC. A date without a time is its whole day.
///
/// Forms: `YYYYMMDD`, `YYYYMMDDHHMMSS`, `YYYY-MM-DD`, `YYYY-MM`, `YYYY`, seconds since 1970 for
/// `rt:`, and relative ones: `today`, `yesterday`, `last.week`, `2.weeks.ago`.
final class DateRange {
  private static final Pattern DIGITS = Pattern.compile("\\d+");
  private static final Pattern AGO =
      Pattern.compile(
          "(?:(\\d{1,4})\\.|last\\.)(second|minute|hour|day|week|month|year)s?(\\.ago)?");

  private final Instant now;

  DateRange(Instant now) {
    this.now = now;
  }

  /// The seconds that a date covers, both inclusive.
  private record Span(long from, long to) {}

  Query parse(Axis axis, String prefix, String text, int column) throws QueryException {
    if (text.isEmpty()) {
      throw new QueryException(column, "'" + prefix + ":' needs a date or a range of dates");
    }
    int dots = rangeDots(text);
    if (dots < 0) {
      Span span = span(prefix, text, column);
      return new Query.Between(axis, span.from(), span.to());
    }
    String left = text.substring(0, dots);
    String right = text.substring(dots + 2);
    long from = left.isEmpty() ? Long.MIN_VALUE : span(prefix, left, column).from();
    long to = right.isEmpty() ? Long.MAX_VALUE : span(prefix, right, column + dots + 2).to();
    return new Query.Between(axis, from, to);
  }

  private static int rangeDots(String text) {
    return text.indexOf("..");
  }

  private Span span(String prefix, String text, int column) throws QueryException {
    try {
      if (DIGITS.matcher(text).matches()) {
        return digits(prefix, text);
      }
      Matcher ago = AGO.matcher(text.toLowerCase(Locale.ROOT));
      if (ago.matches()) {
        return ago(ago);
      }
      LocalDate today = LocalDate.ofInstant(now, ZoneOffset.UTC);
      return switch (text.toLowerCase(Locale.ROOT)) {
        case "now" -> new Span(now.getEpochSecond(), now.getEpochSecond());
        case "today" -> days(today, today);
        case "yesterday" -> days(today.minusDays(1), today.minusDays(1));
        default -> dashed(text);
      };
    } catch (DateTimeException | ArithmeticException e) {
      throw new QueryException(
          column, "'" + text + "' is no date; write 2026-07-14, 20260714, 2026-07 or 2.weeks.ago");
    }
  }

  private static Span digits(String prefix, String text) {
    if (text.length() == 14) {
      LocalDateTime time =
          LocalDateTime.parse(
              text, java.time.format.DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT));
      long second = time.toEpochSecond(ZoneOffset.UTC);
      return new Span(second, second);
    }
    if (prefix.equals("rt") && text.length() >= 9 && text.length() <= 12) {
      long second = Long.parseLong(text);
      return new Span(second, second);
    }
    if (text.length() == 8) {
      LocalDate day = LocalDate.parse(text, java.time.format.DateTimeFormatter.BASIC_ISO_DATE);
      return days(day, day);
    }
    if (text.length() == 4) {
      int year = Integer.parseInt(text);
      return days(LocalDate.of(year, 1, 1), LocalDate.of(year, 12, 31));
    }
    throw new DateTimeException(text);
  }

  private static Span dashed(String text) {
    if (text.length() == 7) {
      YearMonth month = YearMonth.parse(text);
      return days(month.atDay(1), month.atEndOfMonth());
    }
    LocalDate day = LocalDate.parse(text);
    return days(day, day);
  }

  private Span ago(Matcher match) {
    int count = match.group(1) == null ? 1 : Integer.parseInt(match.group(1));
    LocalDateTime time = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
    LocalDateTime then =
        switch (match.group(2)) {
          case "second" -> time.minusSeconds(count);
          case "minute" -> time.minusMinutes(count);
          case "hour" -> time.minusHours(count);
          case "day" -> time.minusDays(count);
          case "week" -> time.minusWeeks(count);
          case "month" -> time.minusMonths(count);
          default -> time.minusYears(count);
        };
    LocalDate day = then.toLocalDate();
    boolean exact = match.group(2).equals("second") || match.group(2).matches("minute|hour");
    long second = then.toEpochSecond(ZoneOffset.UTC);
    return exact ? new Span(second, second) : days(day, day);
  }

  private static Span days(LocalDate first, LocalDate last) {
    return new Span(
        first.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
        last.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1);
  }
}
