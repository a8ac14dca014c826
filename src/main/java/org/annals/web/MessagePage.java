package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.patch.SubjectPrefix;
import org.annals.store.MissingMessageException;
import org.annals.thread.SubjectKey;
import org.annals.thread.Subjects;
import org.annals.web.View.Act;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Heading;
import org.annals.web.View.Link;
import org.annals.web.View.Piece;

/// `MID/`: one message, where it stands in its thread, and how to answer it.
final class MessagePage {
  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final Overviews overviews;

  MessagePage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.overviews = new Overviews(archive);
  }

  /// `copies` are all messages under the id, one at least.
  Answer answer(Scope scope, List<Posting> copies, Visit visit) throws IOException {
    Posting posting = copies.getFirst();
    Conversation conversation = Conversation.of(archive, scope, posting);
    ThreadVisit thread =
        new ThreadVisit(visit, scope, conversation, posting, overviews.sameSubject(scope, posting));
    return Answer.of(
        200,
        Answer.HTML,
        out -> {
          try (MessageReader reader = archive.open()) {
            Message message = read(posting, reader);
            templates
                .rendering("message.jte", markup -> view(thread, copies, message, markup, reader))
                .writeTo(out);
          }
        });
  }

  /// A message that git lost is empty: its page still says what the index knows.
  private static Message read(Posting posting, MessageReader reader) throws IOException {
    try {
      return Message.parse(reader.read(posting));
    } catch (MissingMessageException e) {
      return Message.parse(new byte[0]);
    }
  }

  private View.Message view(
      ThreadVisit thread, List<Posting> copies, Message message, Markup out, MessageReader reader)
      throws IOException {
    Scope scope = thread.scope();
    Posting posting = copies.getFirst();
    Links links = thread.visit().links();
    Map<Slot, String> anchors = Conversation.anchors(copies);
    Rules rules = new Rules(posting, thread.conversation(), links, scope, inboxes(links));
    ReplyAdvice reply = ReplyAdvice.of(message, posting.id(), listAddress(scope));
    String subject = posting.overview().subject();
    return new View.Message(
        frames.inbox(
            thread.visit(),
            scope,
            (subject.isBlank() ? "(no subject)" : subject)
                + " - "
                + Correspondents.of(message).author(),
            List.of(
                new Link("Skip to the message", "#messages"),
                new Link("Skip to its place in the thread", "#r")),
            new Frames.Particulars(
                Frames.At.MESSAGES,
                "",
                links.to(new MessageRoute.ThreadFeed(scope, posting.id())),
                null,
                true)),
        overviews.elsewhere(out, thread),
        facts(thread, posting, links),
        neighbours(thread.conversation(), posting, links, scope),
        copies.size() > 1
            ? Counts.of(copies.size()) + " messages bear this Message-ID; all are shown."
            : "",
        new Entries(out, scope, links, anchors, rules).of(copies, source(posting, message, reader)),
        new View.Reply(
            reply.mailto(), links.to(new MessageRoute.Raw(scope, posting.id())), reply.command()),
        links.to(new InboxRoute.Topics(scope, TimeWindow.NEWEST)),
        related(subject));
  }

  /// The message that was read before is not read again.
  private static Entries.Source source(Posting known, Message message, MessageReader reader) {
    Entries.Source others = Entries.Source.of(reader);
    return posting ->
        posting.slot().equals(known.slot()) && message.raw().length > 0
            ? message
            : others.read(posting);
  }

  private static List<Piece> facts(ThreadVisit thread, Posting posting, Links links) {
    List<Piece> facts = new ArrayList<>();
    SubjectPrefix prefix = SubjectPrefix.parse(posting.overview().subject());
    if (prefix.patch() && !prefix.reply()) {
      String place =
          prefix.number() < 0
              ? "patch"
              : prefix.number() == 0
                  ? "cover letter of " + Counts.of(prefix.total(), "patch", "patches")
                  : "patch " + prefix.number() + " of " + prefix.total();
      facts.add(
          new Piece(place + (prefix.version() > 1 ? ", version " + prefix.version() : ""), null));
    }
    Conversation conversation = thread.conversation();
    int place = place(conversation, posting) + 1;
    String href = links.to(new MessageRoute.ThreadNested(thread.scope(), posting.id()), "u");
    facts.add(
        conversation.total() <= 1
            ? new Piece("no other message in this thread", null)
            : new Piece(
                place > 0
                    ? "message " + place + " of " + Counts.of(conversation.total())
                    : Counts.of(conversation.total()) + " messages in this thread",
                href));
    return facts;
  }

  /// By the order of the nested page; -1 when the thread is longer than is looked at.
  private static int place(Conversation conversation, Posting posting) {
    List<Posting> order = conversation.nested();
    for (int i = 0; i < order.size(); i++) {
      if (order.get(i).slot().equals(posting.slot())) {
        return i;
      }
    }
    return -1;
  }

  private static List<Act> neighbours(
      Conversation conversation, Posting posting, Links links, Scope scope) {
    List<Act> acts = new ArrayList<>(3);
    List<Posting> order = conversation.nested();
    int place = place(conversation, posting);
    if (place > 0) {
      acts.add(new Act("previous", href(links, scope, order.get(place - 1)), "prev"));
    }
    if (place >= 0 && place < order.size() - 1) {
      acts.add(new Act("next", href(links, scope, order.get(place + 1)), "next"));
    }
    Posting parent = conversation.parent(posting);
    if (parent != null) {
      acts.add(new Act("parent", href(links, scope, parent), null));
    }
    return acts;
  }

  private static String href(Links links, Scope scope, Posting posting) {
    return links.to(new MessageRoute.OneMessage(scope, posting.id()));
  }

  /// From the addresses of all inboxes to their pages.
  private Map<String, String> inboxes(Links links) throws IOException {
    Map<String, String> hrefs = new HashMap<>();
    for (InboxCard card : frames.cards()) {
      String href = links.to(new InboxRoute.Topics(Scope.of(card.name()), TimeWindow.NEWEST));
      card.addresses().forEach(a -> hrefs.put(a.toLowerCase(Locale.ROOT), href));
    }
    return hrefs;
  }

  private String listAddress(Scope scope) throws IOException {
    return frames.addresses(scope).stream().findFirst().orElse("");
  }

  /// A query for the same subject; quotes have no escape in the language.
  private static String related(String subject) {
    String title = SubjectPrefix.parse(Subjects.withoutReply(subject)).title();
    String words = (title.isBlank() ? subject : title).replace('"', ' ').strip();
    return SubjectKey.of(words).isEmpty() ? "" : "s:\"" + words + "\"";
  }

  private record Rules(
      Posting shown,
      Conversation conversation,
      Links links,
      Scope scope,
      Map<String, String> inboxes)
      implements Entries.Rules {

    @Override
    public Heading heading(Posting posting) {
      return posting.slot().equals(shown.slot()) ? Heading.TITLE : Heading.NEW;
    }

    @Override
    public boolean requested(Posting posting) {
      return false;
    }

    @Override
    public List<HeaderLine> headers(Posting posting, Message message, Correspondents people) {
      String raw = links.to(new MessageRoute.Raw(scope, posting.id()));
      return HeaderLines.whole(posting, message, people, inboxes, this::href, raw);
    }

    private String href(MessageId id) {
      return links.to(new MessageRoute.OneMessage(scope, id));
    }

    @Override
    public List<Act> moreActs(Posting posting) {
      return List.of();
    }
  }
}
