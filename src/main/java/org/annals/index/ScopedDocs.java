package org.annals.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.annals.store.InboxName;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.SortedDocValues;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FilterDocIdSetIterator;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Which documents are in a scope. One thread.
///
/// An inbox is a term. "All" are the firsts, but for those in hidden inboxes: a message that a
/// shown inbox has too, has its first there.
final class ScopedDocs {
  private final LuceneTerms terms;
  private final List<BytesRef> hidden;
  private final Set<InboxName> hiddenNames;

  ScopedDocs(LuceneTerms terms, Set<InboxName> hidden) {
    this.terms = terms;
    this.hiddenNames = hidden;
    this.hidden = hidden.stream().map(Documents::inboxTerm).toList();
  }

  /// Live documents of one segment; null if there are none.
  @Nullable DocIdSetIterator iterator(LeafReaderContext leaf, Scope scope) throws IOException {
    return switch (scope) {
      case Scope.One(var inbox) ->
          terms.iterator(leaf, Documents.INBOX, Documents.inboxTerm(inbox));
      case Scope.All() -> {
        DocIdSetIterator firsts = terms.iterator(leaf, Documents.FIRST, Documents.IS_FIRST);
        yield firsts == null || hidden.isEmpty() ? firsts : new Shown(firsts, inboxes(leaf));
      }
    };
  }

  long count(Scope scope) throws IOException {
    return switch (scope) {
      case Scope.One(var inbox) -> terms.count(Documents.INBOX, Documents.inboxTerm(inbox));
      case Scope.All() -> terms.count(Documents.FIRST, Documents.IS_FIRST) - hiddenFirsts();
    };
  }

  private long hiddenFirsts() throws IOException {
    long count = 0;
    for (LeafReaderContext leaf : terms.leaves()) {
      NumericDocValues first = leaf.reader().getNumericDocValues(Documents.FIRST_VALUE);
      for (BytesRef inbox : hidden) {
        DocIdSetIterator docs = terms.iterator(leaf, Documents.INBOX, inbox);
        if (docs != null && first != null) {
          count += count(docs, first);
        }
      }
    }
    return count;
  }

  private static long count(DocIdSetIterator docs, NumericDocValues first) throws IOException {
    long count = 0;
    for (int doc = docs.nextDoc(); doc != DocIdSetIterator.NO_MORE_DOCS; doc = docs.nextDoc()) {
      if (first.advanceExact(doc) && first.longValue() == 1) {
        count++;
      }
    }
    return count;
  }

  /// Of documents in ascending order, those in scope.
  int[] among(Scope scope, int[] docs) throws IOException {
    int kept = 0;
    int[] result = new int[docs.length];
    Segment segment = null;
    for (int doc : docs) {
      LeafReaderContext leaf = terms.leafOf(doc);
      if (segment == null || segment.leaf != leaf) {
        segment = new Segment(leaf, scope);
      }
      if (segment.holds(doc - leaf.docBase)) {
        result[kept++] = doc;
      }
    }
    return Arrays.copyOf(result, kept);
  }

  /// Tells which documents of a segment are in scope; asked in ascending order.
  private final class Segment {
    private static final int NO_ORDINAL = -1;

    private final LeafReaderContext leaf;
    private final HiddenOrdinals without;
    private final @Nullable NumericDocValues first;
    private final @Nullable SortedDocValues inboxes;
    private final int ordinal;

    Segment(LeafReaderContext leaf, Scope scope) throws IOException {
      this.leaf = leaf;
      switch (scope) {
        case Scope.One(var inbox) -> {
          first = null;
          inboxes = leaf.reader().getSortedDocValues(Documents.INBOX);
          ordinal = inboxes == null ? NO_ORDINAL : inboxes.lookupTerm(Documents.inboxTerm(inbox));
          without = HiddenOrdinals.NONE;
        }
        case Scope.All() -> {
          first = leaf.reader().getNumericDocValues(Documents.FIRST_VALUE);
          inboxes = null;
          ordinal = NO_ORDINAL;
          without = hidden.isEmpty() ? HiddenOrdinals.NONE : inboxes(leaf);
        }
      }
    }

    boolean holds(int doc) throws IOException {
      return inboxes != null
          ? inboxes.advanceExact(doc) && inboxes.ordValue() == ordinal
          : first != null
              && first.advanceExact(doc)
              && first.longValue() == 1
              && !without.contain(doc);
    }
  }

  boolean shows(Posting posting) {
    return !hiddenNames.contains(posting.inbox());
  }

  /// As `filter`, but with every posting of a message that is in an inbox that is shown.
  org.apache.lucene.search.Query copies(Scope scope) {
    if (scope instanceof Scope.One) {
      return filter(scope);
    }
    BooleanQuery.Builder shown = new BooleanQuery.Builder();
    shown.add(MatchAllDocsQuery.INSTANCE, Occur.MUST);
    hidden.forEach(
        inbox -> shown.add(new TermQuery(new Term(Documents.INBOX, inbox)), Occur.MUST_NOT));
    return shown.build();
  }

  /// The same as a part of a search.
  org.apache.lucene.search.Query filter(Scope scope) {
    return switch (scope) {
      case Scope.One(var inbox) ->
          new TermQuery(new Term(Documents.INBOX, Documents.inboxTerm(inbox)));
      case Scope.All() -> {
        TermQuery firsts = new TermQuery(new Term(Documents.FIRST, Documents.IS_FIRST));
        if (hidden.isEmpty()) {
          yield firsts;
        }
        BooleanQuery.Builder shown = new BooleanQuery.Builder().add(firsts, Occur.MUST);
        hidden.forEach(
            inbox -> shown.add(new TermQuery(new Term(Documents.INBOX, inbox)), Occur.MUST_NOT));
        yield shown.build();
      }
    };
  }

  /// The hidden inboxes of a segment, by their ordinals there.
  private HiddenOrdinals inboxes(LeafReaderContext leaf) throws IOException {
    SortedDocValues values = leaf.reader().getSortedDocValues(Documents.INBOX);
    List<Integer> ordinals = new ArrayList<>();
    if (values != null) {
      for (BytesRef inbox : hidden) {
        int ordinal = values.lookupTerm(inbox);
        if (ordinal >= 0) {
          ordinals.add(ordinal);
        }
      }
    }
    return new HiddenOrdinals(values, ordinals.stream().mapToInt(i -> i).sorted().toArray());
  }

  private record HiddenOrdinals(@Nullable SortedDocValues values, int[] ascending) {
    static final HiddenOrdinals NONE = new HiddenOrdinals(null, new int[0]);

    boolean contain(int doc) throws IOException {
      return values != null
          && ascending.length > 0
          && values.advanceExact(doc)
          && Arrays.binarySearch(ascending, values.ordValue()) >= 0;
    }
  }

  /// Leaves out documents of hidden inboxes.
  private static final class Shown extends FilterDocIdSetIterator {
    private final HiddenOrdinals hidden;

    Shown(DocIdSetIterator docs, HiddenOrdinals hidden) {
      super(docs);
      this.hidden = hidden;
    }

    @Override
    public int nextDoc() throws IOException {
      return skipHidden(super.nextDoc());
    }

    @Override
    public int advance(int target) throws IOException {
      return skipHidden(super.advance(target));
    }

    private int skipHidden(int from) throws IOException {
      int doc = from;
      while (doc != NO_MORE_DOCS && hidden.contain(doc)) {
        doc = super.nextDoc();
      }
      return doc;
    }
  }
}
