package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.SeriesReader;
import org.annals.archive.SeriesReader.Conversation;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.series.RangeDiff;
import org.annals.series.RangeDiff.Pair;
import org.annals.series.RangeDiff.Patch;
import org.annals.series.RangeDiff.Piece;
import org.annals.series.Series;
import org.annals.web.View.Link;
import org.annals.web.View.RangePart;
import org.annals.web.View.RangeRow;

/// `MID/series/?v=OTHER`: what changed between two versions of a series, patch by patch.
final class RangeDiffPage {
  private final SeriesReader reader;
  private final Frames frames;
  private final Templates templates;

  RangeDiffPage(Archive archive, Frames frames, Templates templates) {
    this.reader = new SeriesReader(archive);
    this.frames = frames;
    this.templates = templates;
  }

  private record Compared(Series before, Series after, List<Pair> pairs, Obfuscation obfuscation) {}

  Answer answer(MessageRoute.RangeDiff page, Visit visit) throws IOException {
    Scope scope = page.scope();
    Conversation newer = conversation(scope, page.id());
    Conversation older = conversation(scope, page.before());
    Series after = series(newer, page.id());
    Series before = series(older, page.before());
    List<Pair> pairs = RangeDiff.of(reader.patches(older, before), reader.patches(newer, after));
    Compared compared = new Compared(before, after, pairs, frames.obfuscation(scope));
    return Answer.html(
        200, templates.rendering("rangediff.jte", out -> view(scope, compared, visit, out)));
  }

  private Conversation conversation(Scope scope, MessageId id) throws IOException {
    return reader
        .read(scope, id)
        .orElseThrow(() ->
            new Refusal(
                Refusal.Reason.NOT_FOUND, "No message here has the Message-ID " + id + "."));
  }

  private static Series series(Conversation conversation, MessageId id) {
    return conversation
        .of(id)
        .orElseThrow(() ->
            new Refusal(Refusal.Reason.NOT_FOUND, "The thread of " + id + " holds no patches."));
  }

  private View.RangeDiff view(Scope scope, Compared compared, Visit visit, Markup out)
      throws IOException {
    Links links = visit.links();
    String before = SeriesPage.name(compared.before());
    String after = SeriesPage.name(compared.after());
    String title = compared.after().title();
    List<RangeRow> rows = new ArrayList<>();
    List<RangePart> parts = new ArrayList<>();
    for (Pair pair : compared.pairs()) {
      rows.add(row(pair, after));
      Patch now = pair.after();
      if (now != null && !pair.pieces().isEmpty()) {
        parts.add(
            new RangePart(
                "p" + now.number(),
                now.number() + ". " + now.title(),
                _ -> write(pair.pieces(), before, after, compared.obfuscation(), out)));
      }
    }
    return new View.RangeDiff(
        frames.inbox(
            visit,
            scope,
            title + ", " + before + " and " + after,
            List.of(new Link("Skip to the patches", "#pairs")),
            new Frames.Particulars(Frames.At.MESSAGES, "", null, null, false)),
        title,
        links.to(new MessageRoute.SeriesOf(scope, compared.after().head().id())),
        before,
        after,
        Moments.full(compared.before().head().sent()),
        Moments.full(compared.after().head().sent()),
        rows,
        parts);
  }

  private static RangeRow row(Pair pair, String after) {
    Patch old = pair.before();
    Patch now = pair.after();
    String oldNumber = old == null ? "none" : String.valueOf(old.number());
    String newNumber = now == null ? "none" : String.valueOf(now.number());
    if (now == null) {
      return new RangeRow(
          oldNumber, newNumber, old == null ? "" : old.title(), "gone in " + after, null);
    }
    String anchor = pair.pieces().isEmpty() ? null : "p" + now.number();
    String change =
        old == null
            ? "new in " + after
            : pair.same() ? "equal" : pair.sameDiff() ? "changed, message only" : "changed";
    boolean tooLong = old != null && !pair.same() && pair.pieces().isEmpty();
    return new RangeRow(
        oldNumber,
        newNumber,
        now.title(),
        tooLong ? change + ", too long to be shown" : change,
        anchor);
  }

  /// Side by side where there is room, one below the other where there is none.
  private static void write(
      List<Piece> pieces, String before, String after, Obfuscation hidden, Markup out) {
    for (Piece piece : pieces) {
      switch (piece) {
        case Piece.Same(var lines) -> {
          out.raw("<tr><td class=\"same\">");
          write(lines, hidden, out);
          out.raw("</td><td class=\"same\" aria-hidden=\"true\">");
          write(lines, hidden, out);
          out.raw("</td></tr>\n");
        }
        case Piece.Skipped(var count) -> {
          String text = Counts.of(count, "equal line", "equal lines");
          out.raw("<tr><td class=\"same quiet small\">").text(text);
          out.raw("</td><td class=\"same\" aria-hidden=\"true\"></td></tr>\n");
        }
        case Piece.Changed(var old, var now) -> {
          out.raw("<tr><td>");
          only(old, "del", before, hidden, out);
          out.raw("</td><td>");
          only(now, "ins", after, hidden, out);
          out.raw("</td></tr>\n");
        }
      }
    }
  }

  private static void only(
      List<String> lines, String element, String version, Obfuscation hidden, Markup out) {
    if (!lines.isEmpty()) {
      out.raw("<").raw(element).raw(element.equals("del") ? " class=\"del\"" : " class=\"add\"");
      out.raw(" data-v=\"only in ").text(version).raw("\">");
      write(lines, hidden, out);
      out.raw("</").raw(element).raw(">");
    }
  }

  /// Lines that the patch itself adds or removes stand out within.
  private static void write(List<String> lines, Obfuscation hidden, Markup out) {
    out.raw("<pre>\n"); // HTML drops a line end that comes first
    for (String plain : lines) {
      String line = hidden.of(plain);
      char first = line.isEmpty() ? ' ' : line.charAt(0);
      String mark = first == '+' ? "b" : first == '-' ? "i" : "";
      if (mark.isEmpty()) {
        out.text(line).raw("\n");
      } else {
        out.raw("<").raw(mark).raw(">").text(line).raw("</").raw(mark).raw(">\n");
      }
    }
    out.raw("</pre>");
  }
}
