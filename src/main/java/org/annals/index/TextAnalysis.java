package org.annals.index;

import java.io.IOException;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

/// How text becomes words, in documents and in queries.
final class TextAnalysis {
  /// Words of two file names do not stand next to each other.
  private static final int BETWEEN_VALUES = 1_000;

  private TextAnalysis() {}

  static final Analyzer ANALYZER =
      new Analyzer() {
        @Override
        public int getPositionIncrementGap(String field) {
          return BETWEEN_VALUES;
        }

        @Override
        protected TokenStreamComponents createComponents(String field) {
          return new TokenStreamComponents(new WordTokenizer(new Stems()));
        }
      };

  /// The words of a text as they stand, in lower case. Needs none of the analyzer, which remembers
  /// stems for each thread that ever asks it, and a request is a thread.
  static List<String> words(String text) {
    List<String> words = new ArrayList<>();
    try (WordTokenizer tokenizer = new WordTokenizer(null)) {
      CharTermAttribute term = tokenizer.getAttribute(CharTermAttribute.class);
      tokenizer.setReader(new StringReader(text));
      tokenizer.reset();
      while (tokenizer.incrementToken()) {
        words.add(term.toString());
      }
      tokenizer.end();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // a string cannot fail to be read
    }
    return words;
  }
}
