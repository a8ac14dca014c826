package org.annals.patch;

import java.util.ArrayList;
import java.util.List;

/// Reads the lines of one hunk, as many as its header says: what looks like another header may be
/// a line of the file. One thread.
final class HunkReader {
  private final String text;
  private final HunkHeader header;
  private final List<String> before = new ArrayList<>();
  private final List<String> after = new ArrayList<>();
  private int at;
  private int trailing;

  /// `start` is the line after the header.
  HunkReader(String text, int start, HunkHeader header) {
    this.text = text;
    this.header = header;
    this.at = start;
  }

  /// Returns what is wrong with the hunk; empty for nothing.
  String read() {
    if (header.parents() > 1) {
      return "is that of a merge";
    }
    while (before.size() < header.oldCount() || after.size() < header.newCount()) {
      if (at >= text.length() || !takeLine()) {
        return "has "
            + before.size()
            + " old and "
            + after.size()
            + " new lines, not "
            + header.oldCount()
            + " and "
            + header.newCount()
            + " as it says";
      }
    }
    if (text.startsWith("\\ ", at)) {
      takeLine();
    }
    return "";
  }

  /// After the last line that was taken.
  int end() {
    return at;
  }

  private boolean takeLine() {
    int eol = text.indexOf('\n', at);
    int end = eol < 0 ? text.length() : eol + 1;
    char sign = text.charAt(at);
    boolean taken =
        switch (sign) {
          // mail programs drop the sign of empty lines
          case '\n', '\r' -> take(true, true, text.substring(at, end));
          case ' ' -> take(true, true, text.substring(at + 1, end));
          case '-' -> take(true, false, text.substring(at + 1, end));
          case '+' -> take(false, true, text.substring(at + 1, end));
          case '\\' -> {
            endWithoutNewline();
            yield true;
          }
          default -> false;
        };
    at = taken ? end : at;
    return taken;
  }

  private boolean take(boolean old, boolean neu, String content) {
    if ((old && before.size() == header.oldCount()) || (neu && after.size() == header.newCount())) {
      return false;
    }
    String line = content.endsWith("\n") ? content : content + "\n";
    if (old) {
      before.add(line);
    }
    if (neu) {
      after.add(line);
    }
    trailing = old && neu ? trailing + 1 : 0;
    return true;
  }

  /// Of the sides that the last line belongs to.
  private void endWithoutNewline() {
    int lineEnd = at - 1;
    char sign = lineEnd < 1 ? ' ' : text.charAt(text.lastIndexOf('\n', lineEnd - 1) + 1);
    if (sign != '+') {
      cutNewline(before);
    }
    if (sign != '-') {
      cutNewline(after);
    }
  }

  private static void cutNewline(List<String> lines) {
    if (!lines.isEmpty() && lines.getLast().endsWith("\n")) {
      String line = lines.removeLast();
      lines.add(line.substring(0, line.length() - 1));
    }
  }

  Hunk hunk() {
    return new Hunk(header, List.copyOf(before), List.copyOf(after), trailing);
  }
}
