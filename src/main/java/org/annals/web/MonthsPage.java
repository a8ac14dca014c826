package org.annals.web;

import java.io.IOException;
import java.time.DayOfWeek;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import org.annals.archive.Archive;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.web.View.CalendarDay;
import org.annals.web.View.CalendarMonth;
import org.annals.web.View.CalendarYear;
import org.annals.web.View.Link;
import org.jspecify.annotations.Nullable;

/// `_/months/`: all years and months, and `_/months/YYYY-MM/`: one of them.
final class MonthsPage {
  private static final int THREADS = 25;
  private static final int WEEK_DAYS = 7;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final BusyThreads threads;

  MonthsPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.threads = new BusyThreads(archive);
  }

  Answer all(Scope scope, Visit visit) throws IOException {
    SortedMap<YearMonth, Integer> months = archive.activity(scope).months();
    View.Calendar view =
        new View.Calendar(
            Browsing.frame(frames, scope, visit, "months", Frames.At.NOWHERE),
            Browsing.ways(frames, new BrowseRoute.Months(scope), visit),
            total(months),
            years(scope, months, visit));
    return Answer.html(200, templates.rendering("calendar.jte", _ -> view));
  }

  private static String total(SortedMap<YearMonth, Integer> months) {
    long all = months.values().stream().mapToLong(Integer::longValue).sum();
    return all == 0
        ? "no messages yet"
        : Counts.of(all, "message", "messages")
            + " in "
            + Counts.of(months.size(), "month", "months");
  }

  private static List<CalendarYear> years(
      Scope scope, SortedMap<YearMonth, Integer> months, Visit visit) {
    List<CalendarYear> years = new ArrayList<>();
    int most = months.values().stream().mapToInt(Integer::intValue).max().orElse(1);
    for (int year : Charts.years(months).reversed()) {
      SortedMap<YearMonth, Integer> its =
          months.subMap(YearMonth.of(year, 1), YearMonth.of(year + 1, 1));
      long all = its.values().stream().mapToLong(Integer::longValue).sum();
      List<CalendarMonth> cells = new ArrayList<>();
      for (int m = 1; m <= 12; m++) {
        YearMonth month = YearMonth.of(year, m);
        cells.add(month(scope, month, its.getOrDefault(month, 0), most, visit.links()));
      }
      years.add(
          new CalendarYear(String.valueOf(year), Counts.of(all, "message", "messages"), cells));
    }
    return years;
  }

  private static CalendarMonth month(
      Scope scope, YearMonth month, int count, int most, Links links) {
    boolean none = count == 0;
    return new CalendarMonth(
        Moments.shortMonth(month),
        Moments.shortMonth(month) + " " + month.getYear(),
        none ? "" : links.to(new BrowseRoute.Month(scope, month)),
        Counts.of(count),
        links.to(Charts.page(scope, month)),
        links.to(new InboxRoute.MonthMbox(scope, month)),
        none ? null : Charts.heat(count, most));
  }

  Answer one(Scope scope, YearMonth month, Visit visit) throws IOException {
    SortedMap<YearMonth, Integer> months = archive.activity(scope).months();
    int messages = months.getOrDefault(month, 0);
    if (messages == 0) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "No mail came in " + Moments.month(month) + ".");
    }
    List<Integer> days = archive.census().days(scope, month);
    List<BusyThreads.Busy> busy =
        threads.in(scope, start(month.atDay(1)), start(month.plusMonths(1).atDay(1)), THREADS);
    Links links = visit.links();
    SortedMap<YearMonth, Integer> before = months.headMap(month);
    SortedMap<YearMonth, Integer> after = months.tailMap(month.plusMonths(1));
    return Answer.html(
        200,
        templates.rendering(
            "month.jte",
            out ->
                new View.MonthOverview(
                    Browsing.frame(frames, scope, visit, Moments.month(month), Frames.At.NOWHERE),
                    Browsing.ways(frames, new BrowseRoute.Month(scope, month), visit),
                    Moments.month(month),
                    Counts.of(messages, "message", "messages"),
                    links.to(Charts.page(scope, month)),
                    links.to(new InboxRoute.MonthMbox(scope, month)),
                    before.isEmpty() ? null : neighbour(scope, before.lastKey(), links),
                    after.isEmpty() ? null : neighbour(scope, after.firstKey(), links),
                    weeks(scope, month, days, links),
                    BusyThreads.rows(scope, busy, visit, out))));
  }

  private static Link neighbour(Scope scope, YearMonth month, Links links) {
    return new Link(Moments.month(month), links.to(new BrowseRoute.Month(scope, month)));
  }

  /// Weeks from Monday on; null where the month has no day.
  private static List<List<@Nullable CalendarDay>> weeks(
      Scope scope, YearMonth month, List<Integer> days, Links links) {
    int most = days.stream().mapToInt(Integer::intValue).max().orElse(1);
    List<List<@Nullable CalendarDay>> weeks = new ArrayList<>();
    List<@Nullable CalendarDay> week = new ArrayList<>();
    for (int i = 1; i < month.atDay(1).getDayOfWeek().getValue(); i++) {
      week.add(null);
    }
    for (int d = 1; d <= days.size(); d++) {
      LocalDate day = month.atDay(d);
      week.add(day(scope, day, days.get(d - 1), most, links));
      if (day.getDayOfWeek() == DayOfWeek.SUNDAY) {
        weeks.add(week);
        week = new ArrayList<>();
      }
    }
    if (!week.isEmpty()) {
      week.addAll(Collections.nCopies(WEEK_DAYS - week.size(), null));
      weeks.add(week);
    }
    return weeks;
  }

  private static CalendarDay day(Scope scope, LocalDate day, int count, int most, Links links) {
    Route page =
        new InboxRoute.Topics(scope, TimeWindow.between(start(day), start(day.plusDays(1)) - 1));
    return new CalendarDay(
        String.valueOf(day.getDayOfMonth()),
        count == 0 ? null : links.to(page),
        Moments.date(day) + ", " + Counts.of(count, "message", "messages"),
        count == 0 ? null : Charts.heat(count, most));
  }

  private static long start(LocalDate day) {
    return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }
}
