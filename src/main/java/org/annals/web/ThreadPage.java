package org.annals.web;

import java.io.IOException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.thread.Subjects;
import org.annals.web.View.Act;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Heading;
import org.annals.web.View.Link;

/// `T/` and `t/`: a whole conversation, by date or nested, the requested message marked.
final class ThreadPage {
  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final Conversations conversations;
  private final Overviews overviews;

  ThreadPage(Archive archive, Conversations conversations, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.conversations = conversations;
    this.overviews = new Overviews(archive);
  }

  Answer answer(Scope scope, Posting posting, boolean nested, Visit visit) throws IOException {
    Route live = frames.live(scope, posting.id());
    Conversation conversation = conversations.of(scope, posting);
    List<Posting> sameSubject = overviews.sameSubject(scope, posting);
    ThreadVisit thread = new ThreadVisit(visit, scope, conversation, posting, sameSubject, live);
    return Answer.of(
        200,
        Answer.HTML,
        out -> {
          try (MessageReader reader = archive.open()) {
            templates
                .rendering("thread.jte", markup -> view(thread, nested, markup, reader))
                .writeTo(out);
          }
        });
  }

  private View.WholeThread view(
      ThreadVisit thread, boolean nested, Markup out, MessageReader reader) throws IOException {
    Scope scope = thread.scope();
    Conversation conversation = thread.conversation();
    Links links = thread.visit().links();
    List<Posting> order = order(conversation, nested);
    Posting first = order.getFirst();
    String subject = first.overview().subject();
    Route flat = new MessageRoute.ThreadFlat(scope, thread.requested().id());
    Route tree = new MessageRoute.ThreadNested(scope, thread.requested().id());
    Route canonical = new MessageRoute.ThreadNested(scope, conversation.byDate().getFirst().id());
    List<Link> skips =
        List.of(
            new Link("Skip to the thread overview", "#t"),
            new Link("Skip to the messages", "#messages"));
    Rules rules = new Rules(conversation, thread.requested(), nested, links, scope);
    return new View.WholeThread(
        frames.inbox(
            thread.visit(),
            scope,
            subject.isBlank() ? "(no subject)" : subject,
            skips,
            new Frames.Particulars(
                    Frames.At.TOPICS,
                    "",
                    links.to(new MessageRoute.ThreadFeed(scope, thread.requested().id())),
                    links.to(canonical),
                    true)
                .live(thread.live())),
        SubjectLine.withoutReply(subject),
        Counts.of(conversation.total(), "message", "messages"),
        Counts.of(conversation.people(), "person", "people"),
        dates(conversation.byDate()),
        nested,
        links.to(flat, "u"),
        links.to(tree, "u"),
        cut(conversation),
        overviews.here(out, thread),
        new Entries(templates, out, frames.standpoint(scope, links), conversation.anchors(), rules)
            .of(order, Entries.Source.of(reader, frames)),
        links.to(new InboxRoute.Topics(scope, TimeWindow.until(newest(conversation)))));
  }

  private static String dates(List<Posting> byDate) {
    LocalDate first = Moments.of(byDate.getFirst().sent()).toLocalDate();
    LocalDate last = Moments.of(byDate.getLast().sent()).toLocalDate();
    return Moments.span(first, last);
  }

  private static long newest(Conversation conversation) {
    return conversation.byDate().stream().mapToLong(Posting::received).max().orElse(0);
  }

  private static List<Posting> order(Conversation conversation, boolean nested) {
    return nested ? conversation.nested() : conversation.byDate();
  }

  private static @org.jspecify.annotations.Nullable String cut(Conversation conversation) {
    int shown = conversation.byDate().size();
    return conversation.total() <= shown
        ? null
        : "These are the first "
            + Counts.of(shown)
            + " of "
            + Counts.of(conversation.total(), "message", "messages")
            + ".";
  }

  /// What the entries of a conversation depend on beside the messages themselves.
  private record Context(String conversation, boolean nested) {}

  private record Rules(
      Conversation conversation, Posting requested, boolean nested, Links links, Scope scope)
      implements Entries.Rules {
    @Override
    public Heading heading(Posting posting) {
      String subject = posting.overview().subject();
      if (conversation.place(posting, nested) == 0) {
        return Heading.HIDDEN;
      }
      Posting parent = conversation.parent(posting);
      boolean repeats =
          Subjects.isReply(subject)
              && (parent == null
                  || Subjects.withoutReply(subject)
                      .equals(Subjects.withoutReply(parent.overview().subject())));
      return repeats ? Heading.REPEATED : Heading.NEW;
    }

    @Override
    public boolean requested(Posting posting) {
      return posting.slot().equals(requested.slot());
    }

    @Override
    public List<HeaderLine> headers(Posting posting, Message message, Correspondents people) {
      return HeaderLines.brief(posting, people, this::href);
    }

    private String href(MessageId id) {
      return conversation
          .tree()
          .find(id)
          .map(node -> node.key())
          .map(this::fragment)
          .orElseGet(() -> links.to(new MessageRoute.OneMessage(scope, id)));
    }

    private String fragment(Posting posting) {
      return "#m" + conversation.anchors().getOrDefault(posting.slot(), "");
    }

    @Override
    public List<Act> moreActs(Posting posting) {
      List<Act> acts = new ArrayList<>(4);
      Posting parent = conversation.parent(posting);
      if (parent != null) {
        acts.add(new Act("parent", fragment(parent), null));
      }
      List<Posting> order = order(conversation, nested);
      int place = conversation.place(posting, nested);
      if (place > 0) {
        acts.add(new Act("previous", fragment(order.get(place - 1)), null));
      }
      if (place < order.size() - 1) {
        acts.add(new Act("next", fragment(order.get(place + 1)), null));
      }
      int replies = conversation.replies(posting);
      if (replies > 0) {
        String row = "#r" + conversation.anchors().getOrDefault(posting.slot(), "");
        acts.add(new Act(Counts.of(replies, "reply", "replies"), row, null));
      }
      return acts;
    }

    @Override
    public Object context(Posting posting) {
      return new Context(conversation.fingerprint(), nested);
    }
  }
}
