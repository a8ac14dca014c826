package org.annals.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/// Lists by received time without a search: every segment is sorted newest first, so a page is
/// the first live documents of each, merged. The cost does not grow with the archive.
final class NewestFirst {
  /// Of newest messages of the same second in two inboxes, the order must not depend on segments.
  private static final Comparator<Hit> ORDER =
      Comparator.comparingLong(Hit::received)
          .thenComparingLong(Hit::number)
          .thenComparing(Hit::inbox)
          .reversed();

  private final IndexReader reader;
  private final ScopedDocs scoped;

  NewestFirst(IndexReader reader, ScopedDocs scoped) {
    this.reader = reader;
    this.scoped = scoped;
  }

  private record Hit(int doc, long received, long number, String inbox) {
    boolean besides(Hit other) {
      return received == other.received && number == other.number;
    }
  }

  int[] list(Scope scope, TimeWindow window, int limit) throws IOException {
    List<Hit> hits = new ArrayList<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      hits.addAll(
          window.oldestFirst()
              ? oldest(leaf, scope, window, limit)
              : newest(leaf, scope, window, limit));
    }
    hits.sort(window.oldestFirst() ? ORDER.reversed() : ORDER);
    return hits.stream().limit(limit).mapToInt(Hit::doc).toArray();
  }

  /// At least `limit` if there are so many: hits that differ in their inbox alone stay together.
  private List<Hit> newest(LeafReaderContext leaf, Scope scope, TimeWindow window, int limit)
      throws IOException {
    List<Hit> hits = new ArrayList<>();
    Walk walk = new Walk(leaf, scope, window, firstAtOrBefore(leaf, window.to()));
    while (walk.next()) {
      Hit hit = walk.hit();
      if (hits.size() >= limit && !hits.getLast().besides(hit)) {
        break;
      }
      hits.add(hit);
    }
    return hits;
  }

  /// From the back: widens the stretch before the end until it holds enough.
  private List<Hit> oldest(LeafReaderContext leaf, Scope scope, TimeWindow window, int limit)
      throws IOException {
    int lowest = firstAtOrBefore(leaf, window.to());
    int end = firstAtOrBefore(leaf, window.from() - 1);
    long stretch = 4L * limit;
    while (true) {
      int start = firstOfSecond(leaf, (int) Math.max(lowest, end - stretch));
      List<Hit> hits = new ArrayList<>();
      Walk walk = new Walk(leaf, scope, window, start);
      while (walk.next()) {
        hits.add(walk.hit());
      }
      if (hits.size() >= limit || start <= lowest) {
        hits.sort(ORDER);
        return hits.subList(Math.max(0, hits.size() - limit), hits.size());
      }
      stretch *= 4;
    }
  }

  /// The newest message of each of the `limit` threads that came to the fore last. Looks at no more
  /// than `depth` messages of a segment.
  int[] threads(Scope scope, TimeWindow window, int limit, int depth) throws IOException {
    List<Hit> hits = new ArrayList<>();
    Map<Integer, Long> threadOf = new HashMap<>();
    for (LeafReaderContext leaf : reader.leaves()) {
      NumericDocValues threads = leaf.reader().getNumericDocValues(Documents.THREAD);
      Set<Long> seen = new HashSet<>();
      Walk walk = new Walk(leaf, scope, window, firstAtOrBefore(leaf, window.to()));
      for (int left = depth; left > 0 && seen.size() < limit && walk.next(); left--) {
        Hit hit = walk.hit();
        if (threads.advanceExact(hit.doc() - leaf.docBase) && seen.add(threads.longValue())) {
          hits.add(hit);
          threadOf.put(hit.doc(), threads.longValue());
        }
      }
    }
    hits.sort(ORDER);
    Set<Long> seen = new HashSet<>();
    return hits.stream()
        .filter(hit -> seen.add(threadOf.get(hit.doc())))
        .limit(limit)
        .mapToInt(Hit::doc)
        .toArray();
  }

  /// The documents of a segment that are in scope and in the window, newest first.
  private final class Walk {
    private final LeafReaderContext leaf;
    private final TimeWindow window;
    private final int start;
    private final @Nullable DocIdSetIterator docs;
    private final @Nullable NumericDocValues received;
    private final @Nullable NumericDocValues numbers;
    private final @Nullable SortedDocValues inboxes;
    private @Nullable Hit hit;

    Walk(LeafReaderContext leaf, Scope scope, TimeWindow window, int start) throws IOException {
      this.leaf = leaf;
      this.window = window;
      this.start = start;
      this.docs = scoped.iterator(leaf, scope);
      this.received = leaf.reader().getNumericDocValues(Documents.RECEIVED);
      this.numbers = leaf.reader().getNumericDocValues(Documents.NUMBER);
      this.inboxes = leaf.reader().getSortedDocValues(Documents.INBOX);
    }

    boolean next() throws IOException {
      if (docs == null || received == null || numbers == null || inboxes == null) {
        return false;
      }
      if (docs.docID() < 0 && start >= leaf.reader().maxDoc()) {
        return false;
      }
      for (int doc = docs.docID() < 0 ? docs.advance(start) : docs.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = docs.nextDoc()) {
        if (received.advanceExact(doc) && numbers.advanceExact(doc) && inboxes.advanceExact(doc)) {
          long time = received.longValue();
          if (time < window.from()) {
            return false;
          }
          String inbox = inboxes.lookupOrd(inboxes.ordValue()).utf8ToString();
          Hit found = new Hit(leaf.docBase + doc, time, numbers.longValue(), inbox);
          if (time <= window.to() && isPast(found, window)) {
            hit = found;
            return true;
          }
        }
      }
      return false;
    }

    /// Where the last `next` led to.
    Hit hit() {
      return Objects.requireNonNull(hit);
    }
  }

  private static boolean isPast(Hit hit, TimeWindow window) {
    Slot past = window.past();
    if (past == null) {
      return true;
    }
    long edge = window.oldestFirst() ? window.from() : window.to();
    int order = ORDER.compare(hit, new Hit(-1, edge, past.number(), past.inbox().value()));
    return window.oldestFirst() ? order < 0 : order > 0;
  }

  /// The first document of a segment that was received in the same second as this one.
  private static int firstOfSecond(LeafReaderContext leaf, int doc) throws IOException {
    NumericDocValues received = leaf.reader().getNumericDocValues(Documents.RECEIVED);
    return received != null && doc < leaf.reader().maxDoc() && received.advanceExact(doc)
        ? firstAtOrBefore(leaf, received.longValue())
        : doc;
  }

  /// Binary search in a segment sorted by received time, newest first.
  static int firstAtOrBefore(LeafReaderContext leaf, long time) throws IOException {
    int low = 0;
    int high = leaf.reader().maxDoc();
    while (low < high) {
      int middle = (low + high) >>> 1;
      NumericDocValues received = leaf.reader().getNumericDocValues(Documents.RECEIVED);
      if (received == null || !received.advanceExact(middle) || received.longValue() <= time) {
        high = middle;
      } else {
        low = middle + 1;
      }
    }
    return low;
  }
}
