package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.annals.index.Highlights;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Query.Field;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.store.BlobId;
import org.annals.store.MissingMessageException;
import org.annals.web.View.Day;
import org.annals.web.View.Row;

/// The hits of one answer under their days. Each day is a part of its own: messages are read, for
/// the lines that say why they were found, only if nobody saw the same day of the same words
/// lately.
final class SearchRows {
  /// In all messages of a page: behind that there are no more lines beside the hits.
  private static final int SEARCHED_CHARACTERS_MAX = 4 << 20;

  private static final long DAY_SECONDS = 86_400;

  private final Templates templates;
  private final Visit visit;
  private final Scope scope;
  private final Highlights inSubject;
  private final Highlights inText;
  private final Entries.Source source;
  private int looked;

  SearchRows(Templates templates, Visit visit, Scope scope, Query query, Entries.Source source) {
    this.templates = templates;
    this.visit = visit;
    this.scope = scope;
    this.inSubject = Highlights.of(query, Field.SUBJECT);
    this.inText = Highlights.of(query, Field.BODY);
    this.source = source;
  }

  /// All that a day is made of.
  private record Key(
      Links links,
      Scope scope,
      String heading,
      List<Hit> hits,
      Highlights inSubject,
      Highlights inText) {}

  private record Hit(Slot slot, BlobId blob) {}

  List<Content> days(List<Posting> hits, boolean byRelevance, Markup out) {
    List<List<Posting>> runs = byRelevance ? hits.stream().map(List::of).toList() : List.of(hits);
    return runs.stream().flatMap(run -> days(run, out).stream()).toList();
  }

  /// Hits of one day stand beside each other: they come by time.
  private List<Content> days(List<Posting> run, Markup out) {
    List<Content> all = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= run.size(); i++) {
      if (i == run.size() || day(run.get(i)) != day(run.get(start))) {
        all.add(day(run.subList(start, i), out));
        start = i;
      }
    }
    return all;
  }

  private static long day(Posting hit) {
    return Math.floorDiv(hit.received(), DAY_SECONDS);
  }

  private Content day(List<Posting> hits, Markup out) {
    LocalDate day = Moments.of(hits.getFirst().received()).toLocalDate();
    String heading = Moments.heading(day, visit.now());
    List<Hit> made = new ArrayList<>(hits.size());
    hits.forEach(hit -> made.add(new Hit(hit.slot(), hit.blob())));
    Object key = new Key(visit.links(), scope, heading, made, inSubject, inText);
    return _ -> out.part(key, () -> write(day, heading, hits, out));
  }

  /// A message that git has lost may come back, and another page may have more time.
  private boolean write(LocalDate day, String heading, List<Posting> hits, Markup out) {
    AtomicBoolean partial = new AtomicBoolean();
    List<Row> rows = hits.stream().map(hit -> row(hit, out, partial)).toList();
    templates.write("day.jte", new Day(day.toString(), heading, rows), out);
    return !partial.get();
  }

  private Row row(Posting hit, Markup out, AtomicBoolean partial) {
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
        _ -> snippet(hit, out, partial));
  }

  private void snippet(Posting hit, Markup out, AtomicBoolean partial) {
    if (inText.isEmpty()) {
      return;
    }
    if (looked > SEARCHED_CHARACTERS_MAX) {
      partial.set(true);
      return;
    }
    try {
      MessageBody body = MessageBody.of(source.read(hit)).hiding(source.obfuscation(hit));
      looked += Matches.writeSnippet(out, body.texts(), inText);
    } catch (MissingMessageException e) {
      partial.set(true);
      out.raw("<div class=\"meta\">The text of this message is lost.</div>");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
