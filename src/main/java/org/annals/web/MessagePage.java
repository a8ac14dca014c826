package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.patch.SubjectPrefix;
import org.annals.store.MissingMessageException;
import org.annals.web.View.Act;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Heading;
import org.annals.web.View.Link;
import org.annals.web.View.Piece;
import org.annals.web.View.Step;

/// `MID/`: one message, where it stands in its thread, and how to answer it.
final class MessagePage {
  private final Archive archive;
  private final Conversations conversations;
  private final Gists gists;
  private final Frames frames;
  private final Templates templates;
  private final Replies replies;
  private final Overviews overviews;

  MessagePage(
      Archive archive,
      Conversations conversations,
      Gists gists,
      Frames frames,
      Templates templates,
      Replies replies) {
    this.archive = archive;
    this.conversations = conversations;
    this.gists = gists;
    this.frames = frames;
    this.templates = templates;
    this.replies = replies;
    this.overviews = new Overviews(archive);
  }

  /// `copies` are all messages under the id, one at least.
  Answer answer(Scope scope, List<Posting> copies, Visit visit) throws IOException {
    Posting posting = copies.getFirst();
    Route live = frames.live(scope, posting.id());
    Conversation conversation = conversations.of(scope, posting);
    List<Posting> sameSubject = overviews.sameSubject(scope, posting);
    ThreadVisit thread = new ThreadVisit(visit, scope, conversation, posting, sameSubject, live);
    Opened message = new Opened(archive, posting);
    String author =
        frames
            .obfuscation(posting.inbox())
            .of(gists.of(posting, () -> messageOrNothing(message)).author());
    return Answer.of(
        200,
        Answer.HTML,
        out -> {
          try (MessageReader reader = archive.open()) {
            Entries.Source source = source(message, reader);
            templates
                .rendering(
                    "message.jte", markup -> view(thread, copies, author, message, source, markup))
                .writeTo(out);
          }
        });
  }

  /// A message that git lost is empty: its page still says what the index knows.
  private static Message messageOrNothing(Opened opened) throws IOException {
    try {
      return opened.message();
    } catch (MissingMessageException e) {
      return Message.parse(new byte[0]);
    }
  }

  private View.Message view(
      ThreadVisit thread,
      List<Posting> copies,
      String author,
      Opened message,
      Entries.Source source,
      Markup out)
      throws IOException {
    Scope scope = thread.scope();
    Posting posting = copies.getFirst();
    Links links = thread.visit().links();
    Map<Slot, String> anchors = Conversation.anchors(copies);
    List<Act> neighbours = neighbours(thread.conversation(), posting, links, scope);
    boolean single = thread.conversation().total() <= 1;
    Rules rules = new Rules(posting, links, scope, frames.addressBook(), single, neighbours);
    PatchSiblings series = PatchSiblings.of(posting, thread.conversation().byDate());
    String subject = posting.overview().subject();
    return new View.Message(
        frames.inbox(
            thread.visit(),
            scope,
            (subject.isBlank() ? "(no subject)" : subject) + " - " + author,
            List.of(
                new Link("Skip to the message", "#messages"),
                new Link("Skip to its place in the thread", "#r")),
            new Frames.Particulars(
                    Frames.At.MESSAGES,
                    "",
                    links.to(new MessageRoute.ThreadFeed(scope, posting.id())),
                    null,
                    true)
                .live(thread.live())),
        overviews.elsewhere(out, thread),
        facts(thread, posting, series.prefix()),
        neighbours,
        steps(series, posting, links, scope),
        copies.size() > 1
            ? Counts.of(copies.size()) + " messages bear this Message-ID; all are shown."
            : "",
        copies.size() > 1 ? links.to(new MessageRoute.Differences(scope, posting.id())) : null,
        new Entries(templates, out, frames.standpoint(scope, links), anchors, rules)
            .of(copies, source),
        replies.section(scope, posting, message, links, out));
  }

  /// The message that was read before is not read again.
  private Entries.Source source(Opened opened, MessageReader reader) {
    Entries.Source others = Entries.Source.of(reader, frames);
    return new Entries.Source() {
      @Override
      public Message read(Posting posting) throws IOException {
        return opened.is(posting) ? opened.message() : others.read(posting);
      }

      @Override
      public Obfuscation obfuscation(Posting posting) throws IOException {
        return others.obfuscation(posting);
      }
    };
  }

  private static List<Piece> facts(ThreadVisit thread, Posting posting, SubjectPrefix prefix) {
    Links links = thread.visit().links();
    List<Piece> facts = new ArrayList<>();
    if (prefix.patch() && !prefix.reply()) {
      String place =
          prefix.number() < 0
              ? "patch"
              : prefix.number() == 0
                  ? "cover letter of " + Counts.of(prefix.total(), "patch", "patches")
                  : "patch " + prefix.number() + " of " + prefix.total();
      facts.add(
          new Piece(
              place + (prefix.version() > 1 ? ", version " + prefix.version() : ""),
              links.to(new MessageRoute.SeriesOf(thread.scope(), posting.id()))));
      facts.add(
          new Piece(
              "what became of it", links.to(new MessageRoute.Why(thread.scope(), posting.id()))));
    }
    Conversation conversation = thread.conversation();
    int place = conversation.place(posting, true) + 1;
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

  /// The patches of the series in this thread; none when this one stands alone.
  private static List<Step> steps(PatchSiblings series, Posting shown, Links links, Scope scope) {
    List<Step> steps = new ArrayList<>();
    if (series.byNumber().size() < 2) {
      return steps;
    }
    series
        .byNumber()
        .forEach((number, posting) -> {
          boolean here = posting.slot().equals(shown.slot());
          steps.add(
              new Step(
                  number == 0 ? "cover" : String.valueOf(number),
                  SubjectLine.inTree(posting.overview().subject()),
                  here ? null : href(links, scope, posting)));
        });
    return steps;
  }

  private static List<Act> neighbours(
      Conversation conversation, Posting posting, Links links, Scope scope) {
    List<Act> acts = new ArrayList<>(3);
    List<Posting> order = conversation.nested();
    int place = conversation.place(posting, true);
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

  /// What entries depend on beside the message itself.
  private record Context(Heading heading, AddressBook addresses, boolean single, List<Act> acts) {}

  /// `single`: no tree of the thread says what the message refers to.
  private record Rules(
      Posting shown,
      Links links,
      Scope scope,
      AddressBook addresses,
      boolean single,
      List<Act> neighbours)
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
      List<HeaderLine> lines =
          HeaderLines.whole(posting, message, people, addresses.hrefs(links), this::href, raw);
      if (single) {
        HeaderLines.addReferences(lines, posting, this::href);
      }
      return lines;
    }

    private String href(MessageId id) {
      return links.to(new MessageRoute.OneMessage(scope, id));
    }

    @Override
    public List<Act> moreActs(Posting posting) {
      return posting.slot().equals(shown.slot()) ? neighbours : List.of();
    }

    @Override
    public Object context(Posting posting) {
      return new Context(heading(posting), addresses, single, moreActs(posting));
    }
  }
}
