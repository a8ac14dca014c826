package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.patch.SubjectPrefix;
import org.annals.series.AsOf;
import org.annals.series.SeriesMail;
import org.annals.series.State;
import org.annals.store.MissingMessageException;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Link;
import org.annals.web.View.Piece;
import org.jspecify.annotations.Nullable;

/// `MID/why/`: where a message went and what it was taken for: the answer to "why is my patch not
/// in the list?".
final class WhyPage {
  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  WhyPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  Answer answer(Scope scope, List<Posting> copies, Visit visit) throws IOException {
    Posting first = copies.getFirst();
    AsOf asOf = SeriesListPage.asOf(archive);
    List<HeaderLine> lines = new ArrayList<>();
    for (Posting copy : archive.find(new Scope.All(), first.id())) {
      lines.add(received(copy, visit.links()));
    }
    SeriesMail mail = mail(first);
    Route trace = new SiteRoute.Trace(first.id());
    lines.add(
        new HeaderLine(
            "came in",
            false,
            List.of(new Piece("when, and by which way", visit.links().to(trace)))));
    lines.add(line("read as", kind(mail)));
    lines.add(line("subject says", subject(mail.subject())));
    lines.add(
        line(
            "diff",
            mail.body().diff()
                ? "yes, of " + Counts.of(mail.body().files().size(), "file", "files")
                : "none that git could apply"));
    if (!mail.body().patchId().isEmpty()) {
      lines.add(new HeaderLine("patch-id", true, List.of(new Piece(mail.body().patchId(), null))));
    }
    Optional<TrackedSeries> series = archive.tracking().about(scope, first.id());
    lines.add(filed(scope, mail, series.orElse(null), visit.links()));
    series.ifPresent(of -> lines.add(state(of, mail, asOf)));
    String subject = first.overview().subject();
    return Answer.html(
        200,
        templates.rendering(
            "why.jte",
            _ ->
                new View.Why(
                    frames.inbox(
                        visit,
                        scope,
                        "What became of " + first.id(),
                        List.of(new Link("Skip to content", "#main")),
                        new Frames.Particulars(Frames.At.SERIES, "", null, null, false)),
                    subject.isBlank() ? "(no subject)" : subject,
                    visit.links().to(new MessageRoute.OneMessage(scope, first.id())),
                    lines)));
  }

  private SeriesMail mail(Posting posting) throws IOException {
    try (MessageReader reader = archive.open()) {
      return SeriesMail.of(posting.id(), Message.parse(reader.read(posting)), posting.sent());
    } catch (MissingMessageException e) {
      throw new Refusal(
          Refusal.Reason.NOT_FOUND, "The index knows this message, but git has lost it.");
    }
  }

  private static HeaderLine line(String label, String text) {
    return new HeaderLine(label, false, List.of(new Piece(text, null)));
  }

  private static HeaderLine received(Posting copy, Links links) {
    Route inbox = new InboxRoute.Topics(Scope.of(copy.inbox()), TimeWindow.NEWEST);
    return new HeaderLine(
        "received",
        false,
        List.of(
            new Piece(Moments.plain(copy.received()) + " UTC, filed in", null),
            new Piece(copy.inbox().value(), links.to(inbox)),
            new Piece("as number " + copy.number(), null)));
  }

  private static String kind(SeriesMail mail) {
    return switch (mail.kind()) {
      case PATCH -> "a patch";
      case COVER -> "the cover letter of a series";
      case REPLY ->
          mail.subject().reply()
              ? "a reply, as its subject begins with Re: or the like; a diff in it is a remark"
              : "a reply: it answers another mail and holds trailers, but no diff";
      case OTHER ->
          mail.subject().patch()
              ? "no patch: its subject says so, but it holds no diff and has no number"
              : "no patch: it holds no diff, and its subject has no [PATCH]";
    };
  }

  private static String subject(SubjectPrefix subject) {
    List<String> said = new ArrayList<>();
    said.add(subject.patch() ? "PATCH" : "nothing of a patch");
    if (subject.rfc()) {
      said.add("RFC");
    }
    if (subject.resend()) {
      said.add("RESEND");
    }
    said.add(
        subject.versionText().isEmpty()
            ? "no version, so it is the first"
            : "version " + subject.versionText());
    said.add(
        subject.number() < 0
            ? "no number, so it stands alone"
            : "number " + subject.number() + " of " + subject.total());
    if (!subject.tags().isEmpty()) {
      said.add("marked " + String.join(", ", subject.tags()));
    }
    return String.join("; ", said);
  }

  private static HeaderLine filed(
      Scope scope, SeriesMail mail, @Nullable TrackedSeries series, Links links) {
    if (series == null) {
      return line(
          "series",
          mail.kind() == SeriesMail.Kind.PATCH || mail.kind() == SeriesMail.Kind.COVER
              ? "not yet: what came in just now is looked at in a moment"
              : "none, and it answers none");
    }
    boolean own = holds(series, mail.id());
    return new HeaderLine(
        "series",
        false,
        List.of(
            new Piece(own ? "part of" : "about", null),
            new Piece(
                series.name() + " of " + series.title(),
                links.to(new MessageRoute.SeriesOf(scope, series.head())))));
  }

  private static boolean holds(TrackedSeries series, MessageId id) {
    return id.equals(series.cover())
        || series.patches().stream().anyMatch(patch -> patch.id().equals(id));
  }

  private static HeaderLine state(TrackedSeries series, SeriesMail mail, AsOf asOf) {
    State state =
        series.patches().stream()
            .filter(patch -> patch.id().equals(mail.id()))
            .findFirst()
            .map((TrackedPatch patch) -> series.state(patch, asOf))
            .orElseGet(() -> series.state(asOf));
    return line("state", StateMarkup.words(state, series, asOf));
  }
}
