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
import org.annals.archive.SeriesReader.Mailing;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.FileNames;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.CollectedPatch;
import org.annals.series.Endorsement;
import org.annals.series.FollowUps;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.store.MissingMessageException;
import org.annals.web.View.Comment;
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

  SeriesPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.reader = new SeriesReader(archive);
    this.frames = frames;
    this.templates = templates;
  }

  /// What the page shows. `before` is the version before, null if there is none.
  private record Shown(
      Scope scope,
      Conversation conversation,
      Series series,
      FollowUps followUps,
      List<Mailing> versions,
      @Nullable Series before,
      boolean latest,
      Obfuscation obfuscation) {}

  Answer answer(Scope scope, Posting posting, Visit visit) throws IOException {
    Conversation conversation = conversation(scope, posting.id());
    Series series = series(conversation, posting.id());
    List<Mailing> versions = reader.versions(scope, conversation, series);
    int place = place(versions, series);
    Shown shown =
        new Shown(
            scope,
            conversation,
            series,
            FollowUps.of(series, conversation.mails()),
            versions,
            place > 0 ? versions.get(place - 1).series() : null,
            place == versions.size() - 1,
            frames.obfuscation(scope));
    return Answer.html(200, templates.rendering("series.jte", _ -> view(shown, visit)));
  }

  private static int place(List<Mailing> versions, Series series) {
    for (int i = 0; i < versions.size(); i++) {
      if (versions.get(i).series().head().id().equals(series.head().id())) {
        return i;
      }
    }
    return 0;
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
    FollowUps followUps = FollowUps.of(series, conversation.mails());
    String name = "v" + series.version() + "-" + FileNames.slug(series.title());
    return Answer.of(
            200,
            "application/gzip",
            out -> {
              try (MessageReader mails = archive.open();
                  Gzip gzip = out.zipped()) {
                for (SeriesMail patch : series.patches().values()) {
                  Posting of = conversation.postings().get(patch.id());
                  if (of != null) {
                    MboxWriter.write(gzip, collected(of, patch, followUps, mails));
                  }
                }
                gzip.finish();
              }
            })
        .incompressible()
        .with("Content-Disposition", "inline; filename=" + name + ".mbox.gz");
  }

  private static byte[] collected(
      Posting posting, SeriesMail patch, FollowUps followUps, MessageReader mails)
      throws IOException {
    try {
      return CollectedPatch.of(
          Message.parse(mails.read(posting)), followUps.collected(patch.number()));
    } catch (MissingMessageException e) {
      return new byte[0];
    }
  }

  private View.Series view(Shown shown, Visit visit) throws IOException {
    Series series = shown.series();
    Scope scope = shown.scope();
    Links links = visit.links();
    MessageId head = series.head().id();
    String name = name(series);
    Series before = shown.before();
    return new View.Series(
        frames.inbox(
            visit,
            scope,
            series.title() + ", " + name,
            List.of(new Link("Skip to the patches", "#patches")),
            new Frames.Particulars(
                Frames.At.MESSAGES,
                "",
                links.to(new MessageRoute.ThreadFeed(scope, head)),
                null,
                false)),
        series.title(),
        Counts.of(series.total(), "patch", "patches")
            + (series.cover() == null ? "" : " and a cover letter"),
        author(series.head(), shown),
        span(shown),
        missing(series),
        links.to(new MessageRoute.ThreadNested(scope, head)),
        links.to(new MessageRoute.SeriesMbox(scope, head)),
        "b4 am -v " + series.version() + " " + ReplyAdvice.shellQuoted(head.value()),
        shown.versions().stream().map(one -> version(one, shown, links)).toList(),
        name,
        before == null ? "" : name(before),
        patches(shown, links),
        series.baseCommit(),
        shown.latest(),
        unanswered(shown, links));
  }

  static String name(Series series) {
    return "v" + (series.versionText().isEmpty() ? "1" : series.versionText());
  }

  private static String author(SeriesMail mail, Shown shown) {
    return shown.obfuscation().of(Correspondents.author(List.of(mail.from())));
  }

  private static String span(Shown shown) {
    long first = shown.versions().getFirst().series().head().sent();
    long last =
        shown.conversation().mails().stream().mapToLong(SeriesMail::sent).max().orElse(first);
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

  private static SeriesVersion version(Mailing mailing, Shown shown, Links links) {
    Series series = mailing.series();
    boolean here = series.head().id().equals(shown.series().head().id());
    long replies = mailing.followUps().replies().values().stream().mapToLong(List::size).sum();
    return new SeriesVersion(
        name(series),
        here ? null : links.to(new MessageRoute.SeriesOf(shown.scope(), series.head().id())),
        Moments.full(series.head().sent()),
        Counts.of(series.patches().size(), "patch", "patches")
            + ", "
            + Counts.of(replies, "reply", "replies"),
        mailing.version().evidence().words(),
        here ? null : compared(shown, series, links));
  }

  /// The earlier of two versions with the later one.
  private static Link compared(Shown shown, Series other, Links links) {
    boolean earlier = SeriesMail.BY_DATE.compare(other.head(), shown.series().head()) < 0;
    Series from = earlier ? other : shown.series();
    Series to = earlier ? shown.series() : other;
    Route page = new MessageRoute.RangeDiff(shown.scope(), to.head().id(), from.head().id());
    return new Link("from " + name(from) + " to " + name(to), links.to(page));
  }

  private static List<SeriesPatch> patches(Shown shown, Links links) {
    List<SeriesPatch> rows = new ArrayList<>();
    Series series = shown.series();
    SeriesMail cover = series.cover();
    if (cover != null) {
      rows.add(row(0, cover, shown, links));
    }
    series.patches().forEach((number, patch) -> rows.add(row(number, patch, shown, links)));
    return rows;
  }

  private static SeriesPatch row(int number, SeriesMail mail, Shown shown, Links links) {
    int replies = shown.followUps().replies().getOrDefault(number, List.of()).size();
    return new SeriesPatch(
        number == 0 ? "cover" : String.valueOf(number),
        mail.subject().title().isBlank() ? "(no subject)" : mail.subject().title(),
        links.to(new MessageRoute.OneMessage(shown.scope(), mail.id())),
        number == 0 ? "" : since(mail, shown),
        shown.followUps().endorsements().getOrDefault(number, List.of()).stream()
            .map(one -> given(one, shown, links))
            .toList(),
        replies == 0 ? "" : Counts.of(replies, "reply", "replies"));
  }

  /// What became of the patch since the version before, by its lines and its title.
  private static String since(SeriesMail patch, Shown shown) {
    Series before = shown.before();
    if (before == null) {
      return "";
    }
    if (shown.series().takenOver().contains(patch.number())) {
      return "not sent again";
    }
    String id = patch.body().patchId();
    boolean same =
        before.patches().values().stream()
            .anyMatch(other -> !id.isEmpty() && other.body().patchId().equals(id));
    boolean known =
        before.patches().values().stream()
            .anyMatch(other -> other.subject().title().equals(patch.subject().title()));
    return same ? "same lines" : known ? "changed" : "new";
  }

  private static Given given(Endorsement one, Shown shown, Links links) {
    String value = one.trailer().value();
    int address = value.indexOf('<');
    return new Given(
        one.trailer().key(),
        shown.obfuscation().of(address > 1 ? value.substring(0, address).strip() : value),
        links.to(new MessageRoute.OneMessage(shown.scope(), one.reply().id())),
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
    shown
        .followUps()
        .replies()
        .forEach((number, replies) ->
            replies.stream()
                .filter(reply -> !reply.author().equals(author) && !answered.contains(reply.id()))
                .filter(reply -> reply.body().trailers().isEmpty())
                .limit(UNANSWERED_MAX - comments.size())
                .forEach(reply ->
                    comments.add(
                        new Comment(
                            author(reply, shown),
                            number == 0
                                ? "the cover letter"
                                : number + " of " + shown.series().total(),
                            Moments.full(reply.sent()),
                            links.to(new MessageRoute.OneMessage(shown.scope(), reply.id()))))));
    return comments;
  }
}
