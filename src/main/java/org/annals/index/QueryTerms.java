package org.annals.index;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A query as text, to which terms are added and from which they are taken away, so that it means
/// just that. Each such question reads the query again: long ones are better left alone. One
/// thread.
public final class QueryTerms {
  private static final int TERMS_MAX = 40;
  private static final int CHARACTERS_MAX = 1_000;

  private final String text;
  private final Instant now;
  private final OwnPrefixes own;
  private final List<Query> meaning;
  private @Nullable List<String> removable;

  private QueryTerms(String text, Instant now, OwnPrefixes own, List<Query> meaning) {
    this.text = text;
    this.now = now;
    this.own = own;
    this.meaning = meaning;
  }

  public static QueryTerms of(String text, Instant now, OwnPrefixes own) throws QueryException {
    return new QueryTerms(text.strip(), now, own, conjuncts(QueryParser.parse(text, now, own)));
  }

  public String text() {
    return text;
  }

  /// Whether it is so long that nobody wrote it by hand.
  public boolean isLong() {
    return text.length() > CHARACTERS_MAX || meaning.size() > TERMS_MAX;
  }

  /// All that must match, however it is grouped.
  private static List<Query> conjuncts(Query query) {
    return switch (query) {
      case Query.All() -> List.of();
      case Query.And(var all) -> all.stream().flatMap(one -> conjuncts(one).stream()).toList();
      default -> List.of(query);
    };
  }

  /// What matches both; empty if that is too long for a query, or cannot be written.
  public Optional<QueryTerms> with(String term) {
    try {
      List<Query> both = new ArrayList<>(meaning);
      both.addAll(conjuncts(QueryParser.parse(term, now, own)));
      if (text.isEmpty()) {
        return Optional.of(of(term, now, own));
      }
      String group = "(" + text + ")";
      for (String query : List.of(text + " " + term, group + " " + term, group + " AND " + term)) {
        Optional<QueryTerms> narrowed = meaning(query, both);
        if (narrowed.isPresent()) {
          return narrowed;
        }
      }
      String written = QueryText.of(QueryParser.parse(text, now, own));
      return meaning("(" + written + ") AND " + term, both);
    } catch (QueryException e) {
      return Optional.empty();
    }
  }

  /// The text as a query, if it means that.
  private Optional<QueryTerms> meaning(String query, List<Query> wanted) {
    try {
      QueryTerms terms = of(query, now, own);
      return sameInAnyOrder(terms.meaning, wanted) ? Optional.of(terms) : Optional.empty();
    } catch (QueryException e) {
      return Optional.empty();
    }
  }

  /// Whether the same must match, in whatever order and grouped however.
  boolean means(QueryTerms other) {
    return sameInAnyOrder(meaning, other.meaning);
  }

  private static boolean sameInAnyOrder(List<Query> one, List<Query> other) {
    List<Query> left = new ArrayList<>(other);
    return one.size() == other.size() && one.stream().allMatch(left::remove);
  }

  /// The terms that can be taken away, as they stand; none of a long query.
  public List<String> removable() {
    if (removable == null) {
      removable = isLong() ? List.of() : findRemovable();
    }
    return removable;
  }

  private List<String> findRemovable() {
    return pieces().stream().filter(piece -> without(piece).isPresent()).distinct().toList();
  }

  /// What is searched for but for one term; empty if there is no such term.
  public Optional<QueryTerms> without(String term) {
    try {
      List<Query> left = new ArrayList<>(meaning);
      for (Query gone : conjuncts(QueryParser.parse(term, now, own))) {
        if (!left.remove(gone)) {
          return Optional.empty();
        }
      }
      List<String> pieces = new ArrayList<>(pieces());
      int at = pieces.indexOf(term);
      if (at < 0) {
        return Optional.empty();
      }
      pieces.remove(at);
      if (at > 0 && pieces.get(at - 1).equals("AND")) {
        pieces.remove(at - 1);
      }
      String rest = String.join(" ", pieces);
      Optional<QueryTerms> bare = ungrouped(rest).flatMap(inner -> meaning(inner, left));
      return bare.isPresent() ? bare : meaning(rest, left);
    } catch (QueryException e) {
      return Optional.empty();
    }
  }

  private static Optional<String> ungrouped(String query) {
    return query.startsWith("(") && query.endsWith(")")
        ? Optional.of(query.substring(1, query.length() - 1))
        : Optional.empty();
  }

  /// What stands side by side between spaces, groups and quotes whole.
  private List<String> pieces() {
    List<String> pieces = new ArrayList<>();
    StringBuilder piece = new StringBuilder();
    int depth = 0;
    boolean quoted = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      quoted ^= c == '"';
      if (!quoted) {
        depth += c == '(' || c == '{' ? 1 : c == ')' || c == '}' ? -1 : 0;
      }
      if (Character.isWhitespace(c) && !quoted && depth <= 0) {
        if (!piece.isEmpty()) {
          pieces.add(piece.toString());
        }
        piece.setLength(0);
      } else {
        piece.append(c);
      }
    }
    if (!piece.isEmpty()) {
      pieces.add(piece.toString());
    }
    return pieces;
  }
}
