package org.annals.web;

/// How the lines of an unquoted paragraph may be laid out on a narrow screen.
enum Paragraph {
  /// filled text: lines may be joined and broken anew
  REFLOW,
  /// columns: lines must not be broken
  KEEP,
  /// neither; long lines wrap
  PLAIN;

  /// Shorter lines are verse, code or a list.
  private static final int FILLED_COLUMNS = 48;

  private static final int GAP_SPACES = 3;
  private static final String LINE_STARTS_OF_LISTS = "-*+•|#";

  /// The paragraph `text[start, end)`, lines parted by LF.
  static Paragraph of(String text, int start, int end) {
    boolean filled = true;
    int lines = 0;
    for (int at = start; at < end; lines++) {
      int eol = text.indexOf('\n', at, end);
      int lineEnd = eol < 0 ? end : eol;
      if (hasGap(text, at, lineEnd)) {
        return KEEP;
      }
      boolean last = lineEnd + 1 >= end;
      filled &= !startsList(text, at, lineEnd) && (last || lineEnd - at >= FILLED_COLUMNS);
      at = lineEnd + 1;
    }
    return filled && lines > 1 ? REFLOW : PLAIN;
  }

  /// A tab, or three spaces after the first word.
  private static boolean hasGap(String text, int start, int end) {
    int spaces = GAP_SPACES + 1; // indentation is no gap
    for (int i = start; i < end; i++) {
      char c = text.charAt(i);
      if (c == '\t') {
        return true;
      }
      if (c != ' ') {
        if (spaces == GAP_SPACES) {
          return true;
        }
        spaces = 0;
      } else if (spaces < GAP_SPACES) {
        spaces++;
      }
    }
    return false;
  }

  private static boolean startsList(String text, int start, int end) {
    if (start >= end) {
      return true;
    }
    char first = text.charAt(start);
    if (Character.isWhitespace(first) || LINE_STARTS_OF_LISTS.indexOf(first) >= 0) {
      return true;
    }
    int at = start;
    while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
      at++;
    }
    return at > start && at < end && (text.charAt(at) == '.' || text.charAt(at) == ')');
  }
}
