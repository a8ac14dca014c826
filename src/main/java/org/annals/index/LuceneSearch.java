package org.annals.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.LeafReaderContext;
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
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.search.TopFieldDocs;
import org.apache.lucene.search.Weight;

/// Our query tree as a Lucene query, run.
final class LuceneSearch {
  /// Pages deeper than this come out empty: an offset costs memory.
  static final int DEPTH_MAX = 100_000;

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

  LuceneSearch(IndexSearcher searcher) {
    this.searcher = searcher;
  }

  record Page(int[] docs, long total) {}

  private static org.apache.lucene.search.Query scoped(Scope scope, Query query) {
    BooleanQuery.Builder scoped = new BooleanQuery.Builder();
    scoped.add(lucene(query), Occur.MUST);
    scoped.add(
        new TermQuery(new Term(LuceneView.fieldOf(scope), LuceneView.termOf(scope))), Occur.FILTER);
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

  Page run(Scope scope, Query query, Order order, int offset, int limit) throws IOException {
    org.apache.lucene.search.Query all = scoped(scope, query);
    int total = searcher.count(all);
    if (offset >= total || offset > DEPTH_MAX || limit == 0) {
      return new Page(new int[0], total);
    }
    Sort sort =
        switch (order) {
          case NEWEST_FIRST -> NEWEST;
          case OLDEST_FIRST -> OLDEST;
          case RELEVANCE -> RELEVANT;
        };
    int depth = (int) Math.min((long) offset + limit, total);
    TopFieldDocs top = searcher.search(all, new TopFieldCollectorManager(sort, depth, 1));
    ScoreDoc[] found = top.scoreDocs;
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
      // the last piece is open, those before it are words of their own
      List<org.apache.lucene.search.Query> parts = new ArrayList<>();
      for (String whole : words.subList(0, words.size() - 1)) {
        parts.add(fields(field, name -> new TermQuery(new Term(name, whole))));
      }
      parts.add(fields(field, name -> new PrefixQuery(new Term(name, words.getLast()))));
      BooleanQuery.Builder builder = new BooleanQuery.Builder();
      parts.forEach(part -> builder.add(part, Occur.MUST));
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
