package org.annals.archive;

import java.io.IOException;
import java.util.List;
import org.annals.index.IndexView;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;

/// What the index was asked lately, and its answers. Thread-safe.
///
/// An answer belongs to a version of the index; those of older versions are not found any more and
/// go by and by.
final class Lookups {
  /// A posting takes some 1.5 kB, most of it addresses and ids.
  private static final int POSTINGS_MAX = 16_000;

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

  private record Key(long version, Question question) {}

  private final Recent<Key, List<Posting>> answers =
      new Recent<>(POSTINGS_MAX, list -> LIST_WEIGHT + list.size());

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
