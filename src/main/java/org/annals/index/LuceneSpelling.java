package org.annals.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
import org.annals.index.Query.Field;
import org.annals.index.Query.Text;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.util.BytesRef;
import org.apache.lucene.util.automaton.CompiledAutomaton;
import org.jspecify.annotations.Nullable;

/// Words of a query that nobody wrote, and what they may have been meant to be: the words of
/// subjects and texts that differ in one or two letters, of those the nearest and most frequent.
final class LuceneSpelling {
  private static final int WORDS_MAX = 5;

  /// The first letter is mostly right, and makes this a hundred times faster.
  private static final int SAME_LETTERS = 1;

  /// Words from so many letters on may differ in two.
  private static final int LONG = 6;

  private static final int CHARACTERS_MIN = 3;
  private static final int CHARACTERS_MAX = 40;

  /// In each text of a segment; more are not looked at.
  private static final int CANDIDATES_MAX = 2_000;

  private static final Text[] TEXTS = {Text.SUBJECT, Text.PROSE};

  private final IndexReader reader;

  LuceneSpelling(IndexReader reader) {
    this.reader = reader;
  }

  /// By the word as it was written. Empty if each word is in some message.
  SequencedMap<String, String> better(Query query) throws IOException {
    SequencedMap<String, String> better = new LinkedHashMap<>();
    for (String word : words(query)) {
      String other = better(word);
      if (other != null) {
        better.put(word, other);
      }
    }
    return better;
  }

  private Set<String> words(Query query) throws IOException {
    Set<String> unknown = new LinkedHashSet<>();
    gather(query, unknown);
    return unknown;
  }

  private void gather(Query query, Set<String> unknown) throws IOException {
    switch (query) {
      case Query.And(var parts) -> gather(parts, unknown);
      case Query.Or(var parts) -> gather(parts, unknown);
      case Query.Xor(var parts) -> gather(parts, unknown);
      case Query.Near(var words, _, _) -> gather(words, unknown);
      case Query.Word(var field, var text, var prefix) when !prefix -> add(field, text, unknown);
      case Query.Phrase(var field, var text) -> add(field, text, unknown);
      default -> {}
    }
  }

  private void gather(Iterable<? extends Query> queries, Set<String> unknown) throws IOException {
    for (Query query : queries) {
      gather(query, unknown);
    }
  }

  private void add(Field field, String text, Set<String> unknown) throws IOException {
    for (String word : TextAnalysis.words(text)) {
      boolean plain = word.length() >= CHARACTERS_MIN && word.length() <= CHARACTERS_MAX;
      if (plain && unknown.size() < WORDS_MAX && !isKnown(field, word)) {
        unknown.add(word);
      }
    }
  }

  private boolean isKnown(Field field, String word) throws IOException {
    for (Text text : field.texts()) {
      String name = Documents.nameOf(text);
      String stem = Stems.of(word);
      if (reader.docFreq(new Term(name, word)) > 0
          || reader.docFreq(new Term(name, Stems.MARK + stem)) > 0
          || reader.docFreq(new Term(name, stem)) > 0) {
        return true;
      }
    }
    return false;
  }

  private @Nullable String better(String word) throws IOException {
    for (int edits = 1; edits <= (word.length() < LONG ? 1 : 2); edits++) {
      CompiledAutomaton alike = FuzzyQuery.getFuzzyAutomaton(word, edits, SAME_LETTERS, true);
      Map<String, Integer> found = new HashMap<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        for (Text text : TEXTS) {
          count(leaf.reader().terms(Documents.nameOf(text)), alike, found);
        }
      }
      String best = null;
      for (Map.Entry<String, Integer> one : found.entrySet()) {
        int more = best == null ? 1 : Integer.compare(one.getValue(), found.getOrDefault(best, 0));
        if (best == null || more > 0 || (more == 0 && one.getKey().compareTo(best) < 0)) {
          best = one.getKey();
        }
      }
      if (best != null) {
        return best;
      }
    }
    return null;
  }

  private static void count(
      @Nullable Terms terms, CompiledAutomaton alike, Map<String, Integer> found)
      throws IOException {
    if (terms == null) {
      return;
    }
    TermsEnum cursor = alike.getTermsEnum(terms);
    int left = CANDIDATES_MAX;
    for (BytesRef term = cursor.next(); term != null && left > 0; term = cursor.next()) {
      found.merge(term.utf8ToString(), cursor.docFreq(), Integer::sum);
      left--;
    }
  }
}
