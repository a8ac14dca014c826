package org.annals.index;

import java.io.Closeable;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.LongField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// A `RecordIndex` at one moment. Close it. Not thread-safe.
public final class RecordView implements AutoCloseable {
  /// Of so many terms it is looked up first whether any record has one: mostly none has.
  private static final int TERMS_ASKED_MAX = 16;

  private final IndexSearcher searcher;
  private final Closeable release;

  RecordView(IndexSearcher searcher, Closeable release) {
    this.searcher = searcher;
    this.release = release;
  }

  /// A record as it is found.
  public record Found(String key, long rank, byte[] value) {}

  /// A place in the order, whether or not a record is there any more.
  public record Place(long rank, String key) {}

  /// What was published together with the records.
  public Map<String, String> bookmark() throws IOException {
    return new HashMap<>(
        ((DirectoryReader) searcher.getIndexReader()).getIndexCommit().getUserData());
  }

  long version() {
    return ((DirectoryReader) searcher.getIndexReader()).getVersion();
  }

  public Optional<byte[]> get(String key) throws IOException {
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      PostingsEnum docs = leaf.reader().postings(new Term(RecordIndex.KEY, key), PostingsEnum.NONE);
      int doc = docs == null ? PostingsEnum.NO_MORE_DOCS : docs.nextDoc();
      while (doc != PostingsEnum.NO_MORE_DOCS) {
        if (leaf.reader().getLiveDocs() == null || leaf.reader().getLiveDocs().get(doc)) {
          return Optional.of(value(leaf.reader().storedFields().document(doc)));
        }
        doc = docs.nextDoc();
      }
    }
    return Optional.empty();
  }

  /// The highest ranks first, or the lowest; of equal ones by key. With `after` what comes behind
  /// that place, else the first `offset` are left out.
  public List<Found> find(
      RecordFilter filter, boolean highestFirst, @Nullable Place after, int offset, int limit)
      throws IOException {
    if (isNowhere(filter)) {
      return List.of();
    }
    Sort sort = sort(highestFirst);
    int skip = after == null ? offset : 0;
    TopDocs found =
        after == null
            ? searcher.search(query(filter), skip + limit, sort)
            : searcher.searchAfter(place(after), query(filter), limit, sort);
    List<Found> records = new ArrayList<>();
    StoredFields stored = searcher.storedFields();
    for (int i = skip; i < found.scoreDocs.length; i++) {
      ScoreDoc one = found.scoreDocs[i];
      Document document = stored.document(one.doc);
      long rank = (Long) ((FieldDoc) one).fields[0];
      records.add(new Found(document.get(RecordIndex.KEY), rank, value(document)));
    }
    return records;
  }

  /// Keys are unique, so that the document counts for nothing.
  private FieldDoc place(Place after) {
    int document = Math.max(0, searcher.getIndexReader().maxDoc() - 1);
    return new FieldDoc(
        document, Float.NaN, new Object[] {after.rank(), new BytesRef(after.key())});
  }

  private static byte[] value(Document document) {
    BytesRef bytes = document.getBinaryValue(RecordIndex.VALUE);
    return java.util.Arrays.copyOfRange(bytes.bytes, bytes.offset, bytes.offset + bytes.length);
  }

  private static Sort sort(boolean highestFirst) {
    return new Sort(
        LongField.newSortField(RecordIndex.RANK, highestFirst, SortedNumericSelector.Type.MIN),
        new SortField(RecordIndex.KEY, SortField.Type.STRING, highestFirst));
  }

  /// The keys of at most `limit` records, the lowest rank first.
  public List<String> keys(RecordFilter filter, int limit) throws IOException {
    if (isNowhere(filter)) {
      return List.of();
    }
    TopDocs found = searcher.search(query(filter), limit, sort(false));
    List<String> keys = new ArrayList<>();
    for (ScoreDoc one : found.scoreDocs) {
      keys.add(((BytesRef) ((FieldDoc) one).fields[1]).utf8ToString());
    }
    return keys;
  }

  public int count(RecordFilter filter) throws IOException {
    return isNowhere(filter) ? 0 : searcher.count(query(filter));
  }

  private boolean isNowhere(RecordFilter filter) throws IOException {
    for (Set<String> terms : filter.anyOf()) {
      boolean somewhere = terms.size() > TERMS_ASKED_MAX;
      for (String term : somewhere ? Set.<String>of() : terms) {
        somewhere |= searcher.getIndexReader().docFreq(term(term)) > 0;
      }
      if (!somewhere) {
        return true;
      }
    }
    return false;
  }

  private static Term term(String term) {
    return new Term(RecordIndex.TERM, RecordIndex.cut(term));
  }

  static Query query(RecordFilter filter) {
    BooleanQuery.Builder query = new BooleanQuery.Builder();
    for (Set<String> terms : filter.anyOf()) {
      query.add(any(terms), BooleanClause.Occur.FILTER);
    }
    if (!filter.noneOf().isEmpty()) {
      query.add(any(filter.noneOf()), BooleanClause.Occur.MUST_NOT);
    }
    if (filter.from() != Long.MIN_VALUE || filter.to() != Long.MAX_VALUE) {
      query.add(
          LongField.newRangeQuery(RecordIndex.RANK, filter.from(), filter.to() - 1),
          BooleanClause.Occur.FILTER);
    } else if (filter.anyOf().isEmpty()) {
      query.add(MatchAllDocsQuery.INSTANCE, BooleanClause.Occur.FILTER);
    }
    return new ConstantScoreQuery(query.build());
  }

  private static Query any(Set<String> terms) {
    if (terms.size() == 1) {
      return new TermQuery(term(terms.iterator().next()));
    }
    return new TermInSetQuery(
        RecordIndex.TERM, terms.stream().map(term -> new BytesRef(RecordIndex.cut(term))).toList());
  }

  @Override
  public void close() throws IOException {
    release.close();
  }
}
