package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.SeriesReader;
import org.annals.archive.SeriesReader.Conversation;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.series.Interdiff;
import org.annals.series.RangeDiff;
import org.annals.series.RangeDiff.Pair;
import org.annals.series.RangeDiff.Patch;
import org.annals.series.RangeDiff.Piece;
import org.annals.series.Series;
import org.annals.web.View.Link;
import org.annals.web.View.RangePart;
import org.annals.web.View.RangeRow;
import org.jspecify.annotations.Nullable;

/// `MID/series/?v=OTHER`: what changed between two versions of a series, patch by patch; with
/// `d=code` in the code that they make, without what changed around it.
final class RangeDiffPage {
  private final SeriesReader reader;
  private final Frames frames;
  private final Templates templates;

  RangeDiffPage(Archive archive, Frames frames, Templates templates) {
    this.reader = new SeriesReader(archive);
    this.frames = frames;
    this.templates = templates;
  }

  private record Compared(
      MessageRoute.RangeDiff page,
      Series before,
      Series after,
      List<Pair> pairs,
      Obfuscation obfuscation) {}

  Answer answer(MessageRoute.RangeDiff page, Visit visit) throws IOException {
    Scope scope = page.scope();
    Conversation newer = conversation(scope, page.id());
    Conversation older = conversation(scope, page.before());
    Series after = series(newer, page.id());
    Series before = series(older, page.before());
    List<Pair> pairs = RangeDiff.of(reader.patches(older, before), reader.patches(newer, after));
    Compared compared = new Compared(page, before, after, pairs, frames.obfuscation(scope));
    return Answer.html(
        200, templates.rendering("rangediff.jte", out -> view(scope, compared, visit, out)));
  }

  /// Of the patch of that number in the newer version.
  static String anchor(int number) {
    return "p" + number;
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
    boolean code = compared.page().code();
    for (Pair pair : compared.pairs()) {
      RangePart part = code ? code(pair, compared, out) : lines(pair, compared, out);
      rows.add(row(pair, after, part));
      if (part != null) {
        parts.add(part);
      }
    }
    MessageRoute.RangeDiff other =
        new MessageRoute.RangeDiff(scope, compared.page().id(), compared.page().before(), !code);
    return new View.RangeDiff(
        frames.inbox(
            visit,
            scope,
            title + ", " + before + " and " + after,
            List.of(new Link("Skip to the patches", "#pairs")),
            new Frames.Particulars(Frames.At.MESSAGES, "", null, null, false)),
        title,
        links.to(new MessageRoute.SeriesOf(scope, compared.after().head().id())),
        new Link(code ? "all that changed" : "only what changed in the code", links.to(other)),
        code,
        before,
        after,
        Moments.full(compared.before().head().sent()),
        Moments.full(compared.after().head().sent()),
        rows,
        parts);
  }

  /// Null if there is nothing to show.
  private static @Nullable RangePart lines(Pair pair, Compared compared, Markup out) {
    Patch now = pair.after();
    return now == null || pair.pieces().isEmpty()
        ? null
        : part(
            now,
            _ ->
                write(
                    pair.pieces(),
                    SeriesPage.name(compared.before()),
                    SeriesPage.name(compared.after()),
                    compared.obfuscation(),
                    out));
  }

  private static @Nullable RangePart code(Pair pair, Compared compared, Markup out) {
    Patch old = pair.before();
    Patch now = pair.after();
    List<String> lines = old == null || now == null ? List.of() : Interdiff.of(old, now);
    return now == null || lines.isEmpty()
        ? null
        : part(now, _ -> write(lines, compared.obfuscation(), out));
  }

  private static RangePart part(Patch now, Content content) {
    return new RangePart(anchor(now.number()), now.number() + ". " + now.title(), content);
  }

  private static RangeRow row(Pair pair, String after, @Nullable RangePart part) {
    Patch old = pair.before();
    Patch now = pair.after();
    String oldNumber = old == null ? "none" : String.valueOf(old.number());
    String newNumber = now == null ? "none" : String.valueOf(now.number());
    if (now == null) {
      return new RangeRow(
          oldNumber, newNumber, old == null ? "" : old.title(), "gone in " + after, null);
    }
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
        part == null ? null : part.anchor());
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
