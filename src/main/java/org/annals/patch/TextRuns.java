package org.annals.patch;

import java.util.Collections;
import java.util.List;
import org.annals.patch.Run.Kind;

/// Cuts the text of a mail into runs, for display, indexing and trailers.
///
/// The runs tile the text: the first starts at 0, each starts where the one before it ends, the
/// last ends with the text. The work is linear in the text.
public final class TextRuns {
  private final Lines lines;
  private final RunList out;
  private final DiffCutter diff;
  private final Diffstat diffstat;
  private boolean signature;

  /// Inside a paragraph of header lines that somebody pasted above what he answers.
  private boolean pastedHeaders;

  private TextRuns(String text) {
    lines = new Lines(text);
    out = new RunList(lines);
    diff = new DiffCutter(lines, out);
    diffstat = new Diffstat(lines, out);
  }

  public static List<Run> split(String text) {
    return new TextRuns(text).split();
  }

  private List<Run> split() {
    int line = 0;
    while (line < lines.count()) {
      line = cut(line);
    }
    return Collections.unmodifiableList(Diffstat.withFiles(out.runs()));
  }

  private int cut(int line) {
    if (lines.at(line, 0) == '>') {
      pastedHeaders = false;
      return one(Kind.QUOTE, line);
    }
    if (FileHead.startsAt(lines, line)) {
      signature = false;
      return diff.cutFile(line);
    }
    if (diff.resumesAt(line)) {
      return diff.cutBody(line);
    }
    if (signature || Signature.startsAt(lines, line)) {
      signature = true;
      diff.forgetFile();
      return one(Kind.SIGNATURE, line);
    }
    if (lines.blank(line)) {
      pastedHeaders = false;
      return one(Kind.BLANK, line);
    }
    return cutText(line);
  }

  private int cutText(int line) {
    if (lines.is(line, "---")) {
      return one(Kind.SEPARATOR, line);
    }
    int afterStat = diffstat.cut(line);
    if (afterStat > line) {
      return afterStat;
    }
    String key = Trailers.keyAt(lines, line);
    if (!key.isEmpty() && (!pastedHeaders || Trailers.isPerson(key))) {
      int end = Trailers.end(lines, line);
      out.add(Kind.TRAILER, line, end, key, null);
      return end;
    }
    pastedHeaders |= isMailHeader(line);
    return one(Kind.PROSE, line);
  }

  private int one(Kind kind, int line) {
    out.add(kind, line, line + 1);
    return line + 1;
  }

  private boolean isMailHeader(int line) {
    return switch (lines.at(line, 0)) {
      case 'F' -> lines.startsWith(line, "From: ");
      case 'S' -> lines.startsWith(line, "Sent: ") || lines.startsWith(line, "Subject: ");
      case 'T' -> lines.startsWith(line, "To: ");
      case 'D' -> lines.startsWith(line, "Date: ");
      default -> false;
    };
  }
}
