package org.annals.web;

import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.annals.index.Facets;
import org.annals.index.QueryTerms;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.store.InboxName;
import org.annals.web.View.Bar;
import org.annals.web.View.Facet;
import org.annals.web.View.FacetLine;
import org.annals.web.View.Histogram;
import org.annals.web.View.Link;
import org.annals.web.View.Narrow;
import org.jspecify.annotations.Nullable;

/// What there is among the results of one search, as links that add a term to the query or take it
/// away.
final class NarrowingLinks {
  /// Terms that these links add; a reader may have written them, too.
  private static final Pattern FILTER = Pattern.compile("-?(is|rt|d|f|dir|dfn):.+");

  private static final Pattern TIME = Pattern.compile("rt:(\\.\\.)?\\d{4}(-\\d\\d)?");
  private static final Pattern DIRECTORY = Pattern.compile("dir:.+");
  private static final Pattern NOTHING = Pattern.compile("(?!)");

  /// Bars of years; what is older shares one.
  private static final int YEARS_MAX = 10;

  private final Frames frames;
  private final Scope scope;
  private final SearchRequest request;
  private final QueryTerms terms;
  private final Links links;
  private final Markup out;

  NarrowingLinks(
      Frames frames,
      Scope scope,
      SearchRequest request,
      QueryTerms terms,
      Links links,
      Markup out) {
    this.frames = frames;
    this.scope = scope;
    this.request = request;
    this.terms = terms;
    this.links = links;
    this.out = out;
  }

  Narrow view(Facets facets) throws IOException {
    List<Histogram> histograms = histograms(facets.months());
    List<Facet> all = new ArrayList<>();
    add(all, "inbox", "Inbox", inboxes(facets));
    add(all, "author", "Author", authors(facets));
    add(all, "directory", "Files changed", directories(facets));
    add(all, "kind", "Kind", kinds(facets));
    List<String> ways = new ArrayList<>();
    histograms.forEach(chart -> ways.add(chart.id().substring(2)));
    all.forEach(facet -> ways.add(facet.id().substring(2)));
    String note =
        facets.whole()
            ? null
            : "Counts are of the newest " + Counts.of(facets.messages()) + " messages.";
    String summary = ways.isEmpty() ? "Narrowed" : "Narrow by " + String.join(", ", ways);
    return new Narrow(summary, note, chosen(), histograms, all);
  }

  private static void add(List<Facet> all, String id, String heading, List<FacetLine> lines) {
    if (!lines.isEmpty()) {
      all.add(new Facet("f-" + id, heading, lines));
    }
  }

  /// Without a query all is found.
  private String to(String query) {
    return query.isEmpty()
        ? links.to(new InboxRoute.Topics(scope, TimeWindow.NEWEST))
        : links.to(new InboxRoute.Search(scope, request.at(0).withQuery(query)));
  }

  /// The search with a term, in place of those that it makes needless; null if it would not fit.
  private @Nullable String with(String term, Pattern instead) {
    QueryTerms kept = terms;
    for (String other : terms.removable()) {
      if (instead.matcher(other).matches()) {
        kept = kept.without(other).orElse(kept);
      }
    }
    return kept.with(term).map(QueryTerms::text).map(this::to).orElse(null);
  }

  private void addLine(
      List<FacetLine> lines, String text, String term, Pattern instead, int count) {
    String href = count == 0 ? null : with(term, instead);
    if (href != null) {
      lines.add(new FacetLine(text, href, Counts.of(count)));
    }
  }

  /// The terms that can be taken away.
  List<Link> chosen() {
    List<Link> chosen = new ArrayList<>();
    for (String term : terms.removable()) {
      Optional<QueryTerms> rest = terms.without(term);
      if (FILTER.matcher(term).matches() && rest.isPresent()) {
        chosen.add(new Link(term, to(rest.get().text())));
      }
    }
    return chosen;
  }

  private List<FacetLine> inboxes(Facets facets) {
    List<FacetLine> lines = new ArrayList<>();
    for (Facets.Count inbox : facets.inboxes()) {
      Route there = new InboxRoute.Search(Scope.of(new InboxName(inbox.value())), request.at(0));
      lines.add(new FacetLine(inbox.value(), links.to(there), Counts.of(inbox.messages())));
    }
    return lines.size() > 1 ? lines : List.of();
  }

  private List<FacetLine> authors(Facets facets) throws IOException {
    if (!frames.givesAddresses(scope)) {
      return List.of();
    }
    List<Facets.Author> authors =
        facets.authors().stream()
            .filter(author -> author.addresses().stream().noneMatch(a -> a.indexOf('"') >= 0))
            .toList();
    AddressBook inboxes = frames.addressBook();
    List<String> names = authors.stream().map(author -> name(author, inboxes)).toList();
    List<FacetLine> lines = new ArrayList<>();
    for (int i = 0; i < authors.size(); i++) {
      Facets.Author author = authors.get(i);
      String name = names.get(i);
      boolean namesakes = Collections.frequency(names, name) > 1;
      String label = namesakes ? name + " " + author.addresses().getFirst() : name;
      addLine(lines, label, from(author.addresses()), NOTHING, author.messages());
    }
    return lines.size() > 1 ? lines : List.of();
  }

  private static String name(Facets.Author author, AddressBook inboxes) {
    return inboxes.contains(author.addresses().getFirst())
        ? PeoplePage.BY_WAY_OF_THE_LIST
        : Names.orNobody(author.name());
  }

  private static String from(List<String> addresses) {
    return addresses.size() == 1
        ? "f:\"" + addresses.getFirst() + "\""
        : addresses.stream()
            .map(address -> "\"" + address + "\"")
            .collect(Collectors.joining(" OR ", "f:(", ")"));
  }

  private List<FacetLine> directories(Facets facets) {
    List<FacetLine> lines = new ArrayList<>();
    for (Facets.Count directory : facets.directories()) {
      String path = directory.value();
      if (path.indexOf('"') < 0) {
        boolean plain =
            path.chars().allMatch(c -> Latin.isAlphanumeric(c) || "._-/+".indexOf(c) >= 0);
        String term = plain ? "dir:" + path : "dir:\"" + path + "\"";
        addLine(lines, path + "/", term, DIRECTORY, directory.messages());
      }
    }
    return lines;
  }

  private List<FacetLine> kinds(Facets facets) {
    List<FacetLine> lines = new ArrayList<>();
    addLine(lines, "patches", "is:patch", NOTHING, facets.patches());
    addLine(lines, "replies", "is:reply", NOTHING, facets.replies());
    addLine(lines, "other beginnings", "is:opening -is:patch", NOTHING, facets.openings());
    return lines.size() > 1 ? lines : List.of();
  }

  private List<Histogram> histograms(SortedMap<YearMonth, Integer> months) {
    if (months.isEmpty()) {
      return List.of();
    }
    List<Histogram> charts = new ArrayList<>();
    SortedMap<Integer, Integer> years = new TreeMap<>();
    months.forEach((month, count) -> years.merge(month.getYear(), count, Integer::sum));
    if (years.size() > 1) {
      charts.add(years(years));
    }
    int year = years.lastKey();
    List<Bars.Counted> bars = new ArrayList<>();
    for (int m = 1; m <= 12; m++) {
      YearMonth month = YearMonth.of(year, m);
      bars.add(
          bar(
              String.valueOf(m),
              Moments.month(month),
              "rt:" + month,
              months.getOrDefault(month, 0)));
    }
    if (months.size() > 1) {
      charts.add(histogram("month", "Month of " + year, bars));
    }
    return charts;
  }

  private Histogram years(SortedMap<Integer, Integer> years) {
    int last = years.lastKey();
    int from = Math.max(years.firstKey(), last - YEARS_MAX + 1);
    List<Bars.Counted> bars = new ArrayList<>();
    int older = years.headMap(from).values().stream().mapToInt(Integer::intValue).sum();
    if (older > 0) {
      bars.add(bar("older", "before " + from, "rt:.." + (from - 1), older));
    }
    for (int year = from; year <= last; year++) {
      String text = bars.isEmpty() ? String.valueOf(year) : "\u2019%02d".formatted(year % 100);
      bars.add(bar(text, String.valueOf(year), "rt:" + year, years.getOrDefault(year, 0)));
    }
    return histogram("year", "Year", bars);
  }

  private Bars.Counted bar(String text, String name, String term, int count) {
    String label = name + ", " + Counts.of(count, "message", "messages");
    return new Bars.Counted(new Bar(text, label, count == 0 ? null : with(term, TIME)), count);
  }

  private Histogram histogram(String id, String heading, List<Bars.Counted> bars) {
    return new Histogram(
        "f-" + id,
        heading,
        Bars.drawing(bars, out),
        bars.stream().map(Bars.Counted::view).toList());
  }
}
