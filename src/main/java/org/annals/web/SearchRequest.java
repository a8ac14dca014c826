package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.annals.index.Cursor;
import org.annals.index.Posting;
import org.jspecify.annotations.Nullable;

/// What a reader asks of a search page besides where: the query keys of public-inbox.
///
/// `ascending` is `o` below zero: oldest first, `-1` is the first page of that. `threads`: of each
/// thread one hit; in an mbox all of each. `edge` is where a page by time goes on; then `offset`
/// only counts.
record SearchRequest(
    String query,
    Form form,
    int offset,
    boolean ascending,
    int limit,
    boolean byRelevance,
    boolean threads,
    @Nullable SearchEdge edge) {
  static final int LIMIT_MAX = 200;

  /// Deep pages cost as much as all before them; `d:` narrows better.
  static final int OFFSET_MAX = 100_000;

  /// How much of a posted body is looked at.
  private static final int POSTED_BYTES = 3;

  enum Form {
    SUMMARY(""),
    /// the messages themselves
    FULL("t"),
    FEED("A"),
    /// only when posted
    MBOX("m");

    private final String key;

    Form(String key) {
      this.key = key;
    }

    private static Form of(String key) {
      for (Form form : values()) {
        if (form.key.equals(key)) {
          return form;
        }
      }
      return SUMMARY;
    }
  }

  static SearchRequest of(String query) {
    return new SearchRequest(query, Form.SUMMARY, 0, false, LIMIT_MAX, false, false, null);
  }

  static SearchRequest parse(RequestTarget target) {
    int o = integer(target.key('o').orElse("0"), 0);
    int l = integer(target.key('l').orElse("0"), 0);
    boolean ascending = o < 0;
    return new SearchRequest(
        target.key('q').orElse(""),
        Form.of(target.key('x').orElse("")),
        ascending ? -(o + 1) : o,
        ascending,
        l >= 1 && l <= LIMIT_MAX ? l : LIMIT_MAX,
        target.flag('r'),
        target.flag('t'),
        edge(target, ascending));
  }

  /// Only where it means something.
  private static @Nullable SearchEdge edge(RequestTarget target, boolean ascending) {
    SearchEdge edge = SearchEdge.parse(target);
    return edge != null && edge.isFor(target.flag('r'), target.flag('t'), ascending) ? edge : null;
  }

  /// Too large for an int is as large as an int can say; nonsense is the default.
  private static int integer(String text, int otherwise) {
    try {
      long value = Long.parseLong(text);
      return Math.clamp(value, -Integer.MAX_VALUE, Integer.MAX_VALUE);
    } catch (NumberFormatException e) {
      return otherwise;
    }
  }

  /// A body that begins with `x=` and no `0` asks for whole threads: the button of public-inbox's
  /// page does, and so do clients that post `x=m`.
  SearchRequest withPosted(InputStream body) throws IOException {
    String start = new String(body.readNBytes(POSTED_BYTES), StandardCharsets.ISO_8859_1);
    boolean whole =
        start.length() == POSTED_BYTES && start.startsWith("x=") && !start.endsWith("0");
    return whole ? withThreads(true) : this;
  }

  Route.Cost cost() {
    return switch (form) {
      case SUMMARY, FULL -> Route.Cost.SEARCH;
      case FEED, MBOX -> Route.Cost.BULK;
    };
  }

  SearchRequest at(int newOffset) {
    return new SearchRequest(query, form, newOffset, ascending, limit, byRelevance, threads, null);
  }

  /// The page behind one of which this is the last hit.
  SearchRequest following(Posting last, int newOffset) {
    return onwards(new SearchEdge(Cursor.of(last), false), newOffset);
  }

  /// The page before one of which this is the first hit.
  SearchRequest preceding(Posting first, int newOffset) {
    return newOffset == 0 ? at(0) : onwards(new SearchEdge(Cursor.of(first), true), newOffset);
  }

  private SearchRequest onwards(SearchEdge to, int newOffset) {
    SearchEdge used = to.isFor(byRelevance, threads, ascending) ? to : null;
    return new SearchRequest(query, form, newOffset, ascending, limit, byRelevance, threads, used);
  }

  SearchRequest reversed() {
    return new SearchRequest(query, form, 0, !ascending, limit, false, threads, null);
  }

  SearchRequest newestFirst() {
    return new SearchRequest(query, form, 0, false, limit, false, threads, null);
  }

  SearchRequest oldestFirst() {
    return new SearchRequest(query, form, 0, true, limit, false, threads, null);
  }

  SearchRequest mostRelevantFirst() {
    return new SearchRequest(query, form, 0, false, limit, true, threads, null);
  }

  SearchRequest as(Form other) {
    return new SearchRequest(query, other, 0, false, limit, byRelevance, threads, null);
  }

  /// The first hit only: whether there is one, and how many.
  SearchRequest counted() {
    return new SearchRequest(query, form, 0, false, 1, false, threads, null);
  }

  SearchRequest withThreads(boolean other) {
    return new SearchRequest(query, form, offset, ascending, limit, byRelevance, other, null);
  }

  SearchRequest withQuery(String other) {
    return new SearchRequest(other, form, offset, ascending, limit, byRelevance, threads, null);
  }

  /// The query string without the question mark.
  String print() {
    StringBuilder out = new StringBuilder("q=").append(Percent.query(query));
    if (form != Form.SUMMARY) {
      out.append("&x=").append(form.key);
    }
    if (ascending) {
      out.append("&o=-").append(offset + 1);
    } else if (offset != 0) {
      out.append("&o=").append(offset);
    }
    if (limit != LIMIT_MAX) {
      out.append("&l=").append(limit);
    }
    out.append(byRelevance ? "&r=1" : "").append(threads ? "&t=1" : "");
    if (edge != null) {
      out.append('&').append(edge.print());
    }
    return out.toString();
  }
}
