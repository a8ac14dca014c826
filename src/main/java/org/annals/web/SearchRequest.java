package org.annals.web;

/// What a reader asks of a search page besides where: the query keys of public-inbox.
///
/// `ascending` is `o` below zero: oldest first, `-1` is the first page of that.
record SearchRequest(
    String query, Form form, int offset, boolean ascending, int limit, boolean byRelevance) {
  static final int LIMIT_MAX = 200;

  /// Deep pages cost as much as all before them; `d:` narrows better.
  static final int OFFSET_MAX = 100_000;

  enum Form {
    SUMMARY,
    FEED
  }

  static SearchRequest of(String query) {
    return new SearchRequest(query, Form.SUMMARY, 0, false, LIMIT_MAX, false);
  }

  static SearchRequest parse(RequestTarget target) {
    int o = integer(target.key('o').orElse("0"), 0);
    int l = integer(target.key('l').orElse("0"), 0);
    boolean ascending = o < 0;
    return new SearchRequest(
        target.key('q').orElse(""),
        target.key('x').orElse("").equals("A") ? Form.FEED : Form.SUMMARY,
        ascending ? -(o + 1) : o,
        ascending,
        l >= 1 && l <= LIMIT_MAX ? l : LIMIT_MAX,
        target.flag('r'));
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

  SearchRequest at(int newOffset) {
    return new SearchRequest(query, form, newOffset, ascending, limit, byRelevance);
  }

  SearchRequest reversed() {
    return new SearchRequest(query, form, 0, !ascending, limit, false);
  }

  SearchRequest newestFirst() {
    return new SearchRequest(query, form, 0, false, limit, false);
  }

  SearchRequest mostRelevantFirst() {
    return new SearchRequest(query, form, 0, false, limit, true);
  }

  SearchRequest asFeed() {
    return new SearchRequest(query, Form.FEED, 0, false, limit, byRelevance);
  }

  /// The query string without the question mark.
  String print() {
    StringBuilder out = new StringBuilder("q=").append(Percent.query(query));
    if (form == Form.FEED) {
      out.append("&x=A");
    }
    if (ascending) {
      out.append("&o=-").append(offset + 1);
    } else if (offset != 0) {
      out.append("&o=").append(offset);
    }
    if (limit != LIMIT_MAX) {
      out.append("&l=").append(limit);
    }
    return byRelevance ? out.append("&r=1").toString() : out.toString();
  }
}
