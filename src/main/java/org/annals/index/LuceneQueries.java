package org.annals.index;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.annals.index.Query.Text;
import org.apache.lucene.document.NumericDocValuesField;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.intervals.IntervalQuery;
import org.apache.lucene.queries.intervals.Intervals;
import org.apache.lucene.queries.intervals.IntervalsSource;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.ConstantScoreQuery;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.MatchNoDocsQuery;
import org.apache.lucene.search.MultiPhraseQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.SynonymQuery;
import org.apache.lucene.search.TermInSetQuery;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TermRangeQuery;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

/// Our query tree as a Lucene query, for one scope of one index.
final class LuceneQueries {
  /// Quoted words find a message but say little about it.
  private static final float QUOTED_WEIGHT = 0.05f;

  private static final float SUBJECT_WEIGHT = 2f;

  /// Up to so many threads are looked up one by one; of more, each document is asked for its own.
  private static final int THREADS_LOOKED_UP = 10_000;

  private static final int ARTICLES_LOOKED_UP = 10_000;

  /// How many words that begin alike are looked for after another word.
  private static final int FORMS_MAX = 1_000;

  private final LuceneSearch search;
  private final Scope scope;

  /// Where words are looked for that name no place; null for the usual texts.
  private final @Nullable HeaderField header;

  LuceneQueries(LuceneSearch search, Scope scope) {
    this(search, scope, null);
  }

  private LuceneQueries(LuceneSearch search, Scope scope, @Nullable HeaderField header) {
    this.search = search;
    this.scope = scope;
    this.header = header;
  }

  org.apache.lucene.search.Query of(Query query) throws IOException {
    return switch (query) {
      case Query.All() -> MatchAllDocsQuery.INSTANCE;
      case Query.Word word -> word(word);
      case Query.Phrase(var field, var text) -> each(field, name -> phrase(name, text));
      case Query.Near near -> near(near);
      case Query.And(var all) -> and(all);
      case Query.Or(var any) -> or(all(any));
      case Query.Xor(var odd) -> new LuceneXor(all(odd));
      case Query.Not not -> and(List.of(not));
      case Query.Between(var axis, var from, var to) ->
          new ConstantScoreQuery(between(axis, from, to));
      case Query.Exact(var key, var value) -> new ConstantScoreQuery(exact(key, value));
      case Query.InThread(var thread) -> inThreads(Set.of(thread));
      case Query.ThreadsOf(var inner) -> inThreads(search.threadsOf(scope, inner));
      case Query.From(var addresses) ->
          new TermInSetQuery(
              Documents.AUTHOR, addresses.stream().map(Documents::authorTerm).toList());
      case Query.Serial(_, _, var ids) ->
          new ConstantScoreQuery(
              new TermInSetQuery(
                  Documents.MESSAGE_ID, ids.stream().map(id -> new BytesRef(id.value())).toList()));
      case Query.HeaderIs(var field, var value) ->
          new ConstantScoreQuery(new TermQuery(new Term(Documents.nameOf(field), value)));
      case Query.InHeader(var field, var words) ->
          new LuceneQueries(search, scope, field).of(words);
      case Query.Marked(var mark) ->
          new ConstantScoreQuery(new TermQuery(new Term(Documents.MARK, Documents.markTerm(mark))));
    };
  }

  /// A few articles of one inbox are looked up; else each document is asked for its number.
  private org.apache.lucene.search.Query between(Query.Axis axis, long from, long to) {
    if (axis == Query.Axis.NUMBER && scope instanceof Scope.One(var inbox) && from <= to) {
      long first = Math.max(0, from);
      if (to - first < ARTICLES_LOOKED_UP && to <= Documents.NUMBER_MAX) {
        return new TermRangeQuery(
            Documents.SLOT,
            Documents.slotTerm(new Slot(inbox, first)),
            Documents.slotTerm(new Slot(inbox, Math.max(0, to))),
            true,
            true);
      }
    }
    return NumericDocValuesField.newSlowRangeQuery(Documents.nameOf(axis), from, to);
  }

  private List<org.apache.lucene.search.Query> all(List<Query> queries) throws IOException {
    List<org.apache.lucene.search.Query> all = new ArrayList<>();
    for (Query query : queries) {
      all.add(of(query));
    }
    return all;
  }

  private org.apache.lucene.search.Query and(List<Query> all) throws IOException {
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    boolean positive = false;
    for (Query part : all) {
      if (part instanceof Query.Not(var excluded)) {
        builder.add(of(excluded), Occur.MUST_NOT);
      } else {
        builder.add(of(part), Occur.MUST);
        positive = true;
      }
    }
    if (!positive) {
      builder.add(MatchAllDocsQuery.INSTANCE, Occur.MUST);
    }
    return builder.build();
  }

  private static org.apache.lucene.search.Query or(List<org.apache.lucene.search.Query> any) {
    if (any.size() == 1) {
      return any.getFirst();
    }
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    any.forEach(part -> builder.add(part, Occur.SHOULD));
    return builder.build();
  }

  private static org.apache.lucene.search.Query exact(Query.Key key, String value) {
    return switch (key) {
      case MESSAGE_ID -> new TermQuery(new Term(Documents.MESSAGE_ID, value));
      case REFERENCE -> new TermQuery(new Term(Documents.REFERENCE, value));
      case LIST_ID -> new TermQuery(new Term(Documents.LIST_ID, value));
      case PATCH_ID -> new TermQuery(new Term(Documents.PATCH_ID, value));
      case DIRECTORY -> new TermQuery(new Term(Documents.DIRECTORY, value));
      case PART -> parts(value);
      case BLOB_BEFORE -> blob(Documents.BLOB_BEFORE, value);
      case BLOB_AFTER -> blob(Documents.BLOB_AFTER, value);
      case BLOB ->
          or(List.of(blob(Documents.BLOB_BEFORE, value), blob(Documents.BLOB_AFTER, value)));
    };
  }

  private static org.apache.lucene.search.Query parts(String identifier) {
    List<String> parts = IdentifierParts.split(identifier);
    if (parts.isEmpty()) {
      return new MatchNoDocsQuery("no part of an identifier: " + identifier);
    }
    BooleanQuery.Builder all = new BooleanQuery.Builder();
    for (String part : new LinkedHashSet<>(parts)) {
      all.add(new TermQuery(new Term(Documents.PART, part)), Occur.MUST);
    }
    return all.build();
  }

  /// Ids are indexed as long as the mail has them.
  private static org.apache.lucene.search.Query blob(String field, String start) {
    return start.length() < Documents.BLOB_DIGITS_MIN
        ? new MatchNoDocsQuery("too short for a blob id: " + start)
        : new PrefixQuery(new Term(field, start));
  }

  private static org.apache.lucene.search.Query inThreads(Set<Long> threads) {
    if (threads.size() > THREADS_LOOKED_UP) {
      long[] numbers = threads.stream().mapToLong(Long::longValue).toArray();
      return NumericDocValuesField.newSlowSetQuery(Documents.THREAD, numbers);
    }
    List<BytesRef> terms = threads.stream().map(Documents::longTerm).toList();
    return new TermInSetQuery(Documents.THREAD, terms);
  }

  private interface InText {
    org.apache.lucene.search.Query in(String name) throws IOException;
  }

  private org.apache.lucene.search.Query each(Query.Field field, InText query) throws IOException {
    if (header != null && field == Query.Field.ANY) {
      return query.in(Documents.nameOf(header));
    }
    List<org.apache.lucene.search.Query> any = new ArrayList<>();
    for (Text text : field.texts()) {
      org.apache.lucene.search.Query in = query.in(Documents.nameOf(text));
      any.add(
          switch (text) {
            case SUBJECT -> new BoostQuery(in, SUBJECT_WEIGHT);
            case QUOTED -> new BoostQuery(in, QUOTED_WEIGHT);
            default -> in;
          });
    }
    return or(any);
  }

  private org.apache.lucene.search.Query word(Query.Word word) throws IOException {
    List<String> words = TextAnalysis.words(word.text());
    if (words.isEmpty()) {
      return new MatchNoDocsQuery("no word in " + word.text());
    }
    if (word.prefix()) {
      return each(word.field(), name -> open(name, words));
    }
    if (words.size() > 1) {
      return each(word.field(), name -> phrase(name, words));
    }
    String only = words.getFirst();
    // A word that begins with a capital is meant as it stands (public-inbox's rule).
    if (beginsWithCapital(word.text()) || isUnstemmed(word.field())) {
      return each(word.field(), name -> new TermQuery(new Term(name, only)));
    }
    String stem = Stems.of(only);
    return each(
        word.field(),
        name ->
            new SynonymQuery.Builder(name)
                .addTerm(new Term(name, stem))
                .addTerm(new Term(name, Stems.MARK + stem))
                .build());
  }

  private boolean isUnstemmed(Query.Field field) {
    return header != null && field == Query.Field.ANY && header.match() == HeaderField.Match.WORDS;
  }

  static boolean beginsWithCapital(String text) {
    return text.codePoints()
        .filter(Character::isLetterOrDigit)
        .limit(1)
        .anyMatch(Character::isUpperCase);
  }

  /// The last word is open, those before it stand in front of it. When very many words begin like
  /// the last one, it may stand elsewhere in the text.
  private org.apache.lucene.search.Query open(String name, List<String> words) throws IOException {
    PrefixQuery last = new PrefixQuery(new Term(name, words.getLast()));
    if (words.size() == 1) {
      return last;
    }
    List<String> before = words.subList(0, words.size() - 1);
    Term[] forms = search.beginning(name, words.getLast(), FORMS_MAX);
    if (forms.length == 0) {
      return new MatchNoDocsQuery("no word begins with " + words.getLast());
    }
    if (forms.length == FORMS_MAX) {
      return new BooleanQuery.Builder()
          .add(phrase(name, before), Occur.MUST)
          .add(last, Occur.MUST)
          .build();
    }
    MultiPhraseQuery.Builder phrase = new MultiPhraseQuery.Builder();
    before.forEach(word -> phrase.add(new Term(name, word)));
    return phrase.add(forms).build();
  }

  private static org.apache.lucene.search.Query phrase(String name, String text) {
    List<String> words = TextAnalysis.words(text);
    return words.isEmpty() ? new MatchNoDocsQuery("no word in " + text) : phrase(name, words);
  }

  private static org.apache.lucene.search.Query phrase(String name, List<String> words) {
    return words.size() == 1
        ? new TermQuery(new Term(name, words.getFirst()))
        : new PhraseQuery(name, words.toArray(String[]::new));
  }

  private org.apache.lucene.search.Query near(Query.Near near) throws IOException {
    List<IntervalsSource> sources = new ArrayList<>();
    int words = 0;
    for (Query.Word word : near.words()) {
      List<String> pieces = TextAnalysis.words(word.text());
      words += pieces.size();
      sources.add(
          pieces.isEmpty()
              ? Intervals.noIntervals("no word in " + word.text())
              : Intervals.phrase(pieces.toArray(String[]::new)));
    }
    IntervalsSource[] each = sources.toArray(IntervalsSource[]::new);
    IntervalsSource all = near.inOrder() ? Intervals.ordered(each) : Intervals.unordered(each);
    IntervalsSource within = Intervals.maxwidth(words + near.distance() - 1, all);
    return each(near.words().getFirst().field(), name -> new IntervalQuery(name, within));
  }
}
