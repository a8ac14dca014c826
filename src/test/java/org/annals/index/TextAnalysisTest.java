package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.junit.jupiter.api.Test;

final class TextAnalysisTest {
  private static final String[] PIECES = {
    "fixes",
    "Releases",
    "running",
    "s",
    "ies",
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
    "カタカナ",
    "ไทย",
    "한국어",
    "\ud83d\ude00",
    "\ud800",
    "re:",
    "x\u0301",
    "x".repeat(300),
    "\u0000",
    " ",
    "-"
  };

  @Test
  void wordsAreFollowedByTheirStems() {
    assertThat(tokens("He Fixes it"))
        .containsExactly("he+1", "fixes+1", Stems.MARK + "fix+0", "it+1");
  }

  @Test
  void pathsAndVersionsAreCutAtTheirDots() {
    assertThat(TextAnalysis.words("fs/erofs/zdata.c v5.10-rc1 foo_bar::baz"))
        .containsExactly("fs", "erofs", "zdata", "c", "v5", "10", "rc1", "foo_bar", "baz");
  }

  @Test
  void scriptsWithoutSpacesAreFoundWithinLongerRuns() {
    assertThat(TextAnalysis.words("本人確認をhello")).containsExactly("本", "人", "確", "認", "を", "hello");
  }

  @Test
  void wordsAreThoseOfTheExpression() {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 5_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int k = random.nextInt(40); k > 0; k--) {
        text.append(PIECES[random.nextInt(PIECES.length)]).append(random.nextBoolean() ? " " : "");
      }
      assertThat(TextAnalysis.words(text.toString()))
          .as("-Dannals.seed=%s", seed)
          .isEqualTo(byExpression(text.toString()));
    }
  }

  private static List<String> byExpression(String text) {
    List<String> words = new ArrayList<>();
    Matcher word = Pattern.compile(WordTokenizer.PATTERN).matcher(text);
    while (word.find()) {
      String lower = word.group().toLowerCase(Locale.ROOT);
      for (int at = 0; at < lower.length(); at += WordTokenizer.CHARACTERS_MAX) {
        words.add(lower.substring(at, Math.min(lower.length(), at + WordTokenizer.CHARACTERS_MAX)));
      }
    }
    return words;
  }

  private static List<String> tokens(String text) {
    List<String> tokens = new ArrayList<>();
    try (TokenStream stream = TextAnalysis.ANALYZER.tokenStream("s", text)) {
      CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
      PositionIncrementAttribute step = stream.addAttribute(PositionIncrementAttribute.class);
      stream.reset();
      while (stream.incrementToken()) {
        tokens.add(term + "+" + step.getPositionIncrement());
      }
      stream.end();
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return tokens;
  }
}
