package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.archive.SeriesReader;
import org.annals.archive.SeriesReader.Conversation;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.code.CodeRepositories;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.Address;
import org.annals.mail.FileNames;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.AsOf;
import org.annals.series.CollectedPatch;
import org.annals.series.FollowUps;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.series.State;
import org.annals.store.MissingMessageException;
import org.annals.web.View.Comment;
import org.annals.web.View.FitRow;
import org.annals.web.View.Given;
import org.annals.web.View.Link;
import org.annals.web.View.SeriesPatch;
import org.annals.web.View.SeriesVersion;
import org.jspecify.annotations.Nullable;

/// `MID/series/`: the patch series that a message belongs to, its versions, and what was said to
/// each patch. All of it is read from mails when it is asked for.
final class SeriesPage {
  private static final int UNANSWERED_MAX = 50;

  private final Archive archive;
  private final SeriesReader reader;
  private final Frames frames;
  private final Templates templates;
  private final SeriesFits fits;

  SeriesPage(Archive archive, CodeRepositories code, Frames frames, Templates templates) {
    this.archive = archive;
    this.fits = new SeriesFits(archive, code, frames);
    this.reader = new SeriesReader(archive);
    this.frames = frames;
    this.templates = templates;
  }

  /// What the page shows; `own` is one of the versions.
  private record Shown(
      Scope scope,
      Conversation conversation,
      Series series,
      TrackedSeries own,
      List<TrackedSeries> versions,
      Obfuscation obfuscation,
      SeriesStates states,
      AsOf asOf) {
    /// The mail that addresses name it by: its head, or where only answers tell of it the first.
    MessageId named() {
      MessageId head = series.head().id();
      return conversation.postings().containsKey(head)
          ? head
          : conversation.mails().getFirst().id();
    }

    /// Null if there is none.
    @Nullable TrackedSeries before() {
      int place = versions.indexOf(own);
      return place > 0 ? versions.get(place - 1) : null;
    }
  }

  Answer answer(Scope scope, Posting posting, Visit visit) throws IOException {
    Conversation conversation = conversation(scope, posting.id());
    Series series = series(conversation, posting.id());
    List<TrackedSeries> versions = reader.versions(scope, conversation, series);
    TrackedSeries own =
        versions.stream()
            .filter(version -> version.head().equals(series.head().id()))
            .findFirst()
            .orElseThrow();
    AsOf asOf = SeriesListPage.asOf(archive);
    boolean hasCode = frames.standpoint(scope, visit.links()).code();
    Shown shown =
        new Shown(
            scope,
            conversation,
            series,
            own,
            versions,
            frames.obfuscation(scope),
            new SeriesStates(scope, own, asOf, hasCode, visit.links()),
            asOf);
    return Answer.html(200, templates.rendering("series.jte", _ -> view(shown, visit)));
  }

  Answer feed(MessageRoute.SeriesFeed page, Visit visit) throws IOException {
    Conversation conversation = conversation(page.scope(), page.id());
    Series series = series(conversation, page.id());
    return new SeriesFeed(frames)
        .series(page, reader.versions(page.scope(), conversation, series), visit);
  }

  private Conversation conversation(Scope scope, MessageId id) throws IOException {
    return reader
        .read(scope, id)
        .orElseThrow(
            () -> new Refusal(Refusal.Reason.NOT_FOUND, "No message has this Message-ID."));
  }

  /// The refusal says what was looked for.
  private static Series series(Conversation conversation, MessageId id) {
    Optional<Series> found = conversation.of(id);
    return found.orElseThrow(() ->
        new Refusal(
            Refusal.Reason.NOT_FOUND,
            "No patch series: no message of this thread holds a diff or is numbered as a patch."
                + " Answers with Re: are none, whatever they hold."));
  }

  /// The mails of the version that is asked for, with the trailers they were given.
  Answer mbox(Scope scope, Posting posting) throws IOException {
    Conversation conversation = conversation(scope, posting.id());
    Series series = series(conversation, posting.id());
    TrackedSeries own = reader.own(scope, conversation, series);
    String name = own.name() + "-" + FileNames.slug(series.title());
    return Answer.of(
            200,
            "application/gzip",
            out -> {
              try (MessageReader mails = archive.open();
                  Gzip gzip = out.zipped()) {
                for (TrackedPatch patch : own.patches()) {
                  Posting of = conversation.postings().get(patch.id());
                  if (of != null) {
                    MboxWriter.write(gzip, collected(of, patch, mails));
                  }
                }
                gzip.finish();
              }
            })
        .incompressible()
        .with("Content-Disposition", "inline; filename=" + name + ".mbox.gz");
  }

  private static byte[] collected(Posting posting, TrackedPatch patch, MessageReader mails)
      throws IOException {
    try {
      return CollectedPatch.of(Message.parse(mails.read(posting)), patch.collected());
    } catch (MissingMessageException e) {
      return new byte[0];
    }
  }

  private List<FitRow> fits(Shown shown, Links links) throws IOException {
    State state = shown.own().state(shown.asOf());
    return fits.rows(shown.scope(), shown.own(), state, shown.conversation().postings(), links);
  }

  private View.Series view(Shown shown, Visit visit) throws IOException {
    Series series = shown.series();
    Scope scope = shown.scope();
    Links links = visit.links();
    MessageId head = shown.named();
    String name = name(series);
    TrackedSeries before = shown.before();
    return new View.Series(
        frames.inbox(
            visit,
            scope,
            series.title() + ", " + name,
            List.of(new Link("Skip to the patches", "#patches")),
            new Frames.Particulars(
                Frames.At.SERIES,
                "",
                links.to(new MessageRoute.SeriesFeed(scope, head)),
                null,
                false)),
        series.title(),
        Counts.of(series.total(), "patch", "patches")
            + (series.cover() == null ? "" : " and a cover letter"),
        author(series.head().from(), shown),
        span(shown),
        missing(series),
        shown.states().whole(),
        shown.states().need(),
        links.to(new MessageRoute.ThreadNested(scope, head)),
        links.to(new MessageRoute.SeriesMbox(scope, head)),
        links.to(new MessageRoute.SeriesFeed(scope, head)),
        "b4 am -v " + series.version() + " " + ReplyAdvice.shellQuoted(head.value()),
        shown.versions().stream().map(one -> version(one, shown, links)).toList(),
        name,
        before == null ? "" : before.name(),
        patches(shown, links),
        series.baseCommit(),
        shown.own().latest(),
        unanswered(shown, links),
        fits(shown, links),
        shown.states().checks(),
        shown.states().proofs(),
        new SeriesCourse(shown.versions())
            .drawing(
                shown.conversation().mails().stream()
                    .filter(mail -> mail.kind() == SeriesMail.Kind.REPLY)
                    .toList(),
                series.head().author()));
  }

  static String name(Series series) {
    return "v" + (series.versionText().isEmpty() ? "1" : series.versionText());
  }

  private static String author(Address from, Shown shown) {
    return shown.obfuscation().of(Correspondents.author(List.of(from)));
  }

  private static String span(Shown shown) {
    long first = shown.versions().getFirst().sent();
    long last = shown.versions().stream().mapToLong(TrackedSeries::active).max().orElse(first);
    return Moments.span(
        Moments.of(Math.min(first, last)).toLocalDate(),
        Moments.of(Math.max(first, last)).toLocalDate());
  }

  private static String missing(Series series) {
    List<String> notes = new ArrayList<>();
    if (!series.missing().isEmpty()) {
      notes.add(
          "Not in this archive: "
              + String.join(", ", series.missing().stream().map(String::valueOf).toList())
              + " of "
              + series.total()
              + ".");
    }
    if (!series.takenOver().isEmpty()) {
      notes.add("Only some patches were sent again; the others are those of the version before.");
    }
    return String.join(" ", notes);
  }

  private static SeriesVersion version(TrackedSeries version, Shown shown, Links links) {
    boolean here = version.head().equals(shown.own().head());
    return new SeriesVersion(
        version.name(),
        here ? null : links.to(new MessageRoute.SeriesOf(shown.scope(), version.head())),
        Moments.full(version.sent()),
        Counts.of(version.patches().size(), "patch", "patches")
            + ", "
            + Counts.of(version.replies(), "reply", "replies"),
        version.evidence().words(),
        state(version, shown),
        here ? null : compared(shown, version, links));
  }

  private static View.PatchState state(TrackedSeries version, Shown shown) {
    State state = version.state(shown.asOf());
    return new View.PatchState(
        StateMarkup.css(state), StateMarkup.words(state, version, shown.asOf()), null);
  }

  /// The earlier of two versions with the later one.
  private static Link compared(Shown shown, TrackedSeries other, Links links) {
    boolean earlier = TrackedSeries.BY_DATE.compare(other, shown.own()) < 0;
    TrackedSeries from = earlier ? other : shown.own();
    TrackedSeries to = earlier ? shown.own() : other;
    Route page = new MessageRoute.RangeDiff(shown.scope(), to.head(), from.head(), false);
    return new Link("from " + from.name() + " to " + to.name(), links.to(page));
  }

  private static List<SeriesPatch> patches(Shown shown, Links links) {
    List<SeriesPatch> rows = new ArrayList<>();
    SeriesMail cover = shown.series().cover();
    if (cover != null) {
      rows.add(
          new SeriesPatch(
              "cover",
              title(cover.subject().title()),
              links.to(new MessageRoute.OneMessage(shown.scope(), cover.id())),
              "",
              null,
              List.of(),
              "",
              null));
    }
    shown.own().patches().forEach(patch -> rows.add(row(patch, shown, links)));
    return rows;
  }

  private static String title(String said) {
    return said.isBlank() ? "(no subject)" : said;
  }

  private static SeriesPatch row(TrackedPatch patch, Shown shown, Links links) {
    return new SeriesPatch(
        String.valueOf(patch.number()),
        title(patch.title()),
        shown.conversation().postings().containsKey(patch.id()) || patch.takenOver()
            ? links.to(new MessageRoute.OneMessage(shown.scope(), patch.id()))
            : null,
        since(patch),
        changes(patch, shown, links),
        patch.trailers().stream().map(one -> given(one, shown, links)).toList(),
        patch.replies() == 0 ? "" : Counts.of(patch.replies(), "reply", "replies"),
        shown.states().of(patch));
  }

  /// What became of the patch since the version before, by its lines and its title.
  private static String since(TrackedPatch patch) {
    return patch.takenOver()
        ? "not sent again"
        : switch (patch.since()) {
          case FIRST -> "";
          case NEW -> "new";
          case CHANGED -> "changed";
          case SAME_LINES -> "same lines";
        };
  }

  /// Where it is compared with that of the version before; null if there is nothing to compare.
  private static @Nullable String changes(TrackedPatch patch, Shown shown, Links links) {
    TrackedSeries before = shown.before();
    boolean changed = patch.since() == TrackedPatch.Since.CHANGED && !patch.takenOver();
    return before == null || !changed
        ? null
        : links.to(
                new MessageRoute.RangeDiff(shown.scope(), shown.own().head(), before.head(), true))
            + "#"
            + RangeDiffPage.anchor(patch.number());
  }

  private static Given given(TrackedPatch.Given one, Shown shown, Links links) {
    String value = one.value();
    int address = value.indexOf('<');
    return new Given(
        one.name(),
        shown.obfuscation().of(address > 1 ? value.substring(0, address).strip() : value),
        links.to(new MessageRoute.OneMessage(shown.scope(), one.reply())),
        one.matches());
  }

  /// Answers of others after which the author wrote nothing there. Who only gave a trailer asked
  /// nothing.
  private static List<Comment> unanswered(Shown shown, Links links) {
    String author = shown.series().head().author();
    List<Comment> comments = new ArrayList<>();
    Set<MessageId> answered = new HashSet<>();
    shown.conversation().mails().stream()
        .flatMap(mail -> Stream.ofNullable(mail.parent()))
        .forEach(answered::add);
    FollowUps.of(shown.series(), shown.conversation().mails())
        .replies()
        .forEach((number, replies) ->
            replies.stream()
                .filter(reply -> !reply.author().equals(author) && !answered.contains(reply.id()))
                .filter(reply -> reply.body().trailers().isEmpty())
                .limit(UNANSWERED_MAX - comments.size())
                .forEach(reply ->
                    comments.add(
                        new Comment(
                            author(reply.from(), shown),
                            number == 0
                                ? "the cover letter"
                                : number + " of " + shown.series().total(),
                            Moments.full(reply.sent()),
                            links.to(new MessageRoute.OneMessage(shown.scope(), reply.id()))))));
    return comments;
  }
}
