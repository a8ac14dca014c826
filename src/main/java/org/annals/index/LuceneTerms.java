package org.annals.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.StringHelper;
import org.jspecify.annotations.Nullable;

/// Exact terms to live documents. Keeps its cursors, so use it for many look-ups. One thread.
final class LuceneTerms {
  private final List<LeafReaderContext> leaves;
  private final Map<String, @Nullable TermsEnum[]> cursors = new HashMap<>();

  LuceneTerms(IndexReader reader) {
    this.leaves = reader.leaves();
  }

  List<LeafReaderContext> leaves() {
    return leaves;
  }

  LeafReaderContext leafOf(int doc) {
    return leaves.get(ReaderUtil.subIndex(doc, leaves));
  }

  /// All live documents with the term, ascending.
  int[] docs(String field, BytesRef term) throws IOException {
    DocBuffer found = new DocBuffer();
    for (LeafReaderContext leaf : leaves) {
      DocIdSetIterator docs = iterator(leaf, field, term);
      if (docs != null) {
        found.addAll(docs, leaf.docBase);
      }
    }
    return found.toArray();
  }

  /// Live documents of the first `limit` terms of each segment from `start` on that begin with
  /// `prefix`; ascending by document.
  int[] docsFrom(String field, BytesRef start, BytesRef prefix, int limit) throws IOException {
    DocBuffer found = new DocBuffer();
    for (LeafReaderContext leaf : leaves) {
      TermsEnum cursor = cursor(leaf, field);
      if (cursor == null || cursor.seekCeil(start) == TermsEnum.SeekStatus.END) {
        continue;
      }
      int before = found.count();
      BytesRef at = cursor.term();
      while (at != null && StringHelper.startsWith(at, prefix) && found.count() - before < limit) {
        found.addAll(live(leaf, cursor.postings(null, PostingsEnum.NONE)), leaf.docBase);
        at = cursor.next();
      }
      found.sort(before);
    }
    return found.toArray();
  }

  /// Live documents of the terms from `first` to `last`; ascending.
  int[] docsBetween(String field, BytesRef first, BytesRef last) throws IOException {
    DocBuffer found = new DocBuffer();
    for (LeafReaderContext leaf : leaves) {
      TermsEnum cursor = cursor(leaf, field);
      if (cursor == null || cursor.seekCeil(first) == TermsEnum.SeekStatus.END) {
        continue;
      }
      int from = found.count();
      BytesRef at = cursor.term();
      while (at != null && at.compareTo(last) <= 0) {
        found.addAll(live(leaf, cursor.postings(null, PostingsEnum.NONE)), leaf.docBase);
        at = cursor.next();
      }
      found.sort(from);
    }
    return found.toArray();
  }

  /// What the first `limit` slots of each segment from `start` on that begin with `prefix` have for
  /// numbers, where the document is live.
  long[] numbersFrom(String field, BytesRef start, BytesRef prefix, int limit) throws IOException {
    LongStream.Builder numbers = LongStream.builder();
    for (LeafReaderContext leaf : leaves) {
      TermsEnum cursor = cursor(leaf, field);
      if (cursor == null || cursor.seekCeil(start) == TermsEnum.SeekStatus.END) {
        continue;
      }
      boolean allLive = leaf.reader().getLiveDocs() == null;
      int count = 0;
      BytesRef at = cursor.term();
      while (at != null && StringHelper.startsWith(at, prefix) && count < limit) {
        if (allLive
            || live(leaf, cursor.postings(null, PostingsEnum.NONE)).nextDoc()
                != DocIdSetIterator.NO_MORE_DOCS) {
          numbers.add(Documents.slotNumber(at));
          count++;
        }
        at = cursor.next();
      }
    }
    return numbers.build().toArray();
  }

  long count(String field, BytesRef term) throws IOException {
    long count = 0;
    for (LeafReaderContext leaf : leaves) {
      TermsEnum cursor = cursor(leaf, field);
      if (cursor == null || !cursor.seekExact(term)) {
        continue;
      }
      if (leaf.reader().getLiveDocs() == null) {
        count += cursor.docFreq();
      } else {
        DocIdSetIterator docs = live(leaf, cursor.postings(null, PostingsEnum.NONE));
        while (docs.nextDoc() != DocIdSetIterator.NO_MORE_DOCS) {
          count++;
        }
      }
    }
    return count;
  }

  /// Live documents of one segment with the term; null if there are none.
  @Nullable DocIdSetIterator iterator(LeafReaderContext leaf, String field, BytesRef term)
      throws IOException {
    TermsEnum cursor = cursor(leaf, field);
    if (cursor == null || !cursor.seekExact(term)) {
      return null;
    }
    return live(leaf, cursor.postings(null, PostingsEnum.NONE));
  }

  private @Nullable TermsEnum cursor(LeafReaderContext leaf, String field) throws IOException {
    @Nullable TermsEnum[] byLeaf = cursors.get(field);
    if (byLeaf == null) {
      byLeaf = new TermsEnum[leaves.size()];
      cursors.put(field, byLeaf);
    }
    TermsEnum cursor = byLeaf[leaf.ord];
    if (cursor == null) {
      Terms terms = leaf.reader().terms(field);
      if (terms == null) {
        return null;
      }
      cursor = terms.iterator();
      byLeaf[leaf.ord] = cursor;
    }
    return cursor;
  }

  private static DocIdSetIterator live(LeafReaderContext leaf, PostingsEnum docs) {
    Bits live = leaf.reader().getLiveDocs();
    return live == null ? docs : new LiveDocs(docs, live);
  }

  /// Leaves out deleted documents.
  private static final class LiveDocs extends DocIdSetIterator {
    private final DocIdSetIterator docs;
    private final Bits live;

    LiveDocs(DocIdSetIterator docs, Bits live) {
      this.docs = docs;
      this.live = live;
    }

    @Override
    public int docID() {
      return docs.docID();
    }

    @Override
    public int nextDoc() throws IOException {
      return skipDeleted(docs.nextDoc());
    }

    @Override
    public int advance(int target) throws IOException {
      return skipDeleted(docs.advance(target));
    }

    private int skipDeleted(int from) throws IOException {
      int doc = from;
      while (doc != NO_MORE_DOCS && !live.get(doc)) {
        doc = docs.nextDoc();
      }
      return doc;
    }

    @Override
    public long cost() {
      return docs.cost();
    }
  }

  /// A growing array of document numbers.
  private static final class DocBuffer {
    private int[] docs = new int[16];
    private int count;

    int count() {
      return count;
    }

    void addAll(DocIdSetIterator iterator, int base) throws IOException {
      for (int doc = iterator.nextDoc();
          doc != DocIdSetIterator.NO_MORE_DOCS;
          doc = iterator.nextDoc()) {
        if (count == docs.length) {
          docs = Arrays.copyOf(docs, 2 * count);
        }
        docs[count++] = base + doc;
      }
    }

    /// Puts those added from `from` on into ascending order.
    void sort(int from) {
      Arrays.sort(docs, from, count);
    }

    int[] toArray() {
      return Arrays.copyOf(docs, count);
    }
  }
}
