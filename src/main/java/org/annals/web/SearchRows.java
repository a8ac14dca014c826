package org.annals.web;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Query.Field;
import org.annals.index.Scope;
import org.annals.store.MissingMessageException;
import org.annals.web.View.Day;
import org.annals.web.View.Row;

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
    List<List<Posting>> runs = byRelevance ? hits.stream().map(List::of).toList() : List.of(hits);
    return runs.stream()
        .flatMap(run -> DayRows.of(run, Posting::received, hit -> row(hit, out), visit).stream())
        .toList();
  }

  private Row row(Posting hit, Markup out) {
    Links links = visit.links();
    Scope home = Scope.of(hit.inbox());
    return new Row(
        _ -> SubjectMarkup.write(out, SubjectLine.of(hit.overview().subject()), inSubject),
        links.to(new MessageRoute.OneMessage(home, hit.id())),
        Moments.full(hit.received()),
        "",
        "",
        Names.of(hit.overview().from()),
        DayRows.inbox(scope, hit, links),
        _ -> snippet(hit, out));
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
