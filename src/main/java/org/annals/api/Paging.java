package org.annals.api;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which page of a list is asked for, and the header that leads to the others. Pages count from 1.
record Paging(int page, int size) {
  static final int SIZE_DEFAULT = 30;
  static final int SIZE_MAX = 250;

  /// Deeper pages would cost as much as all before them; no client goes there.
  static final int DEPTH_MAX = 100_000;

  /// What is no number of a page is a `Problem`; what is no size is the default.
  static Paging of(Parameters query) {
    String page = query.text("page");
    return new Paging(page.isEmpty() ? 1 : page(page), size(query.text("per_page")));
  }

  private static int page(String text) {
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1) {
      throw Problem.invalidPage();
    }
    return Integer.parseInt(text);
  }

  private static int size(String text) {
    if (!text.matches("[0-9]{1,9}") || Integer.parseInt(text) < 1) {
      return SIZE_DEFAULT;
    }
    return Math.min(Integer.parseInt(text), SIZE_MAX);
  }

  int offset() {
    return Math.toIntExact(Math.min((page - 1L) * size, DEPTH_MAX));
  }

  /// Refuses pages behind the last.
  void requireExists(long total) {
    if (page > 1 && ((page - 1L) * size >= total || (page - 1L) * size >= DEPTH_MAX)) {
      throw Problem.invalidPage();
    }
  }

  private long last(long total) {
    return Math.max(1, (total + size - 1) / size);
  }

  /// In the form that clients take apart by hand: `next` first, comma and a blank between.
  String links(ApiRequest request, long total) {
    long last = last(total);
    return Stream.of(
            page < last ? link(request, page + 1, "next") : "",
            page > 1 ? link(request, page - 1, "prev") : "",
            link(request, 1, "first"),
            link(request, last, "last"))
        .filter(link -> !link.isEmpty())
        .collect(Collectors.joining(", "));
  }

  /// The same address but for the page, with everything else as it was sent.
  private static String link(ApiRequest request, long page, String relation) {
    List<String> kept =
        Stream.of(request.query().split("&", -1))
            .filter(pair -> !pair.isEmpty() && !pair.equals("page") && !pair.startsWith("page="))
            .map(Paging::quoted)
            .toList();
    String query =
        Stream.concat(kept.stream(), Stream.of("page=" + page)).collect(Collectors.joining("&"));
    return "<" + request.base() + request.path() + "?" + query + ">; rel=\"" + relation + "\"";
  }

  /// What would end the link, or the header, early.
  private static String quoted(String pair) {
    return pair.replace("<", "%3C").replace(">", "%3E").replace("\"", "%22").replace(",", "%2C");
  }

  /// This page of all that there is.
  <T> List<T> of(List<T> all) {
    requireExists(all.size());
    int from = Math.min(offset(), all.size());
    return all.subList(from, Math.min(all.size(), from + size));
  }
}
