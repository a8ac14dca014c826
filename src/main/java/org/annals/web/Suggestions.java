package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.index.Order;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.QueryTerms;
import org.annals.index.Scope;
import org.annals.index.Stretch;
import org.annals.web.View.Link;

/// Where to go from a search that found nothing: searches close to it that find something, and how
/// much each does.
final class Suggestions {
  /// Terms that are tried without, from the last one on.
  private static final int WITHOUT_MAX = 3;

  private static final Pattern PREFIX = Pattern.compile("(?<![\\p{L}\\p{N}:])([A-Za-z-]+):(?=\\S)");

  /// What others call what we have a prefix for.
  private static final Map<String, String> PREFIXES = prefixes();

  private final Archive archive;
  private final InboxRoute.Search page;
  private final Links links;
  private final Instant now;
  private final List<Link> found = new ArrayList<>();

  private Suggestions(Archive archive, InboxRoute.Search page, Visit visit) {
    this.archive = archive;
    this.page = page;
    this.links = visit.links();
    this.now = visit.now();
  }

  static List<Link> of(Archive archive, InboxRoute.Search page, Query query, Visit visit)
      throws IOException {
    Suggestions suggestions = new Suggestions(archive, page, visit);
    suggestions.spelling(query);
    suggestions.prefix();
    suggestions.everywhere(query);
    suggestions.without();
    return suggestions.found;
  }

  private static Map<String, String> prefixes() {
    Map<String, String> prefixes = new HashMap<>();
    prefixes.put("subject", "s");
    prefixes.put("title", "s");
    prefixes.put("from", "f");
    prefixes.put("author", "f");
    prefixes.put("to", "t");
    prefixes.put("cc", "c");
    prefixes.put("body", "b");
    prefixes.put("text", "b");
    prefixes.put("file", "dfn");
    prefixes.put("path", "dfn");
    prefixes.put("date", "d");
    prefixes.put("received", "rt");
    prefixes.put("size", "z");
    prefixes.put("list", "l");
    prefixes.put("listid", "lid");
    prefixes.put("msgid", "mid");
    prefixes.put("id", "mid");
    prefixes.put("message-id", "mid");
    prefixes.put("attachment", "n");
    prefixes.put("filename", "n");
    return Map.copyOf(prefixes);
  }

  private void spelling(Query query) throws IOException {
    String text = page.request().query();
    for (Map.Entry<String, String> word : archive.better(query).entrySet()) {
      Pattern whole =
          Pattern.compile(
              "(?<![\\p{L}\\p{N}_])" + Pattern.quote(word.getKey()) + "(?![\\p{L}\\p{N}_])",
              Pattern.CASE_INSENSITIVE | Pattern.UNICODE_CASE);
      text = whole.matcher(text).replaceFirst(Matcher.quoteReplacement(word.getValue()));
    }
    suggest("Did you mean " + text + "?", page.scope(), text);
  }

  /// A prefix that is none makes a phrase of what it stands before.
  private void prefix() throws IOException {
    String text = PREFIX.matcher(page.request().query()).replaceAll(Suggestions::known);
    suggest("Did you mean " + text + "?", page.scope(), text);
  }

  private static String known(MatchResult written) {
    String name = written.group(1).toLowerCase(Locale.ROOT);
    return QueryParser.prefixes().contains(name)
        ? name + ":"
        : PREFIXES.getOrDefault(name, name) + ":";
  }

  private void everywhere(Query query) throws IOException {
    if (page.scope() instanceof Scope.One) {
      long total = count(new Scope.All(), query);
      if (total > 0) {
        add("In all inboxes", new Scope.All(), page.request().query(), total);
      }
    }
  }

  private void without() throws IOException {
    QueryTerms terms;
    try {
      terms = QueryTerms.of(page.request().query(), now, archive.prefixes(page.scope()));
    } catch (QueryException e) {
      throw new IllegalStateException("was a query a moment ago: " + page.request().query(), e);
    }
    int left = WITHOUT_MAX;
    for (String term : terms.removable().reversed()) {
      Optional<QueryTerms> rest = terms.without(term).filter(r -> !r.text().isEmpty());
      if (left-- > 0 && rest.isPresent()) {
        suggest("Without " + term, page.scope(), rest.get().text());
      }
    }
  }

  /// Another query, if it finds something.
  private void suggest(String text, Scope scope, String query) throws IOException {
    if (query.equals(page.request().query())) {
      return;
    }
    try {
      long total = count(scope, QueryParser.parse(query, now, archive.prefixes(scope)));
      if (total > 0) {
        add(text, scope, query, total);
      }
    } catch (QueryException e) {
      return; // a guess that makes no query is none
    }
  }

  private long count(Scope scope, Query query) throws IOException {
    return archive.search(scope, query, Order.NEWEST_FIRST, Stretch.of(0, 0)).total();
  }

  private void add(String text, Scope scope, String query, long total) {
    Route there = new InboxRoute.Search(scope, page.request().at(0).withQuery(query));
    found.add(new Link(text + " " + Counts.of(total, "message", "messages"), links.to(there)));
  }
}
