package org.annals.archive;

import java.io.IOException;
import java.util.List;
import java.util.SequencedMap;
import org.annals.index.IndexView;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.index.SearchResult;
import org.annals.index.Stretch;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;

/// What the index was asked lately, and its answers. Thread-safe.
///
/// An answer belongs to a version of the index; those of older versions are not found any more and
/// go by and by.
final class Lookups {
  /// A posting takes some 1.5 kB, most of it addresses and ids.
  private static final int POSTINGS_MAX = 16_000;

  private static final int SPELLINGS_MAX = 1_000;

  /// What a query of a person is shorter than, written as a record. Longer ones, which may be of
  /// any number of words, are not remembered.
  private static final int QUERY_CHARACTERS_MAX = 1_000;

  /// What a query costs as a key, in postings.
  private static final int QUERY_WEIGHT = 2;

  /// What a list costs beside its postings, in postings.
  private static final int LIST_WEIGHT = 1;

  /// What can be asked for.
  sealed interface Question {
    record Find(Scope scope, MessageId id) implements Question {}

    record WholeThread(Scope scope, long thread) implements Question {}

    record Opening(Scope scope, long thread) implements Question {}

    record Listed(Scope scope, TimeWindow window, int limit) implements Question {}

    record SameSubject(Scope scope, String key, long exceptThread, int limit) implements Question {}
  }

  /// Asks the index itself.
  interface Asking {
    List<Posting> ask(IndexView view) throws IOException;
  }

  /// A search for messages, or for `threads`.
  record Search(Scope scope, Query query, Order order, Stretch stretch, boolean threads) {}

  /// Searches the index itself.
  interface Searching {
    SearchResult search(IndexView view) throws IOException;
  }

  private record Key(long version, Object question) {}

  private final Recent<Key, List<Posting>> answers =
      new Recent<>(POSTINGS_MAX, list -> LIST_WEIGHT + list.size());

  private final Recent<Key, SearchResult> results =
      new Recent<>(POSTINGS_MAX, result -> QUERY_WEIGHT + result.hits().size());

  /// Words that are meant instead of those of a query.
  interface Spelling {
    SequencedMap<String, String> better(IndexView view) throws IOException;
  }

  private final Recent<Key, SequencedMap<String, String>> spellings =
      new Recent<>(SPELLINGS_MAX, _ -> 1);

  /// As `ask`, for a query that found nothing.
  SequencedMap<String, String> better(IndexView view, Query query, Spelling spelling)
      throws IOException {
    if (isLong(query)) {
      return spelling.better(view);
    }
    Key key = new Key(view.version(), query);
    SequencedMap<String, String> known = spellings.find(key);
    if (known == null) {
      known = spelling.better(view);
      spellings.keep(key, known);
    }
    return known;
  }

  private static boolean isLong(Query query) {
    return query.toString().length() > QUERY_CHARACTERS_MAX;
  }

  /// One page of a search, as `ask`.
  SearchResult search(IndexView view, Search search, Searching searching) throws IOException {
    if (isLong(search.query())) {
      return searching.search(view);
    }
    Key key = new Key(view.version(), search);
    SearchResult known = results.find(key);
    if (known == null) {
      SearchResult made = searching.search(view);
      known = new SearchResult(List.copyOf(made.hits()), made.total());
      results.keep(key, known);
    }
    return known;
  }

  /// The answer of the view, which is asked only if nobody did before. The same list each time,
  /// while it is kept; not to be changed.
  List<Posting> ask(IndexView view, Question question, Asking asking) throws IOException {
    Key key = new Key(view.version(), question);
    List<Posting> known = answers.find(key);
    if (known == null) {
      known = List.copyOf(asking.ask(view));
      answers.keep(key, known);
    }
    return known;
  }
}
