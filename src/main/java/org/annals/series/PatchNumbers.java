package org.annals.series;

import java.util.SortedSet;

/// Numbers of patches as people write them: `1-3, 5 and 7`, `2/5`.
final class PatchNumbers {
  /// No series has more; a longer range is no range of patches.
  private static final int NUMBER_MAX = Claim.NUMBERS_MAX;

  private static final int DIGITS_MAX = 4;

  private PatchNumbers() {}

  /// All numbers and ranges in a text that holds nothing else of meaning.
  static void addAll(String text, SortedSet<Integer> out) {
    for (String piece : text.split("[\\s,;\\[\\]]+", -1)) {
      addOne(piece, out);
    }
  }

  /// Whether a word is `3`, `#3`, `1-3`, `1..3` or `2/5`, and then adds what it stands for.
  static boolean addOne(String word, SortedSet<Integer> out) {
    String text = word.startsWith("#") ? word.substring(1) : word;
    int end = digits(text, 0);
    if (end == 0) {
      return false;
    }
    int first = number(text, 0, end);
    if (end == text.length()) {
      return add(first, first, out);
    }
    boolean dots = text.startsWith("..", end);
    int next = dots ? end + 2 : end + 1;
    int last = digits(text, next);
    if (last <= next || last != text.length()) {
      return false;
    }
    return switch (text.charAt(end)) {
      case '/' -> first <= number(text, next, last) && add(first, first, out);
      case '-', '–' -> add(first, number(text, next, last), out);
      case '.' -> dots && add(first, number(text, next, last), out);
      default -> false;
    };
  }

  private static boolean add(int first, int last, SortedSet<Integer> out) {
    if (first < 0 || last < first || last > NUMBER_MAX) {
      return false;
    }
    for (int i = first; i <= last; i++) {
      out.add(i);
    }
    return true;
  }

  /// After the digits at `from`; too many are no number of a patch.
  private static int digits(String text, int from) {
    int at = from;
    while (at < text.length() && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at - from > DIGITS_MAX ? from : at;
  }

  private static int number(String text, int from, int end) {
    return Integer.parseInt(text, from, end, 10);
  }
}
