package org.annals.web;

import java.util.List;
import org.annals.index.Highlights;
import org.annals.index.Highlights.Found;
import org.jspecify.annotations.Nullable;

/// Shows where in a text is what was searched for.
final class Matches {
  private static final int SNIPPET_CHARACTERS = 200;
  private static final int SNIPPET_LEAD = 60;

  /// Long texts are not looked through to their end.
  static final int SEARCHED_CHARACTERS_MAX = 100_000;

  /// In one piece of a text; more matches are not looked for.
  private static final int FOUND_MAX = 1_000;

  /// Looked through at once, so that a long text with all words at its beginning is soon done.
  private static final int STEP = 4_000;

  private Matches() {}

  /// Writes `text[start, end)` escaped, with what was found in `mark`.
  static void write(Markup out, String text, int start, int end, Highlights sought) {
    write(out, text, start, end, sought.in(text, start, end, FOUND_MAX));
  }

  private static void write(Markup out, String text, int start, int end, List<Found> marks) {
    int done = start;
    for (Found mark : marks) {
      if (mark.start() >= done && mark.end() <= end) {
        out.text(text, done, mark.start()).raw("<mark>").text(text, mark.start(), mark.end());
        out.raw("</mark>");
        done = mark.end();
      }
    }
    out.text(text, done, end);
  }

  /// Writes the line that says most of what was searched for, and as much of the next as a phrase
  /// reaches into; nothing if there is none. Answers how many characters were looked at.
  static int writeSnippet(Markup out, List<String> texts, Highlights sought) {
    @Nullable Line best = null;
    int looked = 0;
    for (String text : texts) {
      int until = Math.min(text.length(), SEARCHED_CHARACTERS_MAX - looked);
      for (int at = 0; at < until; ) {
        int end = lineEnd(text, Math.min(until, at + STEP), until);
        @Nullable Line line = best(text, sought.in(text, at, end, FOUND_MAX));
        best = line != null && (best == null || line.score > best.score) ? line : best;
        looked += end - at;
        at = end;
        if (best != null && best.score == 2 * sought.size()) {
          write(out, best);
          return looked;
        }
      }
    }
    if (best != null) {
      write(out, best);
    }
    return looked;
  }

  private static int lineEnd(String text, int from, int until) {
    int eol = text.indexOf('\n', from);
    return eol < 0 || eol >= until ? until : eol + 1;
  }

  /// What begins in one line.
  private record Line(String text, int start, List<Found> found, int score) {}

  private static @Nullable Line best(String text, List<Found> found) {
    @Nullable Line best = null;
    for (int first = 0; first < found.size(); ) {
      int start = text.lastIndexOf('\n', found.get(first).start()) + 1;
      int end = lineEnd(text, found.get(first).start(), text.length());
      int last = first;
      long seen = 0;
      while (last < found.size() && found.get(last).start() < end) {
        seen |= 1L << found.get(last++).sought();
      }
      // What a person wrote comes before what he quotes.
      int score = 2 * Long.bitCount(seen) - (text.charAt(start) == '>' ? 1 : 0);
      if (best == null || score > best.score) {
        best = new Line(text, start, found.subList(first, last), score);
      }
      first = last;
    }
    return best;
  }

  private static void write(Markup out, Line line) {
    String text = line.text();
    int reach = line.found().getLast().end();
    int eol = text.indexOf('\n', reach);
    int end = eol < 0 ? text.length() : eol;
    int start = line.start();
    if (end - start > SNIPPET_CHARACTERS) {
      start = Math.max(start, line.found().getFirst().start() - SNIPPET_LEAD);
      end = Math.min(end, start + SNIPPET_CHARACTERS);
    }
    out.raw("<div class=\"meta snip\">");
    if (start > line.start()) {
      out.text("… ");
    }
    write(out, text, start, end, line.found());
    if (end < text.length() && text.charAt(end) != '\n') {
      out.text(" …");
    }
    out.raw("</div>");
  }
}
