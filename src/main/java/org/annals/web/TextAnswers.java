package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.index.Mark;
import org.annals.index.Order;
import org.annals.index.OwnPrefixes;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.store.MissingMessageException;
import org.annals.web.TextDocument.Example;
import org.annals.web.TextDocument.Lines;
import org.annals.web.TextDocument.Prose;
import org.annals.web.TextDocument.Section;
import org.annals.web.TextRoute.Topic;
import org.annals.web.View.Link;
import org.annals.web.View.Tab;
import org.annals.web.View.TextPart;

/// Answers for what we say ourselves about an inbox. Thread-safe.
final class TextAnswers {
  /// How many are looked at for one with a diff.
  private static final int PATCHES_MAX = 10;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final OperatorSheets sheets;
  private final String userContent = StaticFiles.text(ColorText.SHEET);

  TextAnswers(Archive archive, Frames frames, Templates templates, OperatorSheets sheets) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.sheets = sheets;
  }

  Answer answer(TextRoute route, Visit visit) throws IOException {
    return switch (route) {
      case TextRoute.Page(var scope, var topic) -> page(place(visit, scope, false), topic);
      case TextRoute.Plain(var scope, var topic) -> plain(place(visit, scope, true), topic);
      case TextRoute.Sheet(var scope, var name) -> sheet(place(visit, scope, true), name);
    };
  }

  private TextPlace place(Visit visit, Scope scope, boolean plain) throws IOException {
    InboxCard card =
        switch (scope) {
          case Scope.All() -> null;
          case Scope.One(var inbox) -> frames.card(inbox).orElse(null);
        };
    return new TextPlace(visit, scope, card, plain);
  }

  private Answer page(TextPlace place, Topic topic) {
    return Answer.html(200, templates.rendering("text.jte", out -> view(place, topic, out)));
  }

  private View.Text view(TextPlace place, Topic topic, Markup out) throws IOException {
    TextDocument text = document(place, topic);
    List<TextPart> parts =
        text.sections().stream()
            .map(
                part -> new TextPart(part.id(), part.heading(), _ -> TextDocument.write(out, part)))
            .toList();
    return new View.Text(
        frames.inbox(
            place.visit(),
            place.scope(),
            text.title(),
            List.of(new Link("Skip to content", "#main")),
            Frames.Particulars.of(at(topic), frames.feed(place.visit(), place.scope()))),
        text.title(),
        List.of(
            tab(place, "help", Topic.HELP, topic),
            tab(place, "mirror", Topic.MIRROR, topic),
            tab(place, "config", Topic.CONFIG, topic),
            tab(place, "colours", Topic.COLOR, topic)),
        place.href(new TextRoute.Plain(place.scope(), topic)),
        parts);
  }

  private static Frames.At at(Topic topic) {
    return switch (topic) {
      case HELP -> Frames.At.HELP;
      case MIRROR -> Frames.At.MIRROR;
      case CONFIG, COLOR -> Frames.At.NOWHERE;
    };
  }

  private static Tab tab(TextPlace place, String text, Topic topic, Topic current) {
    String href = place.href(new TextRoute.Page(place.scope(), topic));
    return new Tab(text, href, topic == current, false);
  }

  private Answer plain(TextPlace place, Topic topic) throws IOException {
    if (topic != Topic.CONFIG) {
      return Answer.text(200, document(place, topic).plain());
    }
    String file = place.card() == null ? "extindex.config" : "inbox.config";
    Answer answer =
        Answer.text(200, config(place)).with("Content-Disposition", "inline; filename=" + file);
    long created = created(place);
    return created == 0
        ? answer
        : answer.with("Last-Modified", HttpDate.print(Instant.ofEpochSecond(created)));
  }

  /// When the inbox was made, the first one over all; 0 if nobody knows.
  private long created(TextPlace place) throws IOException {
    InboxCard card = place.card();
    return card != null
        ? card.createdAt()
        : frames.cards().stream().mapToLong(InboxCard::createdAt).min().orElse(0);
  }

  private TextDocument document(TextPlace place, Topic topic) throws IOException {
    return switch (topic) {
      case HELP -> help(place);
      case MIRROR -> mirror(place);
      case CONFIG ->
          new TextDocument(
              "Config for a mirror of " + place.name(),
              List.of(
                  new Section(
                      "config",
                      "Config",
                      List.of(
                          new Prose(
                              "This belongs into the config file of a server that mirrors what is"
                                  + " here, be it Annals or public-inbox."),
                          new Lines("config", config(place))))));
      case COLOR -> ColorText.of(place, userContent(place));
    };
  }

  private TextDocument help(TextPlace place) throws IOException {
    List<Posting> newest = archive.list(place.scope(), TimeWindow.NEWEST, 1);
    List<Example> patch = patchExamples(place);
    OwnPrefixes own = archive.prefixes(place.scope());
    return newest.isEmpty()
        ? HelpText.of(place, null, Message.parse(new byte[0]), patch, own)
        : HelpText.of(place, newest.getFirst(), message(newest.getFirst()), patch, own);
  }

  /// Of the newest patch that has a diff; a series begins with a mail that has none.
  private List<Example> patchExamples(TextPlace place) throws IOException {
    Scope scope = place.scope();
    Query patches = new Query.Marked(Mark.PATCH);
    for (Posting patch :
        archive.search(scope, patches, Order.NEWEST_FIRST, 0, PATCHES_MAX).hits()) {
      List<Example> rows =
          PatchExamples.of(place, patch, message(patch), query -> finds(scope, query, place));
      if (!rows.isEmpty()) {
        return rows;
      }
    }
    return List.of();
  }

  private boolean finds(Scope scope, String text, TextPlace place) throws IOException {
    try {
      Query query = QueryParser.parse(text, place.visit().now());
      return archive.search(scope, query, Order.NEWEST_FIRST, 0, 0).total() > 0;
    } catch (QueryException e) {
      return false; // what a mail names need not be a query
    }
  }

  /// A message that git lost is empty.
  private Message message(Posting posting) throws IOException {
    try {
      return Message.parse(archive.raw(posting));
    } catch (MissingMessageException e) {
      return Message.parse(new byte[0]);
    }
  }

  private TextDocument mirror(TextPlace place) throws IOException {
    InboxCard card = place.card();
    return card == null
        ? MirrorText.ofAll(place, frames.listed(place.visit()))
        : MirrorText.of(place, card, frames.code(place.scope()));
  }

  private String config(TextPlace place) throws IOException {
    InboxCard card = place.card();
    return card == null
        ? ConfigText.ofAll(place, frames.all(), frames.code(place.scope()))
        : ConfigText.of(place, card.settings(), frames.code(place.scope()));
  }

  private String userContent(TextPlace place) {
    return ColorText.sheet(userContent, place.url());
  }

  private Answer sheet(TextPlace place, String name) {
    if (!name.equals(ColorText.SHEET)) {
      return sheets.answer(name, "");
    }
    return Answer.text(200, userContent(place)).with("Content-Type", StaticFiles.CSS);
  }
}
