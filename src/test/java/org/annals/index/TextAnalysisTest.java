package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.miscellaneous.KeywordRepeatFilter;
import org.apache.lucene.analysis.miscellaneous.RemoveDuplicatesTokenFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.OffsetAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.junit.jupiter.api.Test;

final class TextAnalysisTest {
  /// What a cluster engine would be told to do.
  private static final Analyzer STOCK =
      new Analyzer() {
        @Override
        protected TokenStreamComponents createComponents(String field) {
          Tokenizer words = new StandardTokenizer();
          TokenStream twice = new KeywordRepeatFilter(new LowerCaseFilter(words));
          return new TokenStreamComponents(
              words, new RemoveDuplicatesTokenFilter(new PorterStemFilter(twice)));
        }
      };

  private static final String[] PIECES = {
    "fixes",
    "Releases",
    "mapping",
    "running",
    "be",
    "is",
    "s",
    "ies",
    "sky",
    "agreed",
    "don't",
    "i_ino",
    "erofs_read_inode",
    "v6.12",
    "a.b.c",
    "foo(",
    ") ",
    "\n> ",
    "\n+",
    "0x1f",
    "Straße",
    "ÉCOLES",
    "日本語",
    "한국어",
    "\ud83d\ude00",
    "\ud800",
    "re:",
    "x".repeat(300),
    "\u0000",
    " ",
    "-"
  };

  private record Token(String term, int step, int from, int to) {}

  @Test
  void wordsAndTheirStemsShareAPosition() {
    assertThat(tokens(TextAnalysis.DOCUMENT, "He fixes it"))
        .extracting(Token::term, Token::step)
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple("he", 1),
            org.assertj.core.groups.Tuple.tuple("fixes", 1),
            org.assertj.core.groups.Tuple.tuple("fix", 0),
            org.assertj.core.groups.Tuple.tuple("it", 1));
  }

  @Test
  void tokensAreThoseOfTheStockFilters() {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    System.out.println("TextAnalysisTest: -Dannals.seed=" + seed);
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(40); k > 0; k--) {
        text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextBoolean() ? " " : "");
      }
      assertThat(tokens(TextAnalysis.DOCUMENT, text.toString()))
          .isEqualTo(tokens(STOCK, text.toString()));
    }
  }

  private static List<Token> tokens(Analyzer analyzer, String text) {
    List<Token> tokens = new ArrayList<>();
    try (TokenStream stream = analyzer.tokenStream("s", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
      OffsetAttribute place = stream.addAttribute(OffsetAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        int from = place.startOffset();
        tokens.add(
            new Token(term.toString(), step.getPositionIncrement(), from, place.endOffset()));
      }
      stream.end();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return tokens;
  }
}
