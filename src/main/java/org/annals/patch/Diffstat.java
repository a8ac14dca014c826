package org.annals.patch;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.annals.patch.Run.Kind;
import org.jspecify.annotations.Nullable;

/// Finds `git diff --stat` in a text and the files that its rows speak of.
final class Diffstat {
  /// Files of one base name that a shortened path is compared with, so that a mail made of
  /// `.../Makefile` rows costs no more than its size.
  private static final int CANDIDATES_MAX = 64;

  private static final Pattern SUMMARY =
      Pattern.compile(
          " {0,3}\\d{1,9} files? changed(?:, \\d{1,9} insertions?\\(\\+\\))?"
              + "(?:, \\d{1,9} deletions?\\(-\\))?\\s*");
  private static final List<String> NOTES =
      List.of(" create mode ", " delete mode ", " mode change ", " rename ", " copy ", " rewrite ");

  private final Lines lines;
  private final RunList out;

  /// Rows before this line were seen to belong to no diffstat.
  private int refusedEnd;

  Diffstat(Lines lines, RunList out) {
    this.lines = lines;
    this.out = out;
  }

  /// Takes a diffstat that begins at this line. Returns the line after it; `first` if none does.
  int cut(int first) {
    if (first < refusedEnd) {
      return first;
    }
    int line = first;
    while (isRow(lines, line)) {
      line++;
    }
    boolean summary = isSummary(lines, line);
    if (!summary && (line == first || out.lastKind() != Kind.SEPARATOR)) {
      refusedEnd = line;
      return first;
    }
    for (int row = first; row < line; row++) {
      out.add(Kind.DIFFSTAT_ROW, row, row + 1, rowPath(lines.text(row)), null);
    }
    if (summary) {
      out.add(Kind.DIFFSTAT_SUMMARY, line, line + 1);
      line++;
    }
    for (; isNote(line); line++) {
      out.add(Kind.DIFFSTAT_NOTE, line, line + 1);
    }
    return line;
  }

  static boolean isSummary(Lines lines, int line) {
    return lines.length(line) < 120
        && (lines.at(line, 0) == ' ' || Character.isDigit(lines.at(line, 0)))
        && SUMMARY.matcher(lines.text(line)).matches();
  }

  /// ` path | 12 ++--`, ` path | Bin 0 -> 12 bytes`, ` path | Unmerged`
  static boolean isRow(Lines lines, int line) {
    int length = lines.length(line);
    int bar = length - 1;
    while (bar > 0 && lines.at(line, bar) != '|') {
      bar--;
    }
    if (bar < 2 || lines.at(line, bar - 1) != ' ' || lines.at(line, bar + 1) != ' ') {
      return false;
    }
    String right = lines.text(line, bar + 1).strip();
    int digits = 0;
    while (digits < right.length() && Character.isDigit(right.charAt(digits))) {
      digits++;
    }
    boolean counts = digits > 0 && right.substring(digits).chars().allMatch(Diffstat::isGraph);
    boolean words = right.equals("Bin") || right.startsWith("Bin ") || right.equals("Unmerged");
    return (counts || words) && !rowPath(lines.text(line)).isEmpty();
  }

  /// The runs again, each row with the file of the diff that it speaks of, where there is one.
  static List<Run> withFiles(List<Run> runs) {
    Map<String, DiffFile> byPath = new HashMap<>();
    Map<String, List<DiffFile>> byName = new HashMap<>();
    boolean rows = false;
    for (Run run : runs) {
      rows |= run.kind() == Kind.DIFFSTAT_ROW;
      DiffFile file = run.file();
      if (run.kind() == Kind.FILE_HEAD && file != null) {
        byPath.putIfAbsent(file.path(), file);
        byName.computeIfAbsent(baseName(file.path()), _ -> new ArrayList<>()).add(file);
      }
    }
    if (!rows || byPath.isEmpty()) {
      return runs;
    }
    List<Run> all = new ArrayList<>(runs.size());
    for (Run run : runs) {
      all.add(run.kind() == Kind.DIFFSTAT_ROW ? withFile(run, byPath, byName) : run);
    }
    return all;
  }

  private static Run withFile(
      Run row, Map<String, DiffFile> byPath, Map<String, List<DiffFile>> byName) {
    String path = newPath(row.name());
    DiffFile file = byPath.get(path);
    if (file == null && path.startsWith("...")) {
      file = bySuffix(path.substring(3), byName.getOrDefault(baseName(path), List.of()));
    }
    return new Run(row.kind(), row.start(), row.end(), row.line(), row.name(), file);
  }

  private static @Nullable DiffFile bySuffix(String suffix, List<DiffFile> candidates) {
    int count = Math.min(candidates.size(), CANDIDATES_MAX);
    for (DiffFile file : candidates.subList(0, count)) {
      if (file.path().endsWith(suffix)) {
        return file;
      }
    }
    return null;
  }

  /// Of `src/{old => new}/x.c` and `old.c => new.c` the path after the rename. What git cut off at
  /// the front, maybe with the brace, leaves `...` there.
  static String newPath(String row) {
    int arrow = row.indexOf(" => ");
    int open = row.lastIndexOf('{', Math.max(arrow, 0));
    boolean cut = row.startsWith("...");
    if (arrow < 0) {
      return cut ? row.replaceFirst("}", "") : DiffPaths.unquoted(row);
    }
    int close = row.indexOf('}', arrow);
    if (close >= 0 && open >= 0) {
      String middle = row.substring(Math.min(arrow + 4, close), close);
      return (row.substring(0, open) + middle + row.substring(close + 1)).replace("//", "/");
    }
    String after = row.substring(arrow + 4);
    return cut ? "..." + after.replaceFirst("}", "") : DiffPaths.unquoted(after);
  }

  private static String rowPath(String line) {
    return line.substring(0, line.lastIndexOf('|')).strip();
  }

  private static String baseName(String path) {
    return path.substring(path.lastIndexOf('/') + 1);
  }

  private boolean isNote(int line) {
    for (String note : NOTES) {
      if (lines.startsWith(line, note)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isGraph(int c) {
    return c == '+' || c == '-' || c == ' ';
  }
}
