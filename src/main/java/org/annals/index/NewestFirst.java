package org.annals.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/// Lists by received time without a search: every segment is sorted newest first, so a page is
/// the first live documents of each, merged. The cost does not grow with the archive.
final class NewestFirst {
  /// The order of the index itself.
  private static final Comparator<Hit> ORDER =
      Comparator.comparingLong(Hit::received)
          .thenComparingLong(Hit::number)
          .thenComparingInt(Hit::doc)
          .reversed();

  private final IndexReader reader;
  private final LuceneTerms terms;

  NewestFirst(IndexReader reader, LuceneTerms terms) {
    this.reader = reader;
    this.terms = terms;
  }

  private record Hit(int doc, long received, long number) {}

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

  private List<Hit> newest(LeafReaderContext leaf, Scope scope, TimeWindow window, int limit)
      throws IOException {
    int start = firstAtOrBefore(leaf, window.to());
    return collect(leaf, scope, window, start, limit);
  }

  /// From the back: widens the stretch before the end until it holds enough.
  private List<Hit> oldest(LeafReaderContext leaf, Scope scope, TimeWindow window, int limit)
      throws IOException {
    int end = firstAtOrBefore(leaf, window.from() - 1);
    long stretch = 4L * limit;
    while (true) {
      int start = (int) Math.max(0, end - stretch);
      List<Hit> hits = collect(leaf, scope, window, start, Integer.MAX_VALUE);
      if (hits.size() >= limit || start == 0) {
        return hits.subList(Math.max(0, hits.size() - limit), hits.size());
      }
      stretch *= 4;
    }
  }

  private List<Hit> collect(
      LeafReaderContext leaf, Scope scope, TimeWindow window, int start, int limit)
      throws IOException {
    List<Hit> hits = new ArrayList<>();
    NumericDocValues received = leaf.reader().getNumericDocValues(Documents.RECEIVED);
    NumericDocValues numbers = leaf.reader().getNumericDocValues(Documents.NUMBER);
    @Nullable DocIdSetIterator docs =
        terms.iterator(leaf, LuceneView.fieldOf(scope), LuceneView.termOf(scope));
    if (received == null || numbers == null || docs == null || start >= leaf.reader().maxDoc()) {
      return hits;
    }
    for (int doc = docs.advance(start);
        doc != DocIdSetIterator.NO_MORE_DOCS && hits.size() < limit;
        doc = docs.nextDoc()) {
      if (!received.advanceExact(doc) || !numbers.advanceExact(doc)) {
        continue;
      }
      long time = received.longValue();
      if (time < window.from()) {
        break;
      }
      if (time <= window.to()) {
        hits.add(new Hit(leaf.docBase + doc, time, numbers.longValue()));
      }
    }
    return hits;
  }

  /// Binary search in a segment sorted by received time, newest first.
  private static int firstAtOrBefore(LeafReaderContext leaf, long time) throws IOException {
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
