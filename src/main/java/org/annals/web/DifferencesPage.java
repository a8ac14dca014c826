package org.annals.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.store.MissingMessageException;
import org.annals.web.View.Difference;
import org.annals.web.View.Link;
import org.eclipse.jgit.diff.DiffFormatter;
import org.eclipse.jgit.diff.EditList;
import org.eclipse.jgit.diff.HistogramDiff;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RawTextComparator;

/// `MID/d/`: the first message under an id compared with each of the others, as git has them.
final class DifferencesPage {
  /// Longer messages are not compared.
  private static final int COMPARED_BYTES_MAX = 1 << 20;

  /// More under one id are an accident; they are all on the message's page.
  private static final int COMPARED_MAX = 20;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  DifferencesPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  /// `copies` are all messages under the id, one at least.
  Answer answer(Scope scope, List<Posting> copies, Visit visit) throws IOException {
    Posting first = copies.getFirst();
    Links links = visit.links();
    String message = links.to(new MessageRoute.OneMessage(scope, first.id()));
    View.Frame frame =
        frames.inbox(
            visit,
            scope,
            "Messages under one Message-ID",
            List.of(),
            new Frames.Particulars(Frames.At.MESSAGES, "", null, null, false));
    if (copies.size() == 1) {
      View.Notice notice =
          new View.Notice(
              frame,
              "Nothing to compare",
              "Only one message has this Message-ID.",
              false,
              List.of(new Link("The message", message)));
      return Answer.html(404, templates.rendering("notice.jte", _ -> notice)).unkept();
    }
    List<Posting> others = copies.subList(1, Math.min(copies.size(), 1 + COMPARED_MAX));
    return Answer.of(
        200,
        Answer.HTML,
        out -> {
          try (MessageReader reader = archive.open()) {
            byte[] base = read(first, reader);
            templates
                .rendering(
                    "differences.jte",
                    markup ->
                        new View.Differences(
                            frame,
                            SubjectLine.of(first.overview().subject()),
                            message,
                            () ->
                                others.stream()
                                    .map(other -> difference(first, base, other, reader, markup))
                                    .iterator()))
                .writeTo(out);
          }
        });
  }

  private static Difference difference(
      Posting first, byte[] base, Posting other, MessageReader reader, Markup out) {
    try {
      String heading = name(other) + " compared with " + name(first);
      byte[] compared = read(other, reader);
      if (base.length > COMPARED_BYTES_MAX || compared.length > COMPARED_BYTES_MAX) {
        return new Difference(heading, "They are too long to be compared here.", _ -> {});
      }
      String text = unified(new RawText(base), new RawText(compared));
      String note = text.isEmpty() ? "They do not differ." : "";
      return new Difference(heading, note, _ -> write(out, text));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String name(Posting posting) {
    return posting.inbox() + " " + posting.number();
  }

  /// A message that git lost is empty.
  private static byte[] read(Posting posting, MessageReader reader) throws IOException {
    try {
      return reader.read(posting);
    } catch (MissingMessageException e) {
      return new byte[0];
    }
  }

  private static String unified(RawText first, RawText other) throws IOException {
    HistogramDiff algorithm = new HistogramDiff();
    algorithm.setFallbackAlgorithm(null); // the other one is quadratic: say "replaced" instead
    EditList edits = algorithm.diff(RawTextComparator.DEFAULT, first, other);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    try (DiffFormatter formatter = new DiffFormatter(out)) {
      formatter.format(edits, first, other);
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static void write(Markup out, String text) {
    out.raw("<pre>");
    for (int at = 0; at < text.length(); ) {
      int end = text.indexOf('\n', at) + 1;
      int next = end == 0 ? text.length() : end;
      String kind =
          switch (text.charAt(at)) {
            case '@' -> "hunk";
            case '+' -> "add";
            case '-' -> "del";
            default -> "";
          };
      if (kind.isEmpty()) {
        out.text(text, at, next);
      } else {
        out.raw("<span class=\"").raw(kind).raw("\">").text(text, at, next).raw("</span>");
      }
      at = next;
    }
    out.raw("</pre>");
  }
}
