package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.index.SearchResult;
import org.annals.index.Stretch;

/// A search as it was understood: what was looked for, and one page of what was found.
///
/// A query that finds nothing and holds a `%` may have been escaped twice on its way; then the
/// unescaped one is tried, and `request` says so. `more`: something comes behind this page.
record Asked(SearchRequest request, Query query, SearchResult result, boolean more) {
  /// What can be asked of.
  record Place(Archive archive, Scope scope, Query within) {
    static Place of(Archive archive, Scope scope) {
      return new Place(archive, scope, new Query.All());
    }
  }

  static Asked of(Place place, SearchRequest request, Instant now)
      throws IOException, QueryException {
    Asked asked = ask(place, request, now);
    if (asked.result.total() > 0) {
      return asked;
    }
    Optional<SearchRequest> unescaped = unescaped(request);
    if (unescaped.isEmpty()) {
      return asked;
    }
    try {
      Asked again = ask(place, unescaped.get(), now);
      return again.result.total() > 0 ? again : asked;
    } catch (QueryException e) {
      return asked; // what was written is a query, what it might have meant is none
    }
  }

  private static Optional<SearchRequest> unescaped(SearchRequest request) {
    return Percent.decode(request.query())
        .filter(decoded -> !decoded.isBlank() && !decoded.equals(request.query()))
        .map(request::withQuery);
  }

  private static Asked ask(Place place, SearchRequest request, Instant now)
      throws IOException, QueryException {
    Query parsed = QueryParser.parse(request.query(), now, place.archive.prefixes(place.scope));
    Query query =
        place.within instanceof Query.All ? parsed : new Query.And(List.of(place.within, parsed));
    Archive archive = place.archive;
    Scope scope = place.scope;
    int limit = request.limit();
    List<Posting> found = new ArrayList<>();
    SearchResult result = page(archive, scope, query, request);
    found.addAll(result.hits());
    boolean more = found.size() > limit;
    if (more) {
      found.removeLast();
    }
    SearchEdge edge = request.edge();
    boolean backwards = edge != null && edge.before();
    return new Asked(
        request,
        query,
        new SearchResult(backwards ? found.reversed() : found, result.total()),
        more || backwards);
  }

  /// One hit more than a page has, in the direction in which it is read.
  private static SearchResult page(Archive archive, Scope scope, Query query, SearchRequest request)
      throws IOException {
    SearchEdge edge = request.edge();
    boolean backwards = edge != null && edge.before();
    Order order =
        request.byRelevance()
            ? Order.RELEVANCE
            : request.ascending() != backwards ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
    int limit = request.limit() + 1;
    Stretch stretch =
        edge == null ? Stretch.of(request.offset(), limit) : Stretch.after(edge.cursor(), limit);
    return request.threads()
        ? archive.searchThreads(scope, query, order, stretch)
        : archive.search(scope, query, order, stretch);
  }
}
