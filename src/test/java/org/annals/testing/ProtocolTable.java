package org.annals.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// What a chapter of `docs/protocols.md` says in its tables that have a column `test`.
///
/// `names` of a row are the commands or extensions of its first cell, as the protocol spells them;
/// `tests` are what stands in backquotes in its last.
public record ProtocolTable(List<Row> rows) {
  private static final Path DOCUMENT = Path.of("docs", "protocols.md");
  private static final Pattern NAME = Pattern.compile("[A-Z][A-Z0-9=.-]+( [A-Z.]+)*");
  private static final Pattern QUOTED = Pattern.compile("`([^`]+)`");

  public record Row(List<String> names, String status, List<String> tests, String line) {}

  /// `chapter` as its heading has it.
  public static ProtocolTable of(String chapter) throws IOException {
    List<Row> rows = new ArrayList<>();
    boolean within = false;
    boolean tested = false;
    for (String line : Files.readAllLines(DOCUMENT)) {
      List<String> cells = cells(line);
      if (line.startsWith("## ")) {
        within = line.equals("## " + chapter);
      } else if (cells.isEmpty()) {
        tested = false;
      } else if (cells.getLast().equals("test")) {
        tested = true;
      } else if (within && tested && !cells.getFirst().startsWith("---")) {
        rows.add(new Row(names(cells.getFirst()), cells.get(1), tests(cells.getLast()), line));
      }
    }
    return new ProtocolTable(rows);
  }

  private static List<String> cells(String line) {
    if (!line.startsWith("|") || !line.endsWith("|")) {
      return List.of();
    }
    return Arrays.stream(line.substring(1, line.length() - 1).split("\\|", -1))
        .map(String::strip)
        .toList();
  }

  private static List<String> names(String cell) {
    String plain = cell.replace("`", "").replaceAll("\\([^)]*\\)", "");
    return Arrays.stream(plain.split(",", -1))
        .map(String::strip)
        .filter(NAME.asMatchPredicate())
        .toList();
  }

  private static List<String> tests(String cell) {
    return QUOTED.matcher(cell).results().map(result -> result.group(1)).toList();
  }

  /// Of all rows.
  public SortedSet<String> names() {
    return names(_ -> true);
  }

  /// Of the rows with this status.
  public SortedSet<String> names(Predicate<String> status) {
    return rows.stream()
        .filter(row -> status.test(row.status()))
        .flatMap(row -> row.names().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// What is called so anywhere in a document.
  public static List<String> testsNamedIn(Path document) throws IOException {
    return Pattern.compile("`(?:[a-z]+\\.)?([A-Z][A-Za-z0-9]*Test)`")
        .matcher(Files.readString(document))
        .results()
        .map(result -> result.group(1))
        .distinct()
        .toList();
  }
}
