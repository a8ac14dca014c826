package org.annals.index;

import java.io.IOException;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// The matches of one segment, newest first, compared by the one they stand at.
final class SegmentMatches implements Comparable<SegmentMatches> {
  private final LeafReaderContext leaf;
  private final DocIdSetIterator docs;
  private final @Nullable Bits live;
  private final NumericDocValues received;
  private final NumericDocValues numbers;
  private int start;
  private long time;
  private long number;

  /// Of those received at or before `until` alone.
  SegmentMatches(LeafReaderContext leaf, DocIdSetIterator docs, long until) throws IOException {
    this.leaf = leaf;
    this.docs = docs;
    this.live = leaf.reader().getLiveDocs();
    this.received = DocValues.getNumeric(leaf.reader(), Documents.RECEIVED);
    this.numbers = DocValues.getNumeric(leaf.reader(), Documents.NUMBER);
    this.start = until == Long.MAX_VALUE ? 0 : NewestFirst.firstAtOrBefore(leaf, until);
  }

  boolean next() throws IOException {
    if (start >= leaf.reader().maxDoc()) {
      return false;
    }
    int doc = start > 0 ? docs.advance(start) : docs.nextDoc();
    start = 0;
    while (doc != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(doc)) {
      doc = docs.nextDoc();
    }
    if (doc == DocIdSetIterator.NO_MORE_DOCS) {
      return false;
    }
    time = received.advanceExact(doc) ? received.longValue() : 0;
    number = numbers.advanceExact(doc) ? numbers.longValue() : 0;
    return true;
  }

  LeafReaderContext leaf() {
    return leaf;
  }

  /// Within the segment.
  int doc() {
    return docs.docID();
  }

  long time() {
    return time;
  }

  long number() {
    return number;
  }

  @Override
  public int compareTo(SegmentMatches other) {
    int byTime = Long.compare(other.time, time);
    if (byTime != 0) {
      return byTime;
    }
    int byNumber = Long.compare(other.number, number);
    return byNumber != 0 ? byNumber : Integer.compare(leaf.ord, other.leaf.ord);
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }
}
