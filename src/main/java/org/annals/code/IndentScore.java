package org.annals.code;

/// Where a group of changed lines reads best, by blank lines and indentation around its ends: what
/// git calls the indent heuristic, as its documentation tells it.
///
/// The weights were fitted to 75,000 choices of git; see docs/decisions/0013-patch-ids.md.
final class IndentScore {
  private static final int SLIDE_MAX = 100;
  private static final int INDENT_MAX = 200;
  private static final int BLANKS_MAX = 20;
  private static final int TAB = 8;
  private static final int BLANK = -1;

  /// Less indentation at both ends beats nearly everything.
  private static final int INDENTED_MORE = 8;

  private static final int BLANK_LINE = -4;
  private static final int BLANK_LINE_AFTER = 1;

  // How the line after the gap stands to the one before, without and with blank lines between.
  private static final int[] DEEPER = {-1, 0};
  private static final int[] OPENS_ANOTHER_BLOCK = {2, 2};
  private static final int[] CLOSES_BLOCK = {3, 3};

  private final TextLines.Side side;

  IndentScore(TextLines.Side side) {
    this.side = side;
  }

  /// What speaks against a place.
  private record Score(int indent, int penalty) {
    boolean isAtMost(Score other) {
      return INDENTED_MORE * Integer.signum(indent - other.indent) + penalty <= other.penalty;
    }
  }

  /// The best end between `first` and `last` of a group of `size` lines; of equals the last.
  int best(int first, int last, int size) {
    int from = Math.max(first, Math.max(last - size - 1, last - SLIDE_MAX));
    int best = from;
    Score score = score(from, size);
    for (int end = from + 1; end <= last; end++) {
      Score next = score(end, size);
      if (next.isAtMost(score)) {
        best = end;
        score = next;
      }
    }
    return best;
  }

  private Score score(int end, int size) {
    Score below = gap(end);
    Score above = gap(end - size);
    return new Score(below.indent + above.indent, below.penalty + above.penalty);
  }

  /// The score of the gap before a line.
  private Score gap(int line) {
    int here = indent(line);
    int above = line - 1;
    int below = here == BLANK ? line : line + 1;
    int stop = line - BLANKS_MAX;
    while (above >= 0 && above >= stop && indent(above) == BLANK) {
      above--;
    }
    stop = line + BLANKS_MAX;
    while (below < side.count() && below <= stop && indent(below) == BLANK) {
      below++;
    }
    int blanksBelow = here == BLANK ? below - line : 0;
    int blanks = line - 1 - above + blanksBelow;
    int penalty = BLANK_LINE * blanks + BLANK_LINE_AFTER * blanksBelow;
    int next = indent(below);
    int own = here == BLANK ? next : here;
    int before = indent(above);
    if (own == BLANK || before == BLANK || own == before) {
      return new Score(own, penalty);
    }
    int[] weights = own > before ? DEEPER : next > own ? OPENS_ANOTHER_BLOCK : CLOSES_BLOCK;
    return new Score(own, penalty + weights[blanks == 0 ? 0 : 1]);
  }

  /// In columns; `BLANK` beyond the file, too.
  private int indent(int line) {
    if (line < 0 || line >= side.count()) {
      return BLANK;
    }
    int column = 0;
    int end = side.starts()[line + 1];
    for (int i = side.starts()[line]; i < end && column < INDENT_MAX; i++) {
      switch (side.text()[i]) {
        case ' ' -> column++;
        case '\t' -> column += TAB - column % TAB;
        case '\n', '\r', '\f', 0x0b -> {}
        default -> {
          return column;
        }
      }
    }
    return column >= INDENT_MAX ? INDENT_MAX : BLANK;
  }
}
