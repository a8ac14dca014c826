package org.annals.nntp;

/// Article numbers from `from` to `to`, both included (RFC 3977 §9.8); possibly none.
record Range(long from, long to) {
  /// RFC 3977 §6: numbers have at most 16 digits.
  private static final int DIGITS_MAX = 16;

  /// `5`, `5-` or `5-8`. What is above `highest` is left out, so `5-` has an end.
  static Range parse(String text, long highest) {
    int dash = text.indexOf('-');
    if (dash < 0) {
      long one = number(text);
      return new Range(one, one);
    }
    long from = number(text.substring(0, dash));
    String end = text.substring(dash + 1);
    return new Range(from, end.isEmpty() ? highest : Math.min(highest, number(end)));
  }

  static long number(String text) {
    if (text.isEmpty()
        || text.length() > DIGITS_MAX
        || !text.chars().allMatch(c -> c >= '0' && c <= '9')) {
      throw new Refusal(Refused.SYNTAX);
    }
    return Long.parseLong(text);
  }

  static boolean isNumber(String text) {
    return !text.isEmpty() && text.charAt(0) >= '0' && text.charAt(0) <= '9';
  }

  boolean isEmpty() {
    return to < from;
  }

  boolean contains(long number) {
    return number >= from && number <= to;
  }
}
