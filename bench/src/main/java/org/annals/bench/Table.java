package org.annals.bench;

import java.util.ArrayList;
import java.util.List;

/// A Markdown table under construction.
final class Table {
  private final List<String> lines = new ArrayList<>();

  /// Columns but the first are numbers and stand at the right.
  Table(String... heads) {
    row((Object[]) heads);
    lines.add("|---|" + "--:|".repeat(heads.length - 1));
  }

  void row(Object... cells) {
    StringBuilder line = new StringBuilder("|");
    for (Object cell : cells) {
      line.append(' ').append(cell).append(" |");
    }
    lines.add(line.toString());
  }

  @Override
  public String toString() {
    return String.join("\n", lines) + "\n";
  }
}
