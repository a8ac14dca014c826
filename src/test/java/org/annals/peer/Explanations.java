package org.annals.peer;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;

/// The differences that are meant: the table "Differences that the comparison meets" of
/// `docs/compatibility.md`, a row each with kinds of routes, what differs, a pattern that the
/// printed difference must hold, and why ours is right.
final class Explanations {
  private static final String TITLE = "## Differences that the comparison meets";

  private record Row(List<String> kinds, List<String> whats, Pattern pattern, String why) {}

  private final List<Row> rows;

  private Explanations(List<Row> rows) {
    this.rows = rows;
  }

  static Explanations read(Path document) throws IOException {
    String text = Files.readString(document);
    int start = text.indexOf(TITLE);
    if (start < 0) {
      throw new AssertionError(document + ": no section \"" + TITLE + "\"");
    }
    List<Row> rows = new ArrayList<>();
    for (String line : text.substring(start).lines().toList()) {
      // A pipe in a pattern is written as `¦`.
      String[] cells = line.strip().split("\\s*\\|\\s*", -1);
      if (cells.length >= 6 && cells[1].matches("[A-Z0-9_, ]+")) {
        rows.add(
            new Row(
                words(cells[1]),
                words(cells[2]),
                Pattern.compile(cells[3].replace("`", "").replace('¦', '|')),
                cells[4]));
      }
    }
    return new Explanations(rows);
  }

  private static List<String> words(String cell) {
    return Arrays.stream(cell.split("[, ]+", -1)).filter(w -> !w.isEmpty()).toList();
  }

  /// Why, or empty. `printed` is what is shown of a difference.
  String of(String kind, String what, String printed) {
    return rows.stream()
        .filter(row -> row.kinds().contains(kind))
        .filter(row -> row.whats().contains(what))
        .filter(row -> row.pattern().matcher(printed).find())
        .map(Row::why)
        .findFirst()
        .orElse("");
  }
}
