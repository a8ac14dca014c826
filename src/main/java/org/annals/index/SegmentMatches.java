package org.annals.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.jspecify.annotations.Nullable;

/// The matches of one segment, newest first, compared by the one they stand at.
final class SegmentMatches implements Comparable<SegmentMatches> {
  private final int base;
  private final DocIdSetIterator docs;
  private final @Nullable Bits live;
  private final NumericDocValues received;
  private final NumericDocValues numbers;
  private long time;
  private long number;

  SegmentMatches(LeafReaderContext leaf, DocIdSetIterator docs) throws IOException {
    this.base = leaf.docBase;
    this.docs = docs;
    this.live = leaf.reader().getLiveDocs();
    this.received = org.apache.lucene.index.DocValues.getNumeric(leaf.reader(), Documents.RECEIVED);
    this.numbers = org.apache.lucene.index.DocValues.getNumeric(leaf.reader(), Documents.NUMBER);
  }

  boolean next() throws IOException {
    int doc = docs.nextDoc();
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

  int doc() {
    return base + docs.docID();
  }

  @Override
  public int compareTo(SegmentMatches other) {
    int byTime = Long.compare(other.time, time);
    if (byTime != 0) {
      return byTime;
    }
    int byNumber = Long.compare(other.number, number);
    return byNumber != 0 ? byNumber : Integer.compare(base, other.base);
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
