package org.annals.index;

import java.io.IOException;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.search.DocIdSetIterator;
import org.jspecify.annotations.Nullable;

/// Which documents of a segment bear a mark; asked in ascending order.
final class MarkedDocs {
  private final @Nullable DocIdSetIterator docs;

  MarkedDocs(LuceneTerms terms, LeafReaderContext leaf, Mark mark) throws IOException {
    docs = terms.iterator(leaf, Documents.MARK, Documents.markTerm(mark));
  }

  boolean holds(int doc) throws IOException {
    return docs != null && (docs.docID() < doc ? docs.advance(doc) : docs.docID()) == doc;
  }
}
