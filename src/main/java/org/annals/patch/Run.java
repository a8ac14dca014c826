package org.annals.patch;

import org.jspecify.annotations.Nullable;

/// Some whole lines of a text that are of one kind.
///
/// `start` and `end` are offsets into the text, `end` exclusive and after the last line end;
/// `line` is the number of the first line, from 1. `name` is the key of a trailer, the path of
/// a diffstat row as written, else empty. `file` is the file of the diff that the run belongs to
/// or, for a diffstat row, speaks of; runs of one file bear the same one.
public record Run(Kind kind, int start, int end, int line, String name, @Nullable DiffFile file) {
  public enum Kind {
    /// lines of one paragraph, not quoted
    PROSE,
    /// empty lines
    BLANK,
    /// lines that begin with `>`
    QUOTE,
    /// one trailer, with its continuation lines
    TRAILER,
    /// the line `---` after which git drops text
    SEPARATOR,
    /// ` src/ring.c | 58 +++---`, one row
    DIFFSTAT_ROW,
    /// ` 2 files changed, 50 insertions(+), 11 deletions(-)`
    DIFFSTAT_SUMMARY,
    /// ` create mode 100644 src/ring.c`, one line
    DIFFSTAT_NOTE,
    /// from `diff --git` to `+++`
    FILE_HEAD,
    /// `@@ -1,5 +1,7 @@ context`, one line
    HUNK_HEAD,
    CONTEXT,
    ADDED,
    REMOVED,
    /// `\ No newline at end of file`
    NO_NEWLINE,
    /// a binary patch with its base85 lines, or the line that says that files differ
    BINARY,
    /// from `-- ` on
    SIGNATURE
  }

  /// Whether the run is a piece of a diff.
  public boolean inDiff() {
    return switch (kind) {
      case FILE_HEAD, HUNK_HEAD, CONTEXT, ADDED, REMOVED, NO_NEWLINE, BINARY -> true;
      case PROSE,
          BLANK,
          QUOTE,
          TRAILER,
          SEPARATOR,
          DIFFSTAT_ROW,
          DIFFSTAT_SUMMARY,
          DIFFSTAT_NOTE,
          SIGNATURE ->
          false;
    };
  }

  public CharSequence of(CharSequence text) {
    return text.subSequence(start, end);
  }
}
