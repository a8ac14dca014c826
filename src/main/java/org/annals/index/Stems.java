package org.annals.index;

import java.util.Arrays;
import org.tartarus.snowball.ext.EnglishStemmer;

/// English stems of words in lower case, those of late remembered: stemming a word takes longer
/// than all else that is done with it. One thread.
final class Stems {
  /// Before a stem, which then is no word: a word looked for as it stands finds no other.
  static final char MARK = '\u0001';

  static final char[] NONE = {};

  /// Words that are shorter or longer are their own stems.
  private static final int CHARACTERS_MIN = 3;

  private static final int CHARACTERS_MAX = 64;

  private static final int REMEMBERED = 1 << 15;

  private final EnglishStemmer stemmer = new EnglishStemmer();
  private final char[][] words = new char[REMEMBERED][];
  private final char[][] stems = new char[REMEMBERED][];

  Stems() {
    Arrays.fill(words, NONE);
  }

  /// The stem of one word, without a mark.
  static String of(String word) {
    char[] letters = word.toCharArray();
    if (!hasStem(letters, letters.length)) {
      return word;
    }
    EnglishStemmer stemmer = new EnglishStemmer();
    stemmer.setCurrent(word);
    stemmer.stem();
    return stemmer.getCurrent();
  }

  private static boolean hasStem(char[] word, int length) {
    return length >= CHARACTERS_MIN && length <= CHARACTERS_MAX && word[0] > '9';
  }

  /// The marked stem, or `NONE` when the word is its own.
  char[] marked(char[] word, int length) {
    if (!hasStem(word, length)) {
      return NONE;
    }
    int hash = 0;
    for (int i = 0; i < length; i++) {
      hash = 31 * hash + word[i];
    }
    int slot = (hash ^ (hash >>> 13) ^ (hash >>> 20)) & (REMEMBERED - 1);
    char[] remembered = words[slot];
    if (!Arrays.equals(remembered, 0, remembered.length, word, 0, length)) {
      words[slot] = Arrays.copyOf(word, length);
      stems[slot] = stem(words[slot]);
    }
    return stems[slot];
  }

  private char[] stem(char[] word) {
    stemmer.setCurrent(word.clone(), word.length);
    stemmer.stem();
    int length = stemmer.getCurrentBufferLength();
    char[] buffer = stemmer.getCurrentBuffer();
    if (length == 0 || Arrays.equals(word, 0, word.length, buffer, 0, length)) {
      return NONE;
    }
    char[] marked = new char[length + 1];
    marked[0] = MARK;
    System.arraycopy(buffer, 0, marked, 1, length);
    return marked;
  }
}
