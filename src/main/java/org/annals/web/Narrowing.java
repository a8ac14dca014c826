package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import org.annals.archive.Archive;
import org.annals.index.Facets;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryTerms;
import org.annals.index.Scope;
import org.jspecify.annotations.Nullable;

/// The side of a page of results: ways to narrow the search, and to widen it again. Thread-safe.
final class Narrowing {
  private final Archive archive;
  private final Templates templates;
  private final Frames frames;

  Narrowing(Archive archive, Templates templates, Frames frames) {
    this.archive = archive;
    this.templates = templates;
    this.frames = frames;
  }

  /// All that it is made of; `edition` is that of the mailmaps.
  private record Key(
      Links links, Scope scope, SearchRequest request, Query query, long version, int edition) {}

  /// Counted when it is written, if nobody saw the same lately; null where there is nothing to
  /// choose from.
  @Nullable Content of(Scope scope, Asked asked, Visit visit, Markup out) throws IOException {
    QueryTerms terms;
    try {
      terms = QueryTerms.of(asked.request().query(), visit.now(), archive.prefixes(scope));
    } catch (QueryException e) {
      throw new IllegalStateException("was a query a moment ago: " + asked.request().query(), e);
    }
    if (terms.isLong()) {
      return null;
    }
    SearchRequest request = asked.request().at(0);
    NarrowingLinks narrowing =
        new NarrowingLinks(frames, scope, request, terms, visit.links(), out);
    if (asked.result().total() < 2 && narrowing.chosen().isEmpty()) {
      return null;
    }
    Key key =
        new Key(
            visit.links(),
            scope,
            request,
            asked.query(),
            archive.version(scope),
            archive.census().edition(scope));
    return _ ->
        out.part(
            key,
            () -> {
              Facets facets = archive.census().facets(scope, asked.query());
              templates.write("narrow.jte", narrowing.view(facets), out);
              return true;
            });
  }
}
