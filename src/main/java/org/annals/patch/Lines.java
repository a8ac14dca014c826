package org.annals.patch;

import java.util.Arrays;

/// A text by its lines, without copying it. Indices from 0; line ends are LF or CR LF.
///
/// Questions about lines past the end answer as for an empty line.
final class Lines {
  private final String text;
  private final int[] starts;
  private final int count;

  Lines(String text) {
    this.text = text;
    int[] found = new int[Math.max(4, text.length() / 32)];
    int n = 0;
    for (int at = 0; at < text.length(); ) {
      if (n + 1 >= found.length) {
        found = Arrays.copyOf(found, found.length * 2);
      }
      found[n++] = at;
      int end = text.indexOf('\n', at);
      at = end < 0 ? text.length() : end + 1;
    }
    found[n] = text.length();
    starts = found;
    count = n;
  }

  int count() {
    return count;
  }

  /// Offset of the first character; of the line after the last one, the length of the text.
  int start(int line) {
    return starts[Math.min(line, count)];
  }

  /// Offset after the last character, before the line end.
  int end(int line) {
    int start = start(line);
    int end = start(line + 1);
    if (end > start && text.charAt(end - 1) == '\n') {
      end--;
      while (end > start && text.charAt(end - 1) == '\r') {
        end--;
      }
    }
    return end;
  }

  int length(int line) {
    return end(line) - start(line);
  }

  /// The character, or LF past the end of the line.
  char at(int line, int column) {
    int offset = start(line) + column;
    return offset < start(line + 1) ? text.charAt(offset) : '\n';
  }

  boolean startsWith(int line, String prefix) {
    return prefix.length() <= length(line) && text.startsWith(prefix, start(line));
  }

  /// Empty or white space only.
  boolean blank(int line) {
    int end = end(line);
    for (int i = start(line); i < end; i++) {
      if (!Character.isWhitespace(text.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  /// Whether the line is this and then only white space.
  boolean is(int line, String content) {
    return startsWith(line, content) && text(line).stripTrailing().equals(content);
  }

  String text(int line) {
    return text.substring(start(line), end(line));
  }

  String text(int line, int column) {
    return text.substring(Math.min(start(line) + column, end(line)), end(line));
  }
}
