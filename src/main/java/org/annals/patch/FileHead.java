package org.annals.patch;

import java.util.List;

/// The header of one file in a diff: git's, or that of diff, Subversion, CVS, Mercurial.
///
/// What looks like a header must be followed by more of one, since people write `diff` and `---`
/// in prose.
final class FileHead {
  private static final List<String> EXTENDED =
      List.of(
          "index ",
          "old mode ",
          "new mode ",
          "deleted file mode ",
          "new file mode ",
          "similarity index ",
          "dissimilarity index ",
          "rename from ",
          "rename to ",
          "copy from ",
          "copy to ",
          "mode ",
          "=====",
          "RCS file: ",
          "retrieving revision ");

  private final Lines lines;
  private final int first;
  private final int end;
  private String oldBlob = "";
  private String newBlob = "";

  private FileHead(Lines lines, int first) {
    this.lines = lines;
    this.first = first;
    this.end = findEnd();
  }

  /// Cost is constant: at most two lines after this one are looked at.
  static boolean startsAt(Lines lines, int line) {
    return switch (lines.at(line, 0)) {
      case 'd' ->
          lines.startsWith(line, "diff -")
              && (isExtended(lines, line + 1)
                  || isBinary(lines, line + 1)
                  || isFileLines(lines, line + 1));
      case 'I' -> lines.startsWith(line, "Index: ") && lines.startsWith(line + 1, "=====");
      case '-' -> isFileLines(lines, line) && lines.startsWith(line + 2, "@@ -");
      default -> false;
    };
  }

  static FileHead at(Lines lines, int line) {
    return new FileHead(lines, line);
  }

  static boolean isBinary(Lines lines, int line) {
    return lines.is(line, "GIT binary patch")
        || (lines.startsWith(line, "Binary files ")
            && lines.text(line).strip().endsWith(" differ"));
  }

  /// The line after the header.
  int end() {
    return end;
  }

  DiffFile file() {
    DiffPaths paths = paths();
    for (int line = first; line < end; line++) {
      if (lines.startsWith(line, "index ")) {
        readBlobs(lines.text(line, "index ".length()));
      }
    }
    return new DiffFile(lines.start(first), paths.oldPath(), paths.newPath(), oldBlob, newBlob);
  }

  private static boolean isFileLines(Lines lines, int line) {
    return lines.startsWith(line, "--- ")
        && lines.startsWith(line + 1, "+++ ")
        && lines.length(line) > 4
        && lines.length(line + 1) > 4;
  }

  private static boolean isExtended(Lines lines, int line) {
    for (String start : EXTENDED) {
      if (lines.startsWith(line, start)) {
        return true;
      }
    }
    return false;
  }

  private int findEnd() {
    int line = first;
    boolean oldStyle = lines.at(line, 0) == 'I';
    if (!isFileLines(lines, line)) {
      line++;
      while (isExtended(lines, line) || (oldStyle && lines.startsWith(line, "diff -"))) {
        line++;
      }
    }
    return isFileLines(lines, line) ? line + 2 : line;
  }

  private DiffPaths paths() {
    if (end - first >= 2 && isFileLines(lines, end - 2)) {
      return DiffPaths.ofFileLines(lines.text(end - 2, 4), lines.text(end - 1, 4));
    }
    DiffPaths paths = pathsOfFirstLine();
    for (int line = first + 1; line < end; line++) {
      paths = withLine(paths, line);
    }
    return paths;
  }

  private DiffPaths pathsOfFirstLine() {
    String text = lines.text(first);
    if (text.startsWith("diff --git ")) {
      return DiffPaths.ofGitLine(text.substring("diff --git ".length()));
    }
    // `Index: path`, `diff --cc path`, `diff --combined path`, `diff -urN old new`
    String path = DiffPaths.unquoted(text.substring(text.indexOf(' ') + 1).strip());
    path = path.startsWith("-") ? path.substring(path.lastIndexOf(' ') + 1) : path;
    return new DiffPaths(path, path);
  }

  private DiffPaths withLine(DiffPaths paths, int line) {
    if (lines.startsWith(line, "new file mode ")) {
      return new DiffPaths("", paths.newPath());
    }
    if (lines.startsWith(line, "deleted file mode ")) {
      return new DiffPaths(paths.oldPath(), "");
    }
    if (lines.startsWith(line, "rename from ") || lines.startsWith(line, "copy from ")) {
      return new DiffPaths(third(line), paths.newPath());
    }
    if (lines.startsWith(line, "rename to ") || lines.startsWith(line, "copy to ")) {
      return new DiffPaths(paths.oldPath(), third(line));
    }
    return paths;
  }

  private String third(int line) {
    String text = lines.text(line);
    return DiffPaths.unquoted(text.substring(text.indexOf(' ', text.indexOf(' ') + 1) + 1).strip());
  }

  /// `1f90c2e..4be1c07 100644`; of a combined diff's old ids the first.
  private void readBlobs(String text) {
    int dots = text.indexOf("..");
    if (dots > 0) {
      oldBlob = blob(text, 0);
      newBlob = blob(text, dots + 2);
    }
  }

  /// Empty when there are no hex digits, or only zeros, which stand for no blob.
  private static String blob(String text, int start) {
    int end = start;
    boolean some = false;
    while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
      some |= text.charAt(end) != '0';
      end++;
    }
    return some && end - start <= 64 ? text.substring(start, end) : "";
  }
}
