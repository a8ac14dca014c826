package org.annals.index;

import java.io.IOException;
import org.apache.lucene.codecs.StoredFieldsReader;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.StoredFieldVisitor;
import org.apache.lucene.index.StoredFields;
import org.jspecify.annotations.Nullable;

/// Stored fields of many documents, ascending: each block is unpacked once and whole, as when
/// segments are merged, not anew for every document in it. One thread.
final class SequentialFields extends StoredFields {
  private final LuceneTerms terms;
  private @Nullable LeafReaderContext leaf;
  private @Nullable StoredFields fields;

  SequentialFields(LuceneTerms terms) {
    this.terms = terms;
  }

  @Override
  public void document(int doc, StoredFieldVisitor visitor) throws IOException {
    LeafReaderContext of = terms.leafOf(doc);
    StoredFields current = of == leaf ? fields : null;
    if (current == null) {
      current = open(of);
      leaf = of;
      fields = current;
    }
    current.document(doc - of.docBase, visitor);
  }

  private static StoredFields open(LeafReaderContext leaf) throws IOException {
    StoredFieldsReader stored =
        leaf.reader() instanceof CodecReader codec ? codec.getFieldsReader() : null;
    return stored == null ? leaf.reader().storedFields() : stored.getMergeInstance();
  }
}
