package org.annals.index;

import java.io.IOException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Set;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.DocValues;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.NumericDocValues;
import org.apache.lucene.index.ReaderUtil;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.ScoreMode;
import org.apache.lucene.search.Scorer;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.Weight;
import org.apache.lucene.util.LongBitSet;

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

  /// Quoted words find a message but say little about it.
  private static final float QUOTED_WEIGHT = 0.05f;

  private static final float SUBJECT_WEIGHT = 2f;

  private final IndexSearcher searcher;
  private final ScopedDocs scopedDocs;

  LuceneSearch(IndexSearcher searcher, ScopedDocs scopedDocs) {
    this.searcher = searcher;
    this.scopedDocs = scopedDocs;
  }

  record Page(int[] docs, long total) {}

  private org.apache.lucene.search.Query scoped(Scope scope, Query query) {
    BooleanQuery.Builder scoped = new BooleanQuery.Builder();
    scoped.add(lucene(query), Occur.MUST);
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
    int count = 0;
    Weight weight = searcher.createWeight(searcher.rewrite(all), ScoreMode.COMPLETE_NO_SCORES, 1);
    for (LeafReaderContext leaf : searcher.getIndexReader().leaves()) {
      Scorer scorer = weight.scorer(leaf);
      if (scorer == null) {
        continue;
      }
      NumericDocValues threads = DocValues.getNumeric(leaf.reader(), Documents.THREAD);
      SegmentMatches matches = new SegmentMatches(leaf, scorer.iterator());
      while (matches.next()) {
        if (threads.advanceExact(matches.doc() - leaf.docBase)
            && !seen.getAndSet(threads.longValue())) {
          count++;
        }
      }
    }
    return count;
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

  private static org.apache.lucene.search.Query lucene(Query query) {
    return switch (query) {
      case Query.All() -> MatchAllDocsQuery.INSTANCE;
      case Query.Word(var field, var text, var prefix) -> word(field, text, prefix);
      case Query.Phrase(var field, var text) -> fields(field, name -> phrase(name, text));
      case Query.And(var all) -> and(all);
      case Query.Or(var any) -> or(any.stream().map(LuceneSearch::lucene).toList());
      case Query.Not(var excluded) -> and(List.of(new Query.Not(excluded)));
      case Query.Between(var axis, var from, var to) ->
          new ConstantScoreQuery(
              NumericDocValuesField.newSlowRangeQuery(
                  axis == Query.Axis.SENT ? Documents.SENT : Documents.RECEIVED, from, to));
      case Query.InThread(var thread) ->
          new ConstantScoreQuery(
              new TermQuery(new Term(Documents.THREAD, Documents.longTerm(thread))));
      case Query.From(var addresses) ->
          new TermInSetQuery(
              Documents.AUTHOR, addresses.stream().map(Documents::authorTerm).toList());
      case Query.Marked(var mark) ->
          new ConstantScoreQuery(new TermQuery(new Term(Documents.MARK, Documents.markTerm(mark))));
      case Query.Id(var id) ->
          new ConstantScoreQuery(new TermQuery(new Term(Documents.MESSAGE_ID, id.value())));
    };
  }

  private static org.apache.lucene.search.Query and(List<Query> all) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    boolean positive = false;
    for (Query part : all) {
      if (part instanceof Query.Not(var excluded)) {
        builder.add(lucene(excluded), Occur.MUST_NOT);
      } else {
        builder.add(lucene(part), Occur.MUST);
        positive = true;
      }
    }
    if (!positive) {
      builder.add(MatchAllDocsQuery.INSTANCE, Occur.MUST);
    }
    return builder.build();
  }

  private static org.apache.lucene.search.Query or(
      List<? extends org.apache.lucene.search.Query> any) {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    any.forEach(part -> builder.add(part, Occur.SHOULD));
    return builder.build();
  }

  private static org.apache.lucene.search.Query word(
      Query.Field field, String text, boolean prefix) {
    List<String> words = TextAnalysis.words(text);
    if (words.isEmpty()) {
      return new MatchNoDocsQuery("no word in " + text);
    }
    if (words.size() > 1 && !prefix) {
      return fields(field, name -> phrase(name, text));
    }
    if (prefix) {
      // the last piece is open, those before it stand together
      BooleanQuery.Builder builder = new BooleanQuery.Builder();
      String before = String.join(" ", words.subList(0, words.size() - 1));
      if (!before.isEmpty()) {
        builder.add(fields(field, name -> phrase(name, before)), Occur.MUST);
      }
      builder.add(
          fields(field, name -> new PrefixQuery(new Term(name, words.getLast()))), Occur.MUST);
      return builder.build();
    }
    // A word that begins with a capital is meant as it stands (public-inbox's rule).
    boolean exact = Character.isUpperCase(text.codePointAt(0));
    String term = exact ? words.getFirst() : TextAnalysis.stems(text).getFirst();
    return fields(field, name -> new TermQuery(new Term(name, term)));
  }

  private static org.apache.lucene.search.Query phrase(String field, String text) {
    List<String> words = TextAnalysis.words(text);
    if (words.isEmpty()) {
      return new MatchNoDocsQuery("no word in " + text);
    }
    return words.size() == 1
        ? new TermQuery(new Term(field, words.getFirst()))
        : new PhraseQuery(field, words.toArray(String[]::new));
  }

  private interface ByField {
    org.apache.lucene.search.Query in(String field);
  }

  private static org.apache.lucene.search.Query fields(Query.Field field, ByField query) {
    return switch (field) {
      case SUBJECT -> query.in(Documents.SUBJECT);
      case FROM -> query.in(Documents.FROM);
      case TO -> query.in(Documents.TO);
      case CC -> query.in(Documents.CC);
      case MESSAGE_ID -> query.in(Documents.ID_WORDS);
      case BODY -> or(List.of(query.in(Documents.UNQUOTED), quoted(query)));
      case ANY ->
          or(
              List.of(
                  new BoostQuery(query.in(Documents.SUBJECT), SUBJECT_WEIGHT),
                  query.in(Documents.FROM),
                  query.in(Documents.UNQUOTED),
                  quoted(query),
                  query.in(Documents.ID_WORDS)));
    };
  }

  private static org.apache.lucene.search.Query quoted(ByField query) {
    return new BoostQuery(query.in(Documents.QUOTED), QUOTED_WEIGHT);
  }
}
