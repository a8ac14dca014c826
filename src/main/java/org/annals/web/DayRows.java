package org.annals.web;

import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.web.View.Day;
import org.annals.web.View.Link;
import org.annals.web.View.Row;
import org.jspecify.annotations.Nullable;

/// Rows of a list under the days to which they belong.
final class DayRows {
  private DayRows() {}

  /// Days and rows in the order of the items; `second` is the time of one.
  static <T> List<Day> of(
      List<T> items, ToLongFunction<T> second, Function<T, Row> row, Visit visit) {
    SequencedMap<LocalDate, List<Row>> days = new LinkedHashMap<>();
    for (T item : items) {
      LocalDate day = Moments.of(second.applyAsLong(item)).toLocalDate();
      days.computeIfAbsent(day, _ -> new ArrayList<>()).add(row.apply(item));
    }
    List<Day> all = new ArrayList<>();
    days.forEach(
        (day, rows) -> all.add(new Day(day.toString(), Moments.heading(day, visit.now()), rows)));
    return all;
  }

  /// The inbox of a message, which a list of all inboxes names.
  static @Nullable Link inbox(Scope scope, Posting posting, Links links) {
    Scope home = Scope.of(posting.inbox());
    return scope instanceof Scope.One
        ? null
        : new Link(
            posting.inbox().value(), links.to(new InboxRoute.Topics(home, TimeWindow.NEWEST)));
  }
}
