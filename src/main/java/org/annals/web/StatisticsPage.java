package org.annals.web;

import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.annals.archive.Archive;
import org.annals.archive.Person;
import org.annals.index.Activity;
import org.annals.index.Kinds;
import org.annals.index.Scope;
import org.annals.web.View.Figure;
import org.annals.web.View.KindLine;

/// `_/stats/`: what an inbox looks like in numbers.
final class StatisticsPage {
  private static final int THREADS = 15;
  private static final int PEOPLE = 20;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final BusyThreads threads;

  StatisticsPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.threads = new BusyThreads(archive);
  }

  Answer answer(Scope scope, Visit visit) throws IOException {
    LocalDate today = visit.now().atOffset(ZoneOffset.UTC).toLocalDate();
    long yearAgo = today.minusYears(1).atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    Activity activity = archive.activity(scope);
    Kinds kinds = archive.census().kinds(scope);
    List<Integer> hours = archive.census().weekHours(scope);
    List<Person> people = archive.census().people(scope, yearAgo);
    List<BusyThreads.Busy> busy = threads.in(scope, yearAgo, Long.MAX_VALUE, THREADS);
    List<Person> most = people.subList(0, Math.min(PEOPLE, people.size()));
    boolean named = frames.givesAddresses(scope);
    return Answer.html(
        200,
        templates.rendering(
            "statistics.jte",
            out ->
                new View.Statistics(
                    Browsing.frame(frames, scope, visit, "statistics", Frames.At.STATISTICS),
                    Browsing.ways(frames, new BrowseRoute.Statistics(scope), visit),
                    figures(activity, YearMonth.from(today)),
                    Pictures.months("Messages a month", activity.months(), out),
                    kinds(activity, kinds, out),
                    Pictures.week(hours, out),
                    BusyThreads.rows(scope, busy, visit, out),
                    named
                        ? PeoplePage.lines(scope, most, frames.addressBook(), visit.links())
                        : List.of())));
  }

  private static List<Figure> figures(Activity activity, YearMonth now) {
    long all = activity.months().values().stream().mapToLong(Integer::longValue).sum();
    if (all == 0) {
      return List.of(new Figure("", "no messages yet"));
    }
    List<Figure> figures = new ArrayList<>();
    String since = " since " + Moments.month(activity.months().firstKey());
    figures.add(new Figure(Counts.of(all), (all == 1 ? "message" : "messages") + since));
    add(figures, activity.months().getOrDefault(now, 0), "this month");
    add(figures, activity.lastWeeks().getLast(), "in seven days");
    add(figures, activity.today(), "today");
    return figures;
  }

  private static void add(List<Figure> figures, int count, String when) {
    figures.add(count == 0 ? new Figure("", "none " + when) : new Figure(Counts.of(count), when));
  }

  private static List<KindLine> kinds(Activity activity, Kinds kinds, Markup out) {
    List<KindLine> lines = new ArrayList<>();
    if (!activity.months().isEmpty()) {
      lines.add(kind("patches and cover letters", kinds.patches(), activity, out));
      lines.add(kind("other messages that open a thread", kinds.openings(), activity, out));
      lines.add(kind("replies", kinds.replies(), activity, out));
    }
    return lines;
  }

  private static KindLine kind(
      String what, SortedMap<YearMonth, Integer> months, Activity activity, Markup out) {
    long count = months.values().stream().mapToLong(Integer::longValue).sum();
    long all = activity.months().values().stream().mapToLong(Integer::longValue).sum();
    return new KindLine(
        what,
        Counts.of(count),
        Counts.share(count, all),
        Pictures.months(
            "Each month: " + what,
            months,
            activity.months().firstKey(),
            activity.months().lastKey(),
            out));
  }
}
