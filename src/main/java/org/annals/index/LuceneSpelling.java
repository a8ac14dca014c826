package org.annals.index;

import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.SequencedMap;
import java.util.Set;
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

/// Words of a query that hardly anybody wrote, and what they may have been meant to be: the words
/// of subjects and texts that differ in one or two letters, of those the nearest and most frequent.
/// Lists are full of slips, so that a word is not right for being there.
final class LuceneSpelling {
  private static final int WORDS_MAX = 5;

  /// The first letter is mostly right, and makes this a hundred times faster.
  private static final int SAME_LETTERS = 1;

  /// Words from so many letters on may differ in two.
  private static final int LONG = 6;

  /// So many times as often is a word found that another is a slip of.
  private static final int MORE_FREQUENT = 20;

  private static final int CHARACTERS_MIN = 3;
  private static final int CHARACTERS_MAX = 40;

  /// In each text of a segment; more are not looked at.
  private static final int CANDIDATES_MAX = 2_000;

  private static final Text[] TEXTS = {Text.SUBJECT, Text.PROSE};

  private final IndexReader reader;

  LuceneSpelling(IndexReader reader) {
    this.reader = reader;
  }

  /// By the word as it was written.
  SequencedMap<String, String> better(Query query) throws IOException {
    Set<String> words = new LinkedHashSet<>();
    gather(query, words);
    SequencedMap<String, String> better = new LinkedHashMap<>();
    for (String word : words) {
      String other = better(word);
      if (other != null) {
        better.put(word, other);
      }
    }
    return better;
  }

  private static void gather(Query query, Set<String> words) {
    switch (query) {
      case Query.And(var parts) -> gather(parts, words);
      case Query.Or(var parts) -> gather(parts, words);
      case Query.Xor(var parts) -> gather(parts, words);
      case Query.Near(var near, _, _) -> gather(near, words);
      case Query.Word(_, var text, var prefix) when !prefix -> add(text, words);
      case Query.Phrase(_, var text) -> add(text, words);
      default -> {}
    }
  }

  private static void gather(Iterable<? extends Query> queries, Set<String> words) {
    for (Query query : queries) {
      gather(query, words);
    }
  }

  private static void add(String text, Set<String> words) {
    for (String word : TextAnalysis.words(text)) {
      boolean plain = word.length() >= CHARACTERS_MIN && word.length() <= CHARACTERS_MAX;
      if (plain && words.size() < WORDS_MAX) {
        words.add(word);
      }
    }
  }

  /// In how many messages it is, about.
  private int frequency(String word) throws IOException {
    int most = 0;
    for (Text text : TEXTS) {
      most = Math.max(most, reader.docFreq(new Term(Documents.nameOf(text), word)));
    }
    return most;
  }

  private @Nullable String better(String word) throws IOException {
    int enough = MORE_FREQUENT * frequency(word);
    for (int edits = 1; edits <= (word.length() < LONG ? 1 : 2); edits++) {
      CompiledAutomaton alike = FuzzyQuery.getFuzzyAutomaton(word, edits, SAME_LETTERS, true);
      Map<String, Integer> found = new HashMap<>();
      for (LeafReaderContext leaf : reader.leaves()) {
        for (Text text : TEXTS) {
          count(leaf.reader().terms(Documents.nameOf(text)), alike, found);
        }
      }
      found.remove(word);
      found.values().removeIf(count -> count <= enough);
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
