package org.annals.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.annals.patch.Run.Kind;
import org.jspecify.annotations.Nullable;

/// Runs as they are found, in order and without gaps. Neighbours of one kind grow together where
/// the kind allows it.
final class RunList {
  private final Lines lines;
  private final List<Run> runs = new ArrayList<>();

  RunList(Lines lines) {
    this.lines = lines;
  }

  void add(Kind kind, int line, int end) {
    add(kind, line, end, "", null);
  }

  void add(Kind kind, int line, int end, String name, @Nullable DiffFile file) {
    int start = lines.start(line);
    Run last = runs.isEmpty() ? null : runs.getLast();
    if (last != null && last.kind() == kind && Objects.equals(last.file(), file) && grows(kind)) {
      runs.removeLast();
      runs.add(new Run(kind, last.start(), lines.start(end), last.line(), last.name(), file));
    } else {
      runs.add(new Run(kind, start, lines.start(end), line + 1, name, file));
    }
  }

  /// The kind of the last run, or BLANK when there is none.
  Kind lastKind() {
    return runs.isEmpty() ? Kind.BLANK : runs.getLast().kind();
  }

  List<Run> runs() {
    return runs;
  }

  private static boolean grows(Kind kind) {
    return switch (kind) {
      case PROSE, BLANK, QUOTE, SIGNATURE, CONTEXT, ADDED, REMOVED, BINARY -> true;
      case TRAILER,
          SEPARATOR,
          DIFFSTAT_ROW,
          DIFFSTAT_SUMMARY,
          DIFFSTAT_NOTE,
          FILE_HEAD,
          HUNK_HEAD,
          NO_NEWLINE ->
          false;
    };
  }
}
