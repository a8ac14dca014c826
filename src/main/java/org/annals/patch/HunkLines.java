package org.annals.patch;

import java.util.Optional;
import org.annals.patch.Run.Kind;

/// Tells the lines of one hunk from what follows it.
final class HunkLines {
  private final Lines lines;
  private final int parents;
  private int oldLeft;
  private int newLeft;
  private boolean overrun;

  HunkLines(Lines lines, HunkHeader header) {
    this.lines = lines;
    parents = header.parents();
    // The lines of a combined diff say too little to count several old sides.
    oldLeft = parents > 1 ? 0 : header.oldCount();
    newLeft = header.newCount();
  }

  /// What the line is; empty when the hunk ended before it. Not for empty lines.
  Optional<Kind> take(int line) {
    if (endsBefore(line)) {
      return Optional.empty();
    }
    Optional<Kind> kind = kindOf(lines, line, parents);
    boolean complete = complete();
    if (kind.isPresent() && kind.get() != Kind.NO_NEWLINE) {
      // Context after the last counted line is more likely text, unless counts proved wrong.
      if (complete && kind.get() == Kind.CONTEXT && !overrun) {
        return Optional.empty();
      }
      overrun |= complete;
      oldLeft -= kind.get() == Kind.ADDED || parents > 1 ? 0 : 1;
      newLeft -= kind.get() == Kind.REMOVED ? 0 : 1;
    }
    return kind;
  }

  /// QUIRK: many mail programs drop the one space of an empty context line. Returns how many of
  /// the empty lines from here on are such; 0 ends the hunk.
  int takeEmpty(int first) {
    if (complete()) {
      return 0;
    }
    int end = first;
    while (end < lines.count() && lines.length(end) == 0) {
      end++;
    }
    int most = parents > 1 ? newLeft : Math.min(oldLeft, newLeft);
    int count = end - first;
    boolean goesOn =
        end < lines.count()
            && count <= most
            && !endsBefore(end)
            && kindOf(lines, end, parents).isPresent();
    boolean completes = count >= most && (parents > 1 || oldLeft == newLeft);
    int taken = goesOn ? count : completes ? Math.max(0, most) : 0;
    oldLeft -= parents > 1 ? 0 : taken;
    newLeft -= taken;
    return taken;
  }

  private boolean complete() {
    return oldLeft <= 0 && newLeft <= 0;
  }

  private boolean endsBefore(int line) {
    if (lines.at(line, 0) != '-') {
      return false;
    }
    boolean signature =
        complete()
            ? Signature.startsAt(lines, line)
            : Signature.startsAt(lines, line) && Signature.isVersion(lines, line + 1);
    // A removed `-- x` and an added `++ y` look like a header, but then no `@@` can follow.
    return signature || FileHead.startsAt(lines, line) || (complete() && lines.is(line, "---"));
  }

  /// What a line would be within a hunk; empty when it can be no part of one.
  static Optional<Kind> kindOf(Lines lines, int line, int parents) {
    if (lines.startsWith(line, "\\ ")) {
      return Optional.of(Kind.NO_NEWLINE);
    }
    Kind kind = Kind.CONTEXT;
    for (int column = 0; column < parents; column++) {
      switch (lines.at(line, column)) {
        case '+' -> kind = Kind.ADDED;
        case '-' -> kind = Kind.REMOVED;
        case ' ' -> {}
        default -> {
          return Optional.empty();
        }
      }
    }
    return Optional.of(kind);
  }
}
