package org.annals.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.LongBitSet;
import org.apache.lucene.util.StringHelper;

/// Our query tree as a Lucene query, run.
final class LuceneSearch {
  /// Pages deeper than this come out empty: an offset costs memory.
  static final int DEPTH_MAX = 100_000;

  /// How many matches are fetched for each thread wanted, and how that grows.
  private static final int THREADS_DEPTH = 4;

  private static final SortField BY_NUMBER =
      new SortField(Documents.NUMBER, SortField.Type.LONG, true);
  private static final Sort NEWEST =
      new Sort(new SortField(Documents.RECEIVED, SortField.Type.LONG, true), BY_NUMBER);
  private static final Sort OLDEST =
      new Sort(
          new SortField(Documents.RECEIVED, SortField.Type.LONG),
          new SortField(Documents.NUMBER, SortField.Type.LONG));
  private static final Sort RELEVANT =
      new Sort(
          SortField.FIELD_SCORE,
          new SortField(Documents.RECEIVED, SortField.Type.LONG, true),
          BY_NUMBER);

  static {
    // Phrases count their words, so somewhat more than the parser lets through.
    IndexSearcher.setMaxClauseCount(8 * QueryParser.LOOK_UPS_MAX);
  }

  private final IndexSearcher searcher;
  private final ScopedDocs scopedDocs;

  LuceneSearch(IndexSearcher searcher, ScopedDocs scopedDocs) {
    this.searcher = searcher;
    this.scopedDocs = scopedDocs;
  }

  record Page(int[] docs, long total) {}

  private org.apache.lucene.search.Query scoped(Scope scope, Query query) throws IOException {
    BooleanQuery.Builder scoped = new BooleanQuery.Builder();
    scoped.add(new LuceneQueries(this, scope).of(query), Occur.MUST);
    scoped.add(scopedDocs.filter(scope), Occur.FILTER);
    return scoped.build();
  }

  interface DocConsumer {
    boolean accept(int doc) throws IOException;
  }

  /// All matches in the order of the index. Every segment is sorted, so their heads are merged.
  void scan(Scope scope, Query query, DocConsumer consumer) throws IOException {
    org.apache.lucene.search.Query rewritten = searcher.rewrite(scoped(scope, query));
    Weight weight = searcher.createWeight(rewritten, ScoreMode.COMPLETE_NO_SCORES, 1);
    PriorityQueue<SegmentMatches> heads = new PriorityQueue<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        SegmentMatches matches = new SegmentMatches(leaf, scorer.iterator());
        if (matches.next()) {
          heads.add(matches);
        }
      }
    }
    for (SegmentMatches head = heads.poll(); head != null; head = heads.poll()) {
      if (!consumer.accept(head.doc())) {
        return;
      }
      if (head.next()) {
        heads.add(head);
      }
    }
  }

  /// As `run`, but of the matches of one thread only the one that comes first. Looks for it among
  /// the first `DEPTH_MAX` matches.
  Page threads(Scope scope, Query query, Order order, int offset, int limit, long nextThread)
      throws IOException {
    org.apache.lucene.search.Query all = scoped(scope, query);
    int total = countThreads(all, nextThread);
    if (offset >= total || offset > DEPTH_MAX || limit == 0) {
      return new Page(new int[0], total);
    }
    int matches = Math.min(searcher.count(all), DEPTH_MAX);
    int depth = Math.min(matches, THREADS_DEPTH * (offset + limit));
    int[] firsts = firstOfThreads(searcher.search(all, top(order, depth)).scoreDocs);
    while (firsts.length < offset + limit && depth < matches) {
      depth = (int) Math.min(matches, (long) THREADS_DEPTH * depth);
      firsts = firstOfThreads(searcher.search(all, top(order, depth)).scoreDocs);
    }
    int from = Math.min(offset, firsts.length);
    int to = Math.min(offset + limit, firsts.length);
    return new Page(Arrays.copyOfRange(firsts, from, to), total);
  }

  /// One bit for each thread there is: the smallest that can tell which were seen.
  private int countThreads(org.apache.lucene.search.Query all, long nextThread) throws IOException {
    LongBitSet seen = new LongBitSet(nextThread);
    int[] count = {0};
    eachThread(
        all,
        thread -> {
          if (!seen.getAndSet(thread)) {
            count[0]++;
          }
        });
    return count[0];
  }

  /// The threads of all matches in scope.
  Set<Long> threadsOf(Scope scope, Query query) throws IOException {
    Set<Long> threads = new HashSet<>();
    eachThread(scoped(scope, query), threads::add);
    return threads;
  }

  private void eachThread(org.apache.lucene.search.Query all, LongConsumer consumer)
      throws IOException {
    Weight weight = searcher.createWeight(searcher.rewrite(all), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      NumericDocValues threads = DocValues.getNumeric(leaf.reader(), Documents.THREAD);
      SegmentMatches matches = new SegmentMatches(leaf, scorer.iterator());
      while (matches.next()) {
        if (threads.advanceExact(matches.doc() - leaf.docBase)) {
          consumer.accept(threads.longValue());
        }
      }
    }
  }

  private int[] firstOfThreads(ScoreDoc[] found) throws IOException {
    List<LeafReaderContext> leaves = searcher.getIndexReader().leaves();
    Set<Long> seen = new HashSet<>();
    int[] firsts = new int[found.length];
    int count = 0;
    for (ScoreDoc hit : found) {
      LeafReaderContext leaf = leaves.get(ReaderUtil.subIndex(hit.doc, leaves));
      NumericDocValues threads = DocValues.getNumeric(leaf.reader(), Documents.THREAD);
      if (threads.advanceExact(hit.doc - leaf.docBase) && seen.add(threads.longValue())) {
        firsts[count++] = hit.doc;
      }
    }
    return Arrays.copyOf(firsts, count);
  }

  /// At most so many of the terms of a field that begin so.
  Term[] beginning(String field, String start, int max) throws IOException {
    BytesRef prefix = new BytesRef(start);
    Set<Term> found = new LinkedHashSet<>();
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Terms terms = leaf.reader().terms(field);
      TermsEnum cursor = terms == null ? TermsEnum.EMPTY : terms.iterator();
      boolean more = cursor.seekCeil(prefix) != TermsEnum.SeekStatus.END;
      while (more && found.size() < max && StringHelper.startsWith(cursor.term(), prefix)) {
        found.add(new Term(field, BytesRef.deepCopyOf(cursor.term())));
        more = cursor.next() != null;
      }
    }
    return found.toArray(Term[]::new);
  }

  private static TopFieldCollectorManager top(Order order, int depth) {
    Sort sort =
        switch (order) {
          case NEWEST_FIRST -> NEWEST;
          case OLDEST_FIRST -> OLDEST;
          case RELEVANCE -> RELEVANT;
        };
    return new TopFieldCollectorManager(sort, depth, 1);
  }

  Page run(Scope scope, Query query, Order order, int offset, int limit) throws IOException {
    org.apache.lucene.search.Query all = scoped(scope, query);
    int total = searcher.count(all);
    if (offset >= total || offset > DEPTH_MAX || limit == 0) {
      return new Page(new int[0], total);
    }
    int depth = (int) Math.min((long) offset + limit, total);
    ScoreDoc[] found = searcher.search(all, top(order, depth)).scoreDocs;
    int[] docs = new int[Math.max(0, found.length - offset)];
    for (int i = 0; i < docs.length; i++) {
      docs[i] = found[offset + i].doc;
    }
    return new Page(docs, total);
  }
}
