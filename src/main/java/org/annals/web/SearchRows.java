package org.annals.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Query.Field;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.store.MissingMessageException;
import org.annals.web.View.Day;
import org.annals.web.View.Link;
import org.annals.web.View.Row;
import org.jspecify.annotations.Nullable;

/// Makes the rows of one answer; their snippets are read when they are written.
final class SearchRows {
  private final Visit visit;
  private final Scope scope;
  private final List<String> inSubject;
  private final List<String> inText;
  private final Entries.Source source;

  SearchRows(Visit visit, Scope scope, Query query, Entries.Source source) {
    this.visit = visit;
    this.scope = scope;
    this.inSubject = Matches.words(query, Field.SUBJECT);
    this.inText = Matches.words(query, Field.BODY);
    this.source = source;
  }

  List<Day> days(List<Posting> hits, boolean byRelevance, Markup out) {
    SequencedMap<LocalDate, List<Row>> days = new LinkedHashMap<>();
    List<Day> all = new ArrayList<>();
    for (Posting hit : hits) {
      LocalDate day = Moments.of(hit.received()).toLocalDate();
      if (byRelevance) {
        all.add(day(day, List.of(row(hit, out))));
      } else {
        days.computeIfAbsent(day, _ -> new ArrayList<>()).add(row(hit, out));
      }
    }
    days.forEach((day, rows) -> all.add(day(day, rows)));
    return all;
  }

  private Day day(LocalDate day, List<Row> rows) {
    return new Day(day.toString(), Moments.heading(day, visit.now()), rows);
  }

  private Row row(Posting hit, Markup out) {
    Links links = visit.links();
    Scope home = Scope.of(hit.inbox());
    String inbox = hit.inbox().value();
    return new Row(
        _ -> SubjectMarkup.write(out, SubjectLine.of(hit.overview().subject()), inSubject),
        links.to(new MessageRoute.OneMessage(home, hit.id())),
        Moments.full(hit.received()),
        "",
        "",
        Names.of(hit.overview().from()),
        scope instanceof Scope.One ? null : inboxLink(links, home, inbox),
        _ -> snippet(hit, out));
  }

  private static @Nullable Link inboxLink(Links links, Scope home, String inbox) {
    return new Link(inbox, links.to(new InboxRoute.Topics(home, TimeWindow.NEWEST)));
  }

  private void snippet(Posting hit, Markup out) {
    if (inText.isEmpty()) {
      return;
    }
    try {
      MessageBody body = MessageBody.of(source.read(hit)).hiding(source.obfuscation(hit));
      Matches.writeSnippet(out, body.texts(), inText);
    } catch (MissingMessageException e) {
      out.raw("<div class=\"meta\">The text of this message is lost.</div>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
