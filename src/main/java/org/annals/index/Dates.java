package org.annals.index;

import java.time.DateTimeException;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.Month;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.temporal.ChronoUnit;
import java.time.temporal.TemporalAdjusters;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Dates as git's "approxidate" understands them without spaces, in UTC, each as what it covers: a
/// year, a month, a day or a second. Where git fills in the time of now, a date has its whole day.
///
/// `20260714`, `20260714103000`, `2026-07-14`, `2026/07/14`, `2026-07-14T10:30`, `2026-07`, `2026`,
/// `jul`, `14.jul.2026`, `monday`, `last.friday`, `yesterday`, `noon`, `2.weeks.ago`, `last.month`,
/// `1.year.2.months.ago`.
final class Dates {
  /// What a date covers, both seconds inclusive.
  record Span(long from, long to) {}

  private static final DateTimeFormatter SECOND =
      DateTimeFormatter.ofPattern("uuuuMMddHHmmss", Locale.ROOT);

  private static final Pattern ISO =
      Pattern.compile(
          "(\\d{4})[-/.](\\d{1,2})[-/.](\\d{1,2})(?:[T.](\\d{1,2}):(\\d{2})(?::(\\d{2}))?Z?)?");

  private static final Pattern YEAR_MONTH = Pattern.compile("(\\d{4})[-/.](\\d{1,2})");
  private static final Pattern AGO = Pattern.compile("((?:(?:\\d{1,5}|[a-z]+)\\.[a-z]+\\.)+)ago");
  private static final Pattern COUNTED = Pattern.compile("(\\d{1,5}|[a-z]+)\\.([a-z]+)");

  private static final List<String> COUNTS =
      List.of(
          "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten");

  private static final Map<String, ChronoUnit> UNITS =
      Map.of(
          "second", ChronoUnit.SECONDS,
          "minute", ChronoUnit.MINUTES,
          "hour", ChronoUnit.HOURS,
          "day", ChronoUnit.DAYS,
          "week", ChronoUnit.WEEKS,
          "month", ChronoUnit.MONTHS,
          "year", ChronoUnit.YEARS);

  private static final int CHARACTERS_MAX = 64;
  private static final int NAME_LETTERS_MIN = 3;
  private static final int NOON = 12;
  private static final int TEA = 17;

  private final LocalDateTime now;

  Dates(Instant now) {
    this.now = LocalDateTime.ofInstant(now, ZoneOffset.UTC);
  }

  /// Throws `DateTimeException` for what is no date.
  Span parse(String text) {
    if (text.length() > CHARACTERS_MAX) {
      throw new DateTimeException(text);
    }
    String lower = text.toLowerCase(Locale.ROOT);
    if (!lower.isEmpty() && lower.chars().allMatch(c -> c >= '0' && c <= '9')) {
      return digits(lower);
    }
    Matcher iso = ISO.matcher(text);
    if (iso.matches()) {
      return iso(iso);
    }
    Matcher month = YEAR_MONTH.matcher(text);
    if (month.matches()) {
      return days(YearMonth.of(number(month, 1), number(month, 2)));
    }
    Matcher ago = AGO.matcher(lower);
    if (ago.matches()) {
      return ago(ago.group(1));
    }
    return switch (lower) {
      case "now" -> second(now);
      case "today" -> day(now.toLocalDate());
      case "yesterday" -> day(now.toLocalDate().minusDays(1));
      case "midnight" -> second(now.toLocalDate().atStartOfDay());
      case "noon" -> hour(NOON);
      case "tea" -> hour(TEA);
      default -> named(lower);
    };
  }

  static Span wholeDays(Span span) {
    return new Span(day(dateOf(span.from())).from(), day(dateOf(span.to())).to());
  }

  private static LocalDate dateOf(long second) {
    return LocalDate.ofInstant(Instant.ofEpochSecond(second), ZoneOffset.UTC);
  }

  private static Span digits(String text) {
    return switch (text.length()) {
      case 14 -> second(LocalDateTime.parse(text, SECOND));
      case 8 -> day(LocalDate.parse(text, DateTimeFormatter.BASIC_ISO_DATE));
      case 4 -> {
        int year = Integer.parseInt(text);
        yield new Span(day(LocalDate.of(year, 1, 1)).from(), day(LocalDate.of(year, 12, 31)).to());
      }
      default -> throw new DateTimeException(text);
    };
  }

  private static Span iso(Matcher iso) {
    LocalDate date = LocalDate.of(number(iso, 1), number(iso, 2), number(iso, 3));
    if (iso.group(4) == null) {
      return day(date);
    }
    if (iso.group(6) != null) {
      return second(date.atTime(number(iso, 4), number(iso, 5), number(iso, 6)));
    }
    long from = second(date.atTime(number(iso, 4), number(iso, 5))).from();
    return new Span(from, from + ChronoUnit.MINUTES.getDuration().toSeconds() - 1);
  }

  private static int number(Matcher matcher, int group) {
    return Integer.parseInt(matcher.group(group));
  }

  /// The most recent such hour.
  private Span hour(int hour) {
    LocalDateTime time = now.toLocalDate().atTime(hour, 0);
    return second(time.isAfter(now) ? time.minusDays(1) : time);
  }

  private Span ago(String counts) {
    LocalDateTime then = now;
    boolean exact = false;
    Matcher each = COUNTED.matcher(counts);
    if (!each.lookingAt()) {
      throw new DateTimeException(counts);
    }
    each.reset();
    while (each.find()) {
      ChronoUnit unit = unit(each.group(2));
      then = then.minus(count(each.group(1)), unit);
      exact |= unit.isTimeBased();
    }
    return exact ? second(then) : day(then.toLocalDate());
  }

  private static int count(String text) {
    if (Character.isDigit(text.charAt(0))) {
      return Integer.parseInt(text);
    }
    int count = text.equals("last") ? 1 : COUNTS.indexOf(text);
    if (count < 0) {
      throw new DateTimeException(text);
    }
    return count;
  }

  private static ChronoUnit unit(String name) {
    ChronoUnit unit = UNITS.get(name.endsWith("s") ? name.substring(0, name.length() - 1) : name);
    if (unit == null) {
      throw new DateTimeException(name);
    }
    return unit;
  }

  /// Names of days and months, with what else tells the date, in any order.
  private Span named(String text) {
    String[] words = text.split("[./-]", -1);
    DayOfWeek weekday = weekday(words[words.length - 1]);
    if (weekday != null && (words.length == 1 || text.startsWith("last."))) {
      return day(now.toLocalDate().with(TemporalAdjusters.previous(weekday)));
    }
    boolean counted = words.length == 2 && month(words[0]) == null && month(words[1]) == null;
    return counted ? ago(text + ".") : dated(words);
  }

  private Span dated(String[] words) {
    Month month = null;
    int year = 0;
    int day = 0;
    for (String word : words) {
      if (month(word) != null) {
        month = month(word);
      } else if (word.matches("\\d{4}")) {
        year = Integer.parseInt(word);
      } else if (word.matches("\\d{1,2}(st|nd|rd|th)?")) {
        day = Integer.parseInt(word.replaceAll("\\D", ""));
      } else {
        throw new DateTimeException(word);
      }
    }
    if (month == null) {
      throw new DateTimeException(String.join(".", words));
    }
    YearMonth found = year > 0 ? YearMonth.of(year, month) : mostRecent(month);
    return day > 0 ? day(found.atDay(day)) : days(found);
  }

  private YearMonth mostRecent(Month month) {
    YearMonth found = YearMonth.of(now.getYear(), month);
    return found.isAfter(YearMonth.from(now)) ? found.minusYears(1) : found;
  }

  private static @Nullable Month month(String word) {
    for (Month month : Month.values()) {
      if (isShortFor(word, month.name())) {
        return month;
      }
    }
    return null;
  }

  private static @Nullable DayOfWeek weekday(String word) {
    for (DayOfWeek day : DayOfWeek.values()) {
      if (isShortFor(word, day.name())) {
        return day;
      }
    }
    return null;
  }

  private static boolean isShortFor(String word, String name) {
    return word.length() >= NAME_LETTERS_MIN && name.regionMatches(true, 0, word, 0, word.length());
  }

  private static Span second(LocalDateTime time) {
    long second = time.toEpochSecond(ZoneOffset.UTC);
    return new Span(second, second);
  }

  private static Span day(LocalDate day) {
    return new Span(
        day.atStartOfDay(ZoneOffset.UTC).toEpochSecond(),
        day.plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1);
  }

  private static Span days(YearMonth month) {
    return new Span(day(month.atDay(1)).from(), day(month.atEndOfMonth()).to());
  }
}
