package org.annals.patch;

import java.util.Optional;
import org.annals.patch.Run.Kind;
import org.jspecify.annotations.Nullable;

/// Cuts diffs into runs: a header, then hunks or a binary patch.
///
/// The counts of a hunk header bound the hunk, but mail programs and editors make them wrong, so
/// they are believed only as long as the lines agree. The first line that fits no diff ends it.
final class DiffCutter {
  private final Lines lines;
  private final RunList out;
  private @Nullable DiffFile file;

  DiffCutter(Lines lines, RunList out) {
    this.lines = lines;
    this.out = out;
  }

  /// Takes the file whose header is at this line; returns the line after its diff.
  int cutFile(int line) {
    FileHead head = FileHead.at(lines, line);
    file = head.file();
    out.add(Kind.FILE_HEAD, line, head.end(), "", file);
    return cutBody(head.end());
  }

  /// Whether a hunk begins here that goes on with the last file, after text that did not fit.
  boolean resumesAt(int line) {
    return file != null && hunkAt(line).isPresent();
  }

  /// What comes is no longer about the last file.
  void forgetFile() {
    file = null;
  }

  int cutBody(int first) {
    int line = first;
    while (line < lines.count()) {
      Optional<HunkHeader> header = hunkAt(line);
      if (header.isPresent()) {
        int body = hunkBody(line, header.get());
        out.add(Kind.HUNK_HEAD, line, body, "", file);
        line = cutHunk(body, header.get());
      } else if (FileHead.isBinary(lines, line)) {
        int end = binaryEnd(line);
        out.add(Kind.BINARY, line, end, "", file);
        line = end;
      } else {
        break;
      }
    }
    return line;
  }

  private Optional<HunkHeader> hunkAt(int line) {
    return lines.startsWith(line, "@@") ? HunkHeader.parse(lines.text(line)) : Optional.empty();
  }

  /// QUIRK: mail programs wrap the context after the second `@@`; then its rest is one line that
  /// fits no diff, before lines that do.
  private int hunkBody(int head, HunkHeader header) {
    int next = head + 1;
    boolean wrapped =
        !header.context().isEmpty()
            && lines.length(next) > 0
            && HunkLines.kindOf(lines, next, header.parents()).isEmpty()
            && HunkLines.kindOf(lines, next + 1, header.parents()).isPresent()
            && !FileHead.startsAt(lines, next);
    return wrapped ? next + 1 : next;
  }

  private int cutHunk(int first, HunkHeader header) {
    HunkLines hunk = new HunkLines(lines, header);
    int line = first;
    while (line < lines.count()) {
      if (lines.length(line) == 0) {
        int taken = hunk.takeEmpty(line);
        if (taken == 0) {
          break;
        }
        out.add(Kind.CONTEXT, line, line + taken, "", file);
        line += taken;
      } else {
        Optional<Kind> kind = hunk.take(line);
        if (kind.isEmpty()) {
          break;
        }
        out.add(kind.get(), line, line + 1, "", file);
        line++;
      }
    }
    return line;
  }

  /// After the base85 blocks of `GIT binary patch`, each ended by an empty line.
  private int binaryEnd(int first) {
    int line = first + 1;
    while (lines.startsWith(line, "literal ") || lines.startsWith(line, "delta ")) {
      line++;
      while (isBase85(line)) {
        line++;
      }
      boolean more =
          line < lines.count()
              && lines.length(line) == 0
              && (lines.startsWith(line + 1, "literal ") || lines.startsWith(line + 1, "delta "));
      line += more ? 1 : 0;
    }
    return line;
  }

  /// A letter for the length, then groups of five: at most 52 bytes a line.
  private boolean isBase85(int line) {
    int length = lines.length(line);
    if (length < 6 || length > 66 || length % 5 != 1 || !isLetter(lines.at(line, 0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      char c = lines.at(line, i);
      if (c <= ' ' || c > '~' || "\"',./:[]\\".indexOf(c) >= 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLetter(char c) {
    return (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
  }
}
