package org.annals.index;

import java.io.IOException;
import java.lang.Character.UnicodeScript;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Set;
import org.apache.lucene.analysis.Tokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;
import org.apache.lucene.analysis.tokenattributes.PositionIncrementAttribute;
import org.jspecify.annotations.Nullable;

/// Cuts text into words, in lower case, each followed at the same position by its marked stem where
/// the stem is another word.
///
/// A word is a run of letters, digits, marks and `_`; of scripts that are written without spaces
/// each character is one, so that a run of them is found anywhere within a longer run. The words
/// are those of the expression `PATTERN`, so an engine that cuts by expressions cuts the same;
/// written by hand because cutting is a third of what indexing costs.
final class WordTokenizer extends Tokenizer {
  /// Han and its kin one by one, other words whole.
  static final String PATTERN =
      "[\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}"
          + "&&[\\p{L}\\p{Nd}\\p{M}]]"
          + "|[\\p{L}\\p{Nd}\\p{M}_&&[^\\p{IsHan}\\p{IsHiragana}\\p{IsKatakana}\\p{IsThai}"
          + "\\p{IsLao}\\p{IsKhmer}\\p{IsMyanmar}]]+";

  /// Longer words are cut into pieces of this many characters.
  static final int CHARACTERS_MAX = 255;

  private static final int FIRST_UNSEGMENTED = 0xe00;
  private static final Set<UnicodeScript> UNSEGMENTED =
      EnumSet.of(
          UnicodeScript.HAN,
          UnicodeScript.HIRAGANA,
          UnicodeScript.KATAKANA,
          UnicodeScript.THAI,
          UnicodeScript.LAO,
          UnicodeScript.KHMER,
          UnicodeScript.MYANMAR);

  /// What ASCII characters become in a word; 0 for those that part words.
  private static final char[] ASCII = ascii();

  private final CharTermAttribute term = addAttribute(CharTermAttribute.class);
  private final PositionIncrementAttribute step = addAttribute(PositionIncrementAttribute.class);
  private final @Nullable Stems stems;
  private char[] text = new char[1 << 12];
  private int length;
  private int at;
  private char[] stem = Stems.NONE;

  /// Without `stems` it gives words alone.
  WordTokenizer(@Nullable Stems stems) {
    this.stems = stems;
  }

  @Override
  public boolean incrementToken() throws IOException {
    if (stem.length > 0) {
      step.setPositionIncrement(0);
      term.copyBuffer(stem, 0, stem.length);
      stem = Stems.NONE;
      return true;
    }
    step.setPositionIncrement(1); // of the attributes only those two are ever set
    if (!nextWord()) {
      return false;
    }
    if (stems != null) {
      stem = stems.marked(term.buffer(), term.length());
    }
    return true;
  }

  private boolean nextWord() {
    term.setEmpty();
    int count = 0;
    char[] word = term.resizeBuffer(CHARACTERS_MAX + 1);
    while (at < length) {
      char c = text[at];
      if (c < ASCII.length) {
        char lower = ASCII[c];
        if (lower != 0) {
          word[count++] = lower;
        }
        at++;
        if (lower == 0 && count > 0) {
          break;
        }
      } else {
        int codePoint = Character.isHighSurrogate(c) ? Character.codePointAt(text, at, length) : c;
        boolean alone = isUnsegmented(codePoint);
        if (alone && count > 0) {
          break;
        }
        at += Character.charCount(codePoint);
        if (isWord(codePoint)) {
          count += Character.toChars(Character.toLowerCase(codePoint), word, count);
        } else if (count > 0) {
          break;
        }
        if (alone && count > 0) {
          break;
        }
      }
      if (count >= CHARACTERS_MAX) {
        break;
      }
    }
    term.setLength(count);
    return count > 0;
  }

  static boolean isWord(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.UPPERCASE_LETTER,
          Character.LOWERCASE_LETTER,
          Character.TITLECASE_LETTER,
          Character.MODIFIER_LETTER,
          Character.OTHER_LETTER,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK ->
          true;
      default -> false;
    };
  }

  static boolean isUnsegmented(int codePoint) {
    return codePoint >= FIRST_UNSEGMENTED && UNSEGMENTED.contains(UnicodeScript.of(codePoint));
  }

  private static char[] ascii() {
    char[] table = new char[128];
    for (char c = 0; c < table.length; c++) {
      table[c] = Character.isLetterOrDigit(c) || c == '_' ? Character.toLowerCase(c) : 0;
    }
    return table;
  }

  @Override
  public void reset() throws IOException {
    super.reset();
    at = 0;
    length = 0;
    stem = Stems.NONE;
    for (int read = input.read(text, 0, text.length);
        read >= 0;
        read = input.read(text, length, text.length - length)) {
      length += read;
      if (length == text.length) {
        text = Arrays.copyOf(text, 2 * length);
      }
    }
  }
}
