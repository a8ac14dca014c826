package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.index.Highlights;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.ThreadCount;
import org.annals.web.View.Row;
import org.annals.web.View.When;

/// The threads with most messages in some time, as rows of a list.
final class BusyThreads {
  private static final int LATELY_DAYS = 7;

  private final Archive archive;

  BusyThreads(Archive archive) {
    this.archive = archive;
  }

  /// A thread as a row tells of it: its first message, and how many it has in the time.
  record Busy(Posting first, int messages) {}

  /// Of the last seven days, today among them.
  List<Busy> lately(Scope scope, Instant now, int limit) throws IOException {
    LocalDate first = now.atOffset(ZoneOffset.UTC).toLocalDate().minusDays(LATELY_DAYS - 1);
    long from = first.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
    return in(scope, from, Long.MAX_VALUE, limit);
  }

  /// At most `limit` threads with more than one message. Looked up before a page is begun.
  List<Busy> in(Scope scope, long from, long to, int limit) throws IOException {
    List<Busy> busy = new ArrayList<>();
    for (ThreadCount count : archive.census().busiest(scope, from, to)) {
      if (busy.size() == limit || count.messages() == 1) {
        break;
      }
      archive
          .opening(scope, count.thread())
          .ifPresent(first -> busy.add(new Busy(first, count.messages())));
    }
    return busy;
  }

  static List<Row> rows(Scope scope, List<Busy> busy, Visit visit, Markup out) {
    return busy.stream().map(one -> row(scope, one, visit, out)).toList();
  }

  private static Row row(Scope scope, Busy busy, Visit visit, Markup out) {
    Posting first = busy.first();
    Scope home = Scope.of(first.inbox());
    When began = Moments.brief(first.received(), visit.now());
    return new Row(
        _ ->
            SubjectMarkup.write(
                out, SubjectLine.withoutReply(first.overview().subject()), Highlights.NONE),
        visit.links().to(new MessageRoute.ThreadNested(home, first.id()), "t"),
        new When(began.iso(), began.weekday(), began.day(), Moments.dayAndMonth(first.received())),
        Counts.of(busy.messages()),
        "messages",
        "begun by " + Names.of(first.overview().from()),
        DayRows.inbox(scope, first, visit.links()),
        _ -> {});
  }
}
