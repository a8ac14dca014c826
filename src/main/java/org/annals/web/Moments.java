package org.annals.web;

import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.YearMonth;
import java.time.ZoneOffset;
import org.annals.web.View.When;

/// Times as pages show them: UTC, joined by no-break spaces.
final class Moments {
  /// Years of four digits.
  private static final long EARLIEST =
      LocalDateTime.of(1, 1, 1, 0, 0).toEpochSecond(ZoneOffset.UTC);

  private static final long LATEST =
      LocalDateTime.of(9999, 12, 31, 23, 59).toEpochSecond(ZoneOffset.UTC);

  private static final char NB = '\u00a0';
  private static final String[] DAYS = {"Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"};
  private static final String[] MONTHS = {
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"
  };
  private static final String[] MONTH_NAMES = {
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December"
  };

  private Moments() {}

  static LocalDateTime of(long seconds) {
    return LocalDateTime.ofEpochSecond(Math.clamp(seconds, EARLIEST, LATEST), 0, ZoneOffset.UTC);
  }

  /// `day` holds the weekday as well: for the margin of a message.
  static When full(long seconds) {
    LocalDateTime t = of(seconds);
    return new When(iso(t), weekday(t.toLocalDate(), NB) + NB + t.getYear(), date(t), clock(t));
  }

  /// `day` is short: with the time this year, with the year before that.
  static When brief(long seconds, Instant now) {
    LocalDateTime t = of(seconds);
    boolean thisYear = t.getYear() == of(now.getEpochSecond()).getYear();
    String day = date(t) + NB + (thisYear ? clock(t) : String.valueOf(t.getYear()));
    return new When(iso(t), weekday(t.toLocalDate(), NB), day, clock(t));
  }

  /// `Mon 23 Nov`, with the year when it is another one.
  static String heading(LocalDate day, Instant now) {
    boolean thisYear = day.getYear() == of(now.getEpochSecond()).getYear();
    return weekday(day, ' ') + (thisYear ? "" : " " + day.getYear());
  }

  /// `2026-11-23 09:58`
  static String plain(long seconds) {
    LocalDateTime t = of(seconds);
    return t.toLocalDate() + " " + clock(t);
  }

  /// `20 Nov 2026`
  static String date(LocalDate day) {
    return day.getDayOfMonth() + " " + MONTHS[day.getMonthValue() - 1] + " " + day.getYear();
  }

  /// `20 Nov 2026`, `20 to 23 Nov 2026`, `30 Oct to 2 Nov 2026`, `30 Dec 2026 to 2 Jan 2027`
  static String span(LocalDate first, LocalDate last) {
    if (first.equals(last)) {
      return date(last);
    }
    boolean sameYear = first.getYear() == last.getYear();
    boolean sameMonth = sameYear && first.getMonth() == last.getMonth();
    String day = String.valueOf(first.getDayOfMonth());
    String month = day + " " + MONTHS[first.getMonthValue() - 1];
    return (sameMonth ? day : sameYear ? month : date(first)) + " to " + date(last);
  }

  /// `November 2026`
  static String month(YearMonth month) {
    return MONTH_NAMES[month.getMonthValue() - 1] + " " + month.getYear();
  }

  /// `Nov`
  static String shortMonth(YearMonth month) {
    return MONTHS[month.getMonthValue() - 1];
  }

  /// `Nov 2026`
  static String monthOf(long seconds) {
    LocalDateTime t = of(seconds);
    return MONTHS[t.getMonthValue() - 1] + NB + t.getYear();
  }

  /// `23 Nov`
  static String dayAndMonth(long seconds) {
    return date(of(seconds));
  }

  /// `Mon` for 0.
  static String weekday(int fromMonday) {
    return DAYS[fromMonday];
  }

  private static String date(LocalDateTime t) {
    return t.getDayOfMonth() + String.valueOf(NB) + MONTHS[t.getMonthValue() - 1];
  }

  private static String weekday(LocalDate day, char space) {
    return DAYS[day.getDayOfWeek().getValue() - 1]
        + space
        + day.getDayOfMonth()
        + space
        + MONTHS[day.getMonthValue() - 1];
  }

  private static String clock(LocalDateTime t) {
    return two(t.getHour()) + ":" + two(t.getMinute());
  }

  private static String iso(LocalDateTime t) {
    return t.toLocalDate() + "T" + clock(t) + "Z";
  }

  private static String two(int number) {
    return number < 10 ? "0" + number : String.valueOf(number);
  }
}
