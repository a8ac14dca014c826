package org.annals.mail;

/// Breaks a paragraph that came as one line into lines of a width that people read.
public final class Filling {
  /// Columns of a line; a word that is longer has a line of its own.
  public static final int COLUMNS_MAX = 76;

  private Filling() {}

  /// Appends `paragraph`, which holds no line end, as lines that each begin with `prefix`.
  ///
  /// Columns stay: a paragraph with three spaces in a row is not broken.
  public static void append(StringBuilder out, String prefix, String paragraph) {
    int end = paragraph.length();
    while (end > 0 && paragraph.charAt(end - 1) == ' ') {
      end--;
    }
    int room = COLUMNS_MAX - prefix.length();
    if (end <= room || hasColumns(paragraph, end)) {
      out.append(prefix).append(paragraph, 0, end).append('\n');
      return;
    }
    int at = 0;
    while (at < end) {
      int stop = lineEnd(paragraph, at, end, room);
      out.append(prefix).append(paragraph, at, stop).append('\n');
      at = stop;
      while (at < end && paragraph.charAt(at) == ' ') {
        at++;
      }
    }
  }

  /// At the last space that fits, else at the first one after.
  private static int lineEnd(String text, int start, int end, int room) {
    if (end - start <= room) {
      return end;
    }
    int space = text.lastIndexOf(' ', start + room);
    while (space > start && text.charAt(space - 1) == ' ') {
      space--;
    }
    int stop = space > start ? space : text.indexOf(' ', start + room);
    return stop < 0 || stop > end ? end : stop;
  }

  /// Indentation is no column.
  private static boolean hasColumns(String text, int end) {
    int first = 0;
    while (first < end && text.charAt(first) == ' ') {
      first++;
    }
    int gap = text.indexOf("   ", first);
    return (gap >= 0 && gap < end) || text.indexOf('\t') >= 0;
  }
}
