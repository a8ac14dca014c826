package org.annals.code;

/// Moves groups of changed lines to where git shows them. A group whose first line equals the line
/// behind it says the same one line further down.
///
/// Groups that meet become one. A group that can stand beside a change of the other side does so,
/// the last such place first; else `IndentScore` finds the place that reads best. One thread.
final class Sliding {
  private final boolean[] marks;
  private final boolean[] others;
  private final int[] numbers;
  private final IndentScore scores;

  // The group that is moved, and the lines of the other side at the same place: often none.
  private int start;
  private int end;
  private int otherStart;
  private int otherEnd;

  private Sliding(TextLines.Side side, boolean[] marks, boolean[] others) {
    this.marks = marks;
    this.others = others;
    numbers = side.numbers();
    scores = new IndentScore(side);
  }

  static void of(TextLines lines, ChangedLines changed) {
    new Sliding(lines.before(), changed.gone(), changed.came()).run();
    new Sliding(lines.after(), changed.came(), changed.gone()).run();
  }

  private void run() {
    end = endOf(marks, 0);
    otherEnd = endOf(others, 0);
    while (true) {
      if (end > start) {
        place();
      }
      if (end == marks.length) {
        return;
      }
      start = end + 1;
      end = endOf(marks, start);
      nextOther();
    }
  }

  private void place() {
    int first;
    int beside;
    int size;
    do {
      size = end - start;
      while (moveUp()) {
        previousOther();
      }
      first = end;
      beside = otherEnd > otherStart ? end : -1;
      while (moveDown()) {
        nextOther();
        beside = otherEnd > otherStart ? end : beside;
      }
    } while (end - start > size); // it met another, and may go further now
    if (end > first) {
      int best = beside >= 0 ? beside : scores.best(first, end, size);
      while (end > best && moveUp()) {
        previousOther();
      }
    }
  }

  private boolean moveUp() {
    if (start == 0 || numbers[start - 1] != numbers[end - 1]) {
      return false;
    }
    marks[--start] = true;
    marks[--end] = false;
    start = startOf(marks, start);
    return true;
  }

  private boolean moveDown() {
    if (end == marks.length || numbers[start] != numbers[end]) {
      return false;
    }
    marks[start++] = false;
    marks[end++] = true;
    end = endOf(marks, end);
    return true;
  }

  private void nextOther() {
    otherStart = otherEnd + 1;
    otherEnd = endOf(others, otherStart);
  }

  private void previousOther() {
    otherEnd = otherStart - 1;
    otherStart = startOf(others, otherEnd);
  }

  private static int endOf(boolean[] marks, int from) {
    int line = from;
    while (line < marks.length && marks[line]) {
      line++;
    }
    return line;
  }

  private static int startOf(boolean[] marks, int to) {
    int line = to;
    while (line > 0 && marks[line - 1]) {
      line--;
    }
    return line;
  }
}
