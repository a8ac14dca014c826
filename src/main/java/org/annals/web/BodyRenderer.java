package org.annals.web;

import java.util.List;
import java.util.Locale;
import org.annals.patch.DiffFile;
import org.annals.patch.HunkHeader;
import org.annals.patch.Run;
import org.annals.patch.TextRuns;
import org.jspecify.annotations.Nullable;

/// Writes the text of a message as `pre` blocks: quotes, paragraphs, trailers, diffs by file.
///
/// All of it comes out, escaped; only line ends change, and empty lines at the edges. One
/// instance writes one text.
final class BodyRenderer {
  /// A quote of more lines folds, all but its end: that is what is answered.
  private static final int QUOTE_LINES_MAX = 9;

  private static final int QUOTE_LINES_SHOWN = 4;

  /// Longer lines of prose wrap, on wide screens, too.
  private static final int LINE_COLUMNS_MAX = 100;

  private enum Block {
    NONE,
    PRE,
    FILE
  }

  private final Markup out;
  private final String text;
  private final FileAnchors anchors;
  private final @Nullable FileLinks links;
  private @Nullable FileList files;
  private Block block = Block.NONE;

  private BodyRenderer(Markup out, String text, FileAnchors anchors, @Nullable FileLinks links) {
    this.out = out;
    this.text = text;
    this.anchors = anchors;
    this.links = links;
  }

  /// `anchorPrefix` is unique on the page and begins with a letter. `links` lead from diffs to
  /// files, if there are any.
  static void render(Markup out, String text, String anchorPrefix, @Nullable FileLinks links) {
    String lines = withPlainLineEnds(text);
    BodyRenderer renderer = new BodyRenderer(out, lines, new FileAnchors(anchorPrefix), links);
    renderer.write(TextRuns.split(lines));
  }

  /// Any number of CR before LF is dropped.
  private static String withPlainLineEnds(String text) {
    if (text.indexOf('\r') < 0) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n') {
        int end = out.length();
        while (end > 0 && out.charAt(end - 1) == '\r') {
          end--;
        }
        out.setLength(end);
      }
      out.append(c);
    }
    return out.toString();
  }

  private void write(List<Run> runs) {
    int first = 0;
    int last = runs.size();
    while (first < last && runs.get(first).kind() == Run.Kind.BLANK) {
      first++;
    }
    while (last > first && runs.get(last - 1).kind() == Run.Kind.BLANK) {
      last--;
    }
    files = FileList.of(text, runs);
    for (int i = first; i < last; i++) {
      if (isDiffstat(runs.get(i))) {
        i = diffstat(runs, i);
      } else if (!isGapBeforeFile(runs, i)) {
        write(runs.get(i));
      }
    }
    close();
  }

  /// The rule above a file is gap enough.
  private static boolean isGapBeforeFile(List<Run> runs, int i) {
    return runs.get(i).kind() == Run.Kind.BLANK
        && i + 1 < runs.size()
        && runs.get(i + 1).kind() == Run.Kind.FILE_HEAD;
  }

  private void write(Run run) {
    switch (run.kind()) {
      case PROSE -> prose(run);
      case BLANK, SEPARATOR -> {
        enterText();
        plain(run.start(), run.end());
      }
      case QUOTE -> quote(run);
      case TRAILER -> trailer(run);
      case SIGNATURE -> {
        leaveFile();
        span("q", run.start(), run.end());
      }
      case FILE_HEAD -> fileHead(run);
      case HUNK_HEAD -> hunkHead(run);
      case ADDED -> diffSpan("add", run);
      case REMOVED -> diffSpan("del", run);
      case CONTEXT, NO_NEWLINE, BINARY -> {
        enterDiff();
        plain(run.start(), run.end());
      }
      case DIFFSTAT_ROW, DIFFSTAT_SUMMARY, DIFFSTAT_NOTE ->
          throw new IllegalStateException("written as a group: " + run);
    }
  }

  private void prose(Run run) {
    for (int at = run.start(); at < run.end(); ) {
      int end = Paragraph.itemEnd(text, at, run.end());
      switch (Paragraph.of(text, at, end)) {
        case REFLOW -> span(hasLongLine(at, end) ? "p long" : "p", at, end);
        case ITEM -> span(hasLongLine(at, end) ? "item long" : "item", at, end);
        case KEEP -> span("keep", at, end);
        case PLAIN -> plainProse(at, end);
      }
      at = end;
    }
  }

  private void plainProse(int start, int end) {
    if (hasLongLine(start, end)) {
      span("long", start, end);
    } else {
      enterText();
      plain(start, end);
    }
  }

  private boolean hasLongLine(int start, int end) {
    for (int at = start; at < end; ) {
      int eol = text.indexOf('\n', at, end);
      int lineEnd = eol < 0 ? end : eol;
      if (lineEnd - at > LINE_COLUMNS_MAX) {
        return true;
      }
      at = lineEnd + 1;
    }
    return false;
  }

  private void quote(Run run) {
    String style = hasLongLine(run.start(), run.end()) ? "q long" : "q";
    int lines = linesIn(run.start(), run.end());
    if (lines <= QUOTE_LINES_MAX) {
      span(style, run.start(), run.end());
      return;
    }
    int folded = 0;
    int shown = run.start();
    while (folded < lines - QUOTE_LINES_SHOWN || isEmptyQuote(shown, run.end())) {
      shown = text.indexOf('\n', shown) + 1;
      folded++;
    }
    close();
    out.raw("<details class=\"fold\"><summary>").number(folded);
    out.raw(" quoted lines</summary><pre class=\"").raw(style).raw("\">");
    plain(run.start(), shown);
    out.raw("</pre></details>\n");
    span(style, shown, run.end());
  }

  /// Whether a line with something in it follows one that is only quote marks: that one parts
  /// paragraphs, and is no good first line.
  private boolean isEmptyQuote(int start, int end) {
    int at = start;
    while (at < end && (text.charAt(at) == '>' || text.charAt(at) == ' ')) {
      at++;
    }
    return at + 1 < end && text.charAt(at) == '\n';
  }

  private int linesIn(int start, int end) {
    int lines = 0;
    for (int at = start; at < end; lines++) {
      int eol = text.indexOf('\n', at, end);
      at = eol < 0 ? end : eol + 1;
    }
    return lines;
  }

  /// What a reviewer looks for stands out; that the author signed off does not.
  private void trailer(Run run) {
    String name = run.name().toLowerCase(Locale.ROOT);
    boolean person = name.endsWith("-by") && !name.equals("signed-off-by");
    if (person || name.equals("fixes")) {
      span("tr", run.start(), run.end());
    } else {
      enterText();
      plain(run.start(), run.end());
    }
  }

  private static boolean isDiffstat(Run run) {
    return switch (run.kind()) {
      case DIFFSTAT_ROW, DIFFSTAT_SUMMARY, DIFFSTAT_NOTE -> true;
      default -> false;
    };
  }

  /// Writes the diffstat that begins at `first` and returns the index of its last run.
  private int diffstat(List<Run> runs, int first) {
    enterText();
    out.raw("<span class=\"keep\">");
    int i = first;
    for (; i < runs.size() && isDiffstat(runs.get(i)); i++) {
      boolean more = i + 1 < runs.size() && isDiffstat(runs.get(i + 1));
      Run run = runs.get(i);
      int end = more ? run.end() : withoutLineEnd(run.start(), run.end());
      switch (run.kind()) {
        case DIFFSTAT_ROW -> diffstatRow(run, end);
        case DIFFSTAT_SUMMARY -> diffstatSummary(run, end);
        default -> out.text(text, run.start(), end);
      }
    }
    out.raw("</span>\n");
    return i - 1;
  }

  private void diffstatRow(Run run, int end) {
    DiffFile file = run.file();
    int name = run.name().isEmpty() ? -1 : text.indexOf(run.name(), run.start());
    if (file == null || name < 0 || name >= end || !anchors.claimRow(file)) {
      out.text(text, run.start(), end);
      return;
    }
    String anchor = anchors.of(file);
    int nameEnd = name + run.name().length();
    out.text(text, run.start(), name);
    out.raw("<a href=\"#i").raw(anchor).raw("\" id=\"").raw(anchor).raw("\">");
    out.text(text, name, nameEnd).raw("</a>").text(text, nameEnd, end);
  }

  private void diffstatSummary(Run run, int end) {
    String word = "changed";
    int at = text.indexOf(word, run.start(), end);
    if (at < 0) {
      out.text(text, run.start(), end);
      return;
    }
    out.text(text, run.start(), at).raw("<b>changed</b>").text(text, at + word.length(), end);
  }

  private void fileHead(Run run) {
    close();
    if (files != null) {
      files.writeTo(out, anchors);
      files = null;
    }
    DiffFile file = run.file();
    block = Block.FILE;
    if (file == null) {
      out.raw("<div class=\"file\"><pre><span class=\"head\">");
      plain(run.start(), run.end());
      out.raw("</span>");
      return;
    }
    String anchor = anchors.of(file);
    out.raw("<div class=\"file\" id=\"i").raw(anchor).raw("\"><pre><span class=\"head\">");
    int eol = text.indexOf('\n', run.start(), run.end());
    int firstEnd = eol < 0 ? run.end() : eol;
    int second = text.startsWith("diff --git ", run.start()) ? secondName(run, firstEnd) : firstEnd;
    out.text(text, run.start(), second);
    if (second < firstEnd) {
      out.raw("<b>");
      if (anchors.hasRow(file)) {
        out.raw("<a href=\"#").raw(anchor).raw("\">").text(text, second, firstEnd).raw("</a>");
      } else {
        out.text(text, second, firstEnd);
      }
      out.raw("</b>");
    }
    restOfHead(file, firstEnd, run.end());
    out.raw("</span>");
  }

  /// The ids on the line `index 1f90c2e..4be1c07` lead to the files.
  private void restOfHead(DiffFile file, int start, int end) {
    String index = "\nindex ";
    int line = text.indexOf(index, start, end);
    if (links == null || line < 0) {
      plain(start, end);
      return;
    }
    int at = line + index.length();
    plain(start, at);
    at = link(links.before(file), at, file.oldBlob());
    if (text.startsWith("..", at)) {
      out.raw("..");
      at = link(links.after(file), at + 2, file.newBlob());
    }
    plain(at, end);
  }

  /// Links the id that stands there, if it leads anywhere; returns what comes after it.
  private int link(@Nullable String href, int at, String id) {
    int end = at;
    while (end < text.length() && Character.digit(text.charAt(end), 16) >= 0) {
      end++;
    }
    link(text.substring(at, end).equals(id) ? href : null, "", at, end);
    return end;
  }

  private void link(@Nullable String href, String fragment, int start, int end) {
    if (href == null) {
      plain(start, end);
      return;
    }
    out.raw("<a href=\"").text(href).raw(fragment).raw("\" rel=\"nofollow\">");
    out.text(text, start, end).raw("</a>");
  }

  /// Where `b/…` begins in a line `diff --git a/… b/…`.
  private int secondName(Run run, int lineEnd) {
    DiffFile file = run.file();
    String path = file == null ? "" : file.path();
    int byPath = lineEnd - path.length();
    int from = path.isEmpty() || !text.startsWith(path, byPath) ? lineEnd : byPath;
    int space = text.lastIndexOf(' ', from - 1);
    return space <= run.start() + "diff --git".length() ? lineEnd : space + 1;
  }

  /// Where the hunk is, as a link to itself, then what it is in.
  private void hunkHead(Run run) {
    enterDiff();
    String anchor = anchors.nextHunk();
    int at = text.indexOf("@@", run.start() + 2);
    int rangesEnd = at < 0 || at >= run.end() ? run.start() : at + 2;
    while (rangesEnd < run.end() && text.charAt(rangesEnd) == '@') {
      rangesEnd++;
    }
    out.raw("<span class=\"hunk\" id=\"").raw(anchor).raw("\"><a href=\"#").raw(anchor);
    out.raw("\">");
    DiffFile file = run.file();
    if (links == null || file == null || !ranges(links, file, run, rangesEnd)) {
      out.text(text, run.start(), rangesEnd).raw("</a>");
    }
    plain(rangesEnd, run.end());
    out.raw("</span>");
  }

  /// `@@ -61,18 +61,31 @@` with each range leading to its lines; false for other hunks.
  private boolean ranges(FileLinks to, DiffFile file, Run run, int end) {
    HunkHeader header = HunkHeader.parse(run.of(text)).orElse(null);
    if (header == null || header.parents() > 1) {
      return false;
    }
    int minus = run.start() + "@@ ".length();
    int plus = text.indexOf(" +", minus) + 1;
    int close = end - " @@".length();
    out.raw("@@</a> ");
    link(to.before(file), "#n" + header.oldStart(), minus, plus - 1);
    out.raw(" ");
    link(to.after(file), "#n" + header.newStart(), plus, close);
    out.raw(" @@");
    return true;
  }

  private void diffSpan(String style, Run run) {
    enterDiff();
    out.raw("<span class=\"").raw(style).raw("\">");
    plain(run.start(), run.end());
    out.raw("</span>");
  }

  private void span(String style, int start, int end) {
    enterText();
    out.raw("<span class=\"").raw(style).raw("\">");
    Linkifier.write(out, text, start, withoutLineEnd(start, end));
    out.raw("</span>\n");
  }

  private int withoutLineEnd(int start, int end) {
    return end > start && text.charAt(end - 1) == '\n' ? end - 1 : end;
  }

  private void plain(int start, int end) {
    Linkifier.write(out, text, start, end);
  }

  private void enterText() {
    if (block != Block.PRE) {
      close();
      out.raw("<pre>");
      block = Block.PRE;
    }
  }

  /// Pieces of a diff without a file head stay in the text.
  private void enterDiff() {
    if (block == Block.NONE) {
      enterText();
    }
  }

  private void leaveFile() {
    if (block == Block.FILE) {
      close();
    }
  }

  private void close() {
    switch (block) {
      case NONE -> {}
      case PRE -> out.raw("</pre>\n");
      case FILE -> out.raw("</pre></div>\n");
    }
    block = Block.NONE;
  }
}
