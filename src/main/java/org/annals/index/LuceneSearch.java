package org.annals.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.LongConsumer;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FieldDoc;
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
import org.jspecify.annotations.Nullable;

/// Our query tree as a Lucene query, run.
final class LuceneSearch {
  /// Pages deeper than this come out empty: an offset costs memory.
  static final int DEPTH_MAX = 100_000;

  /// How many matches are fetched for each thread wanted, and how that grows.
  private static final int THREADS_DEPTH = 4;

  /// Ties are broken by what names a posting, so that an order does not depend on segments.
  private static final Sort OLDEST =
      new Sort(
          new SortField(Documents.RECEIVED, SortField.Type.LONG),
          new SortField(Documents.NUMBER, SortField.Type.LONG),
          new SortField(Documents.INBOX, SortField.Type.STRING));

  private static final Sort RELEVANT =
      new Sort(
          SortField.FIELD_SCORE,
          new SortField(Documents.RECEIVED, SortField.Type.LONG, true),
          new SortField(Documents.NUMBER, SortField.Type.LONG, true),
          new SortField(Documents.INBOX, SortField.Type.STRING, true));

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

  /// The matches of all copies of a message, those newest first that come first.
  NewestMatches copies(Scope scope, Query query) throws IOException {
    BooleanQuery.Builder copies = new BooleanQuery.Builder();
    copies.add(new LuceneQueries(this, scope).of(query), Occur.MUST);
    copies.add(scopedDocs.copies(scope), Occur.FILTER);
    return new NewestMatches(searcher, copies.build(), null);
  }

  private org.apache.lucene.search.Query scoped(Scope scope, Query query) throws IOException {
    BooleanQuery.Builder scoped = new BooleanQuery.Builder();
    scoped.add(new LuceneQueries(this, scope).of(query), Occur.MUST);
    scoped.add(scopedDocs.filter(scope), Occur.FILTER);
    return scoped.build();
  }

  /// The article numbers of all matches with their values on an axis, segment by segment.
  void scanValues(Scope scope, Query query, Query.Axis axis, IndexView.ValueConsumer consumer)
      throws IOException {
    LeafValues values = new LeafValues(searcher.getIndexReader(), Documents.nameOf(axis));
    org.apache.lucene.search.Query all = searcher.rewrite(scoped(scope, query));
    Weight weight = searcher.createWeight(all, ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer != null) {
        SegmentMatches matches = new SegmentMatches(leaf, scorer.iterator(), Long.MAX_VALUE);
        while (matches.next()) {
          consumer.accept(matches.number(), values.of(leaf, matches.doc()));
        }
      }
    }
  }

  interface DocConsumer {
    boolean accept(int doc) throws IOException;
  }

  /// All matches in the order of the index.
  void scan(Scope scope, Query query, DocConsumer consumer) throws IOException {
    NewestMatches matches = new NewestMatches(searcher, scoped(scope, query), null);
    NewestMatches.Match match = matches.next();
    while (match != null && consumer.accept(match.docInIndex())) {
      match = matches.next();
    }
  }

  /// As `run`, but of the matches of one thread only the one that comes first. But for the newest
  /// first, looks for it among the first `DEPTH_MAX` matches.
  Page threads(Scope scope, Query query, Order order, Stretch stretch, long nextThread)
      throws IOException {
    org.apache.lucene.search.Query all = scoped(scope, query);
    if (order == Order.NEWEST_FIRST) {
      return newestOfThreads(all, stretch, nextThread);
    }
    int offset = stretch.offset();
    int limit = stretch.limit();
    int total = countThreads(all, nextThread);
    if (offset >= total || offset > DEPTH_MAX || limit == 0) {
      return new Page(new int[0], total);
    }
    int matches = Math.min(searcher.count(all), DEPTH_MAX);
    int depth = Math.min(matches, THREADS_DEPTH * (offset + limit));
    int[] firsts = firstOfThreads(searcher.search(all, top(order, depth, null)).scoreDocs);
    while (firsts.length < offset + limit && depth < matches) {
      depth = (int) Math.min(matches, (long) THREADS_DEPTH * depth);
      firsts = firstOfThreads(searcher.search(all, top(order, depth, null)).scoreDocs);
    }
    int from = Math.min(offset, firsts.length);
    int to = Math.min(offset + limit, firsts.length);
    return new Page(Arrays.copyOfRange(firsts, from, to), total);
  }

  /// All matches are looked at to count threads, so a page further down costs no more.
  private Page newestOfThreads(org.apache.lucene.search.Query all, Stretch stretch, long nextThread)
      throws IOException {
    LongBitSet seen = new LongBitSet(nextThread);
    int[] page = new int[Math.min(stretch.limit(), DEPTH_MAX)];
    int count = 0;
    int total = 0;
    NewestMatches matches = new NewestMatches(searcher, all, null);
    LeafValues threads = new LeafValues(searcher.getIndexReader(), Documents.THREAD);
    Cursor after = stretch.after();
    for (NewestMatches.Match match = matches.next(); match != null; match = matches.next()) {
      if (!seen.getAndSet(threads.of(match.leaf(), match.doc()))) {
        boolean wanted = after == null ? total >= stretch.offset() : match.isAfter(after);
        total++;
        if (wanted && count < page.length) {
          page[count++] = match.docInIndex();
        }
      }
    }
    return new Page(Arrays.copyOf(page, count), total);
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
      SegmentMatches matches = new SegmentMatches(leaf, scorer.iterator(), Long.MAX_VALUE);
      while (matches.next()) {
        if (threads.advanceExact(matches.doc())) {
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

  private static TopFieldCollectorManager top(Order order, int depth, @Nullable FieldDoc after) {
    Sort sort = order == Order.RELEVANCE ? RELEVANT : OLDEST;
    return new TopFieldCollectorManager(sort, depth, after, 1);
  }

  Page run(Scope scope, Query query, Order order, Stretch stretch) throws IOException {
    org.apache.lucene.search.Query all = scoped(scope, query);
    int total = searcher.count(all);
    if (stretch.offset() >= total || stretch.offset() > DEPTH_MAX || stretch.limit() == 0) {
      return new Page(new int[0], total);
    }
    int[] docs =
        switch (order) {
          case NEWEST_FIRST -> newest(all, stretch);
          case OLDEST_FIRST ->
              stretch.after() == null
                  ? best(all, order, stretch, total)
                  : oldestAfter(all, stretch.after(), stretch.limit());
          case RELEVANCE -> best(all, order, stretch, total);
        };
    return new Page(docs, total);
  }

  private int[] newest(org.apache.lucene.search.Query all, Stretch stretch) throws IOException {
    NewestMatches matches = new NewestMatches(searcher, all, stretch.after());
    int[] docs = new int[Math.min(stretch.limit(), DEPTH_MAX)];
    int count = 0;
    int skipped = stretch.after() == null ? stretch.offset() : 0;
    for (NewestMatches.Match match = matches.next();
        match != null && count < docs.length;
        match = matches.next()) {
      if (skipped > 0) {
        skipped--;
      } else {
        docs[count++] = match.docInIndex();
      }
    }
    return Arrays.copyOf(docs, count);
  }

  /// Only what was received since is looked at.
  private int[] oldestAfter(org.apache.lucene.search.Query all, Cursor after, int limit)
      throws IOException {
    BooleanQuery.Builder since = new BooleanQuery.Builder();
    since.add(all, Occur.MUST);
    since.add(
        NumericDocValuesField.newSlowRangeQuery(
            Documents.RECEIVED, after.received(), Long.MAX_VALUE),
        Occur.FILTER);
    Object[] edge = {
      after.received(), after.slot().number(), Documents.inboxTerm(after.slot().inbox())
    };
    FieldDoc last = new FieldDoc(Integer.MAX_VALUE, Float.NaN, edge);
    ScoreDoc[] found =
        searcher.search(since.build(), top(Order.OLDEST_FIRST, limit, last)).scoreDocs;
    return Arrays.stream(found).mapToInt(hit -> hit.doc).toArray();
  }

  private int[] best(org.apache.lucene.search.Query all, Order order, Stretch stretch, int total)
      throws IOException {
    int offset = stretch.offset();
    int depth = (int) Math.min((long) offset + stretch.limit(), total);
    ScoreDoc[] found = searcher.search(all, top(order, depth, null)).scoreDocs;
    return Arrays.stream(found).skip(offset).mapToInt(hit -> hit.doc).toArray();
  }
}
