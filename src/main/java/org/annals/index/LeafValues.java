package org.annals.index;

import java.io.IOException;
import java.util.List;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.jspecify.annotations.Nullable;

/// A number that every document has, for readers that go from segment to segment and ascend in
/// each. One thread.
final class LeafValues {
  private final String field;
  private final @Nullable NumericDocValues[] byLeaf;

  LeafValues(IndexReader reader, String field) {
    List<LeafReaderContext> leaves = reader.leaves();
    this.field = field;
    this.byLeaf = new NumericDocValues[leaves.size()];
  }

  /// `doc` is within the segment.
  long of(LeafReaderContext leaf, int doc) throws IOException {
    NumericDocValues values = byLeaf[leaf.ord];
    if (values == null) {
      values = DocValues.getNumeric(leaf.reader(), field);
      byLeaf[leaf.ord] = values;
    }
    return values.advanceExact(doc) ? values.longValue() : 0;
  }
}
