package org.annals.index;

import java.io.IOException;
import java.util.Arrays;
import org.apache.lucene.analysis.TokenFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.en.PorterStemFilter;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;

/// Each word, and after it at the same position its Porter stem where that is another word.
///
/// The tokens of Lucene's `KeywordRepeatFilter`, `PorterStemFilter` and
/// `RemoveDuplicatesTokenFilter` one after another, without a copy of all attributes and a set of
/// words for each: those took a third of the time of analysis.
final class StemAtWord extends TokenFilter {
  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
  private final TokenStream stemmer = new PorterStemFilter(new Standing(this));
  private char[] word = new char[64];
  private boolean stemIsDue;

  StemAtWord(TokenStream words) {
    super(words);
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (stemIsDue) {
      stemIsDue = false;
      int length = term.length();
      if (length > word.length) {
        word = new char[length];
      }
      System.arraycopy(term.buffer(), 0, word, 0, length);
      stemmer.incrementToken();
      if (!Arrays.equals(word, 0, length, term.buffer(), 0, term.length())) {
        step.setPositionIncrement(0);
        return true;
      }
    }
    stemIsDue = input.incrementToken();
    return stemIsDue;
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    stemIsDue = false;
  }

  /// The token that stands in the attributes, again and again: what filters it changes it in place.
  private static final class Standing extends TokenStream {
    Standing(TokenStream words) {
      super(words);
    }

    @Override
    public boolean incrementToken() {
      return true;
    }
  }
}
