package org.annals.index;

import java.time.DateTimeException;
import java.time.Instant;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Query.Axis;

/// `A..B`, `A..`, `..B` or one value, of dates and of numbers.
///
/// `d:` has whole days. One moment alone (`dt:`, seconds of `rt:`) begins a span of a day, as in
/// public-inbox. Sizes may end in k, m or g.
final class Ranges {
  private static final long DAY_SECONDS = 86_400;
  private static final Pattern NUMBER = Pattern.compile("(\\d{1,15})([kmgKMG]?)");
  private static final Pattern EPOCH = Pattern.compile("\\d{5,12}");
  private static final String UNITS = "kmg";

  private final Dates dates;

  Ranges(Instant now) {
    this.dates = new Dates(now);
  }

  Query parse(Axis axis, String prefix, String text, int column) throws QueryException {
    int dots = text.indexOf("..");
    if (dots < 0) {
      Dates.Span span = span(axis, prefix, text, column);
      boolean moment = span.from() == span.to() && (axis == Axis.SENT || axis == Axis.RECEIVED);
      return new Query.Between(axis, span.from(), moment ? span.to() + DAY_SECONDS : span.to());
    }
    String left = text.substring(0, dots);
    String right = text.substring(dots + 2);
    long from = left.isEmpty() ? Long.MIN_VALUE : span(axis, prefix, left, column).from();
    long to = right.isEmpty() ? Long.MAX_VALUE : span(axis, prefix, right, column + dots + 2).to();
    return new Query.Between(axis, from, to);
  }

  private Dates.Span span(Axis axis, String prefix, String text, int column) throws QueryException {
    return axis == Axis.SENT || axis == Axis.RECEIVED
        ? date(prefix, text, column)
        : number(prefix, text, column);
  }

  private Dates.Span date(String prefix, String text, int column) throws QueryException {
    if (prefix.equals("rt") && text.length() != 8 && EPOCH.matcher(text).matches()) {
      long second = Long.parseLong(text);
      return new Dates.Span(second, second);
    }
    try {
      Dates.Span span = dates.parse(text);
      return prefix.equals("d") ? Dates.wholeDays(span) : span;
    } catch (DateTimeException | ArithmeticException e) {
      throw new QueryException(
          column, "'" + text + "' is no date; write 2026-07-14, 20260714, 2026-07 or 2.weeks.ago");
    }
  }

  private static Dates.Span number(String prefix, String text, int column) throws QueryException {
    Matcher matcher = NUMBER.matcher(text);
    if (!matcher.matches()) {
      throw new QueryException(
          column, "'" + text + "' is no number; write " + prefix + ":1000..2000");
    }
    long number = Long.parseLong(matcher.group(1));
    String unit = matcher.group(2);
    if (!unit.isEmpty()) {
      int power = UNITS.indexOf(Character.toLowerCase(unit.charAt(0))) + 1;
      number = Math.min(number, Long.MAX_VALUE >> (10 * power)) << (10 * power);
    }
    return new Dates.Span(number, number);
  }
}
