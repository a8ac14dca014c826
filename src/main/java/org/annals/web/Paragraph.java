package org.annals.web;

/// How the lines of an unquoted paragraph may be laid out on a narrow screen.
enum Paragraph {
  /// filled text: lines may be joined and broken anew
  REFLOW,
  /// an indented paragraph or list item, filled: the same, but it stays indented
  ITEM,
  /// columns: lines must not be broken
  KEEP,
  /// neither; long lines wrap
  PLAIN;

  /// Shorter lines are verse, code or a list.
  private static final int FILLED_COLUMNS = 48;

  /// A shorter line of words is filled, too, if the next line's first would have gone beyond.
  private static final int FILLED_WITH_NEXT_COLUMNS = 66;

  private static final int GAP_SPACES = 3;

  /// Deeper is code or a quotation.
  private static final int INDENT_MAX = 8;

  private static final String LINE_STARTS_OF_LISTS = "-*+•|#";

  /// Where the list item or paragraph that begins at `start` ends: at the next line that begins
  /// an item, or at `end`.
  static int itemEnd(String text, int start, int end) {
    for (int at = nextLine(text, start, end); at < end; at = nextLine(text, at, end)) {
      if (markerEnd(text, at, lineEnd(text, at, end)) > at) {
        return at;
      }
    }
    return end;
  }

  /// The paragraph or item `text[start, end)`, lines parted by LF.
  static Paragraph of(String text, int start, int end) {
    boolean filled = true;
    boolean flush = true;
    boolean indented = true;
    int lines = 0;
    int indent = 0;
    for (int at = start; at < end; at = nextLine(text, at, end)) {
      int lineEnd = lineEnd(text, at, end);
      if (hasGap(text, at, lineEnd)) {
        return KEEP;
      }
      int column = wordStart(text, at, lineEnd) - at;
      if (lines == 0) {
        indent = markerEnd(text, at, lineEnd) - at;
        indented = indent > 0 || column > 0;
        indent = indent > 0 ? indent : column;
      } else {
        indented &= column == indent && column <= INDENT_MAX;
      }
      flush &= column == 0 && !looksListed(text, at, lineEnd);
      filled &= isFilled(text, at, lineEnd, end);
      lines++;
    }
    boolean reflows = filled && lines > 1;
    return reflows && flush ? REFLOW : reflows && indented ? ITEM : PLAIN;
  }

  /// Whether a line is the last, or as long as lines are that a program has broken.
  private static boolean isFilled(String text, int start, int lineEnd, int end) {
    int next = lineEnd + 1;
    if (next >= end || lineEnd - start >= FILLED_COLUMNS) {
      return true;
    }
    int word = wordStart(text, next, end);
    int wordEnd = word;
    while (wordEnd < end && text.charAt(wordEnd) > ' ') {
      wordEnd++;
    }
    return text.indexOf(' ', start, lineEnd) >= 0
        && lineEnd - start + 1 + wordEnd - word >= FILLED_WITH_NEXT_COLUMNS;
  }

  private static int lineEnd(String text, int start, int end) {
    int eol = text.indexOf('\n', start, end);
    return eol < 0 ? end : eol;
  }

  private static int nextLine(String text, int start, int end) {
    return Math.min(end, lineEnd(text, start, end) + 1);
  }

  private static int wordStart(String text, int start, int end) {
    int at = start;
    while (at < end && text.charAt(at) == ' ') {
      at++;
    }
    return at;
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

  private static boolean looksListed(String text, int start, int end) {
    return start >= end
        || LINE_STARTS_OF_LISTS.indexOf(text.charAt(start)) >= 0
        || Character.isWhitespace(text.charAt(start))
        || markerEnd(text, start, end) > start;
  }

  /// Where the text of a line goes on after its bullet or number, or `start` if it has none.
  private static int markerEnd(String text, int start, int end) {
    int at = wordStart(text, start, end);
    if (at < end && LINE_STARTS_OF_LISTS.indexOf(text.charAt(at)) >= 0) {
      at++;
    } else {
      at += at < end && text.charAt(at) == '(' ? 1 : 0;
      int digits = at;
      while (at < end && text.charAt(at) >= '0' && text.charAt(at) <= '9') {
        at++;
      }
      boolean closed = at < end && (text.charAt(at) == '.' || text.charAt(at) == ')');
      if (at == digits || !closed) {
        return start;
      }
      at++;
    }
    int word = wordStart(text, at, end);
    return word > at ? word : start;
  }
}
