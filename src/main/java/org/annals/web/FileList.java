package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import org.annals.patch.DiffFile;
import org.annals.patch.Run;
import org.jspecify.annotations.Nullable;

/// The files of a patch that says no diffstat, counted from the diff itself.
final class FileList {
  /// A longer list is folded.
  private static final int FILES_OPEN_MAX = 24;

  private final List<Counted> files;

  private FileList(List<Counted> files) {
    this.files = files;
  }

  private static final class Counted {
    final DiffFile file;
    int added;
    int removed;

    Counted(DiffFile file) {
      this.file = file;
    }
  }

  /// Null when there is nothing to list: a single file, or rows of the sender's own.
  static @Nullable FileList of(String text, List<Run> runs) {
    int heads = 0;
    for (Run run : runs) {
      if (run.kind() == Run.Kind.DIFFSTAT_ROW && run.file() != null) {
        return null;
      }
      heads += run.kind() == Run.Kind.FILE_HEAD && run.file() != null ? 1 : 0;
    }
    return heads < 2 ? null : new FileList(count(text, runs));
  }

  private static List<Counted> count(String text, List<Run> runs) {
    List<Counted> files = new ArrayList<>();
    for (Run run : runs) {
      DiffFile file = run.file();
      if (file == null) {
        continue;
      }
      switch (run.kind()) {
        case FILE_HEAD -> files.add(new Counted(file));
        case ADDED -> files.getLast().added += lines(text, run);
        case REMOVED -> files.getLast().removed += lines(text, run);
        default -> {}
      }
    }
    return files;
  }

  private static int lines(String text, Run run) {
    int lines = 0;
    for (int at = run.start(); at < run.end(); lines++) {
      int eol = text.indexOf('\n', at, run.end());
      at = eol < 0 ? run.end() : eol + 1;
    }
    return lines;
  }

  void writeTo(Markup out, FileAnchors anchors) {
    boolean folded = files.size() > FILES_OPEN_MAX;
    out.raw(folded ? "<details class=\"files\"><summary>" : "<div class=\"files\"><p>");
    out.text(summary()).raw(folded ? "</summary><ul>\n" : "</p><ul>\n");
    for (Counted one : files) {
      anchors.claimRow(one.file);
      String anchor = anchors.of(one.file);
      out.raw("<li><a href=\"#i").raw(anchor).raw("\" id=\"").raw(anchor).raw("\">");
      out.text(one.file.path()).raw("</a> <span>").text(counts(one)).raw("</span></li>\n");
    }
    out.raw(folded ? "</ul></details>\n" : "</ul></div>\n");
  }

  private String summary() {
    long added = 0;
    long removed = 0;
    for (Counted one : files) {
      added += one.added;
      removed += one.removed;
    }
    return Counts.of(files.size(), "file", "files")
        + " changed, "
        + Counts.of(added, "line", "lines")
        + " added, "
        + Counts.of(removed)
        + " removed";
  }

  private static String counts(Counted one) {
    return one.added == 0 && one.removed == 0 ? "" : "+" + one.added + " -" + one.removed;
  }
}
