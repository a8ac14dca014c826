package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Filling;
import org.annals.patch.Run;
import org.annals.patch.TextRuns;

/// Text that was sent as format=flowed (RFC 3676), as lines that stand alone.
///
/// Lines that end in a blank are joined with the next and the paragraph is filled anew, quotes
/// under their marks. What must keep its lines does: diffs, trailers, empty lines. One instance
/// reads one text; the work is linear in it.
final class FlowedText {
  private final boolean delSp;
  private final boolean stuffed;
  private final StringBuilder out;

  /// The paragraph that goes on, or empty.
  private final StringBuilder paragraph = new StringBuilder();

  private int paragraphDepth;

  private FlowedText(String text, boolean delSp) {
    this.delSp = delSp;
    this.stuffed = isStuffed(text);
    this.out = new StringBuilder(text.length() + 16);
  }

  /// `delSp`: the blank at a soft line break is not part of the text (RFC 3676 §4.1).
  static String of(String text, boolean delSp) {
    FlowedText flowed = new FlowedText(text, delSp);
    String plain = flowed.unstuffed(text);
    for (Run run : TextRuns.split(plain)) {
      boolean flows = run.kind() == Run.Kind.PROSE || run.kind() == Run.Kind.QUOTE;
      for (String line : lines(plain, run)) {
        flowed.add(line, flows);
      }
    }
    flowed.endParagraph();
    return flowed.out.toString();
  }

  private static List<String> lines(String text, Run run) {
    List<String> lines = new ArrayList<>();
    for (int at = run.start(); at < run.end(); ) {
      int eol = text.indexOf('\n', at, run.end());
      int end = eol < 0 ? run.end() : eol;
      lines.add(text.substring(at, end));
      at = end + 1;
    }
    return lines;
  }

  /// QUIRK: some programs say format=flowed and stuff no spaces; taking one away would break the
  /// context lines of their diffs. Stuffing leaves no line that begins with exactly one space,
  /// but before `From ` and `>`.
  private static boolean isStuffed(String text) {
    for (int at = 0; at < text.length(); at++) {
      boolean one = text.charAt(at) == ' ' && at + 1 < text.length();
      if (one && " \t\n>".indexOf(text.charAt(at + 1)) < 0 && !text.startsWith("From ", at + 1)) {
        return false;
      }
      int eol = text.indexOf('\n', at);
      if (eol < 0) {
        break;
      }
      at = eol;
    }
    return true;
  }

  /// RFC 3676 §4.4. A line that would become a quote keeps its space.
  private String unstuffed(String text) {
    if (!stuffed) {
      return text;
    }
    StringBuilder plain = new StringBuilder(text.length());
    for (int at = 0; at < text.length(); ) {
      int eol = text.indexOf('\n', at);
      int end = eol < 0 ? text.length() : eol + 1;
      boolean stuffing =
          text.charAt(at) == ' ' && at + 1 < end && text.charAt(at + 1) != '>' && end - at > 2;
      plain.append(text, stuffing ? at + 1 : at, end);
      at = end;
    }
    return plain.toString();
  }

  private void add(String line, boolean flows) {
    int depth = 0;
    while (depth < line.length() && line.charAt(depth) == '>') {
      depth++;
    }
    boolean soft = flows && isSoft(line, depth);
    // An empty line parts paragraphs, also when a stray blank stands before it.
    if (depth != paragraphDepth || !flows || isBlank(line, depth)) {
      endParagraph();
    }
    if (paragraph.isEmpty() && !soft) {
      out.append(line).append('\n');
      return;
    }
    int from = depth > 0 && depth < line.length() && line.charAt(depth) == ' ' ? depth + 1 : depth;
    paragraph.append(line, from, soft && delSp ? line.length() - 1 : line.length());
    paragraphDepth = depth;
    if (!soft) {
      endParagraph();
    }
  }

  /// Whether the line goes on. A line of blanks alone is an empty one, and the lines of a quoted
  /// diff are what they are.
  private static boolean isSoft(String line, int depth) {
    if (!line.endsWith(" ")) {
      return false;
    }
    String content = line.substring(depth).strip();
    return !content.isEmpty()
        && !content.equals("--")
        && (depth == 0 || "+-@".indexOf(content.charAt(0)) < 0);
  }

  private static boolean isBlank(String line, int depth) {
    return line.substring(depth).isBlank();
  }

  private void endParagraph() {
    if (!paragraph.isEmpty()) {
      String prefix = paragraphDepth == 0 ? "" : ">".repeat(paragraphDepth) + " ";
      Filling.append(out, prefix, paragraph.toString());
      paragraph.setLength(0);
    }
  }
}
