package org.annals.web;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.index.TimeWindow;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.web.InboxRoute.Threads;
import org.annals.web.View.Act;
import org.annals.web.View.HeaderLine;
import org.annals.web.View.Heading;
import org.annals.web.View.Link;
import org.jspecify.annotations.Nullable;

/// `/{inbox}/new.html`: the newest messages in full, or those before or after a time.
final class NewestPage {
  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  NewestPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  Answer answer(InboxRoute.Newest page, Visit visit) throws IOException {
    boolean newest = page.window().equals(TimeWindow.NEWEST);
    Route live = newest ? frames.live(page.scope(), null) : null;
    int limit = frames.feedMessages(page.scope());
    List<Posting> postings = archive.list(page.scope(), page.window(), limit);
    if (postings.isEmpty()) {
      throw new Refusal(
          Refusal.Reason.NOT_FOUND, newest ? "No messages, yet." : "No messages in this range.");
    }
    return Answer.of(
        200,
        Answer.HTML,
        out -> {
          try (MessageReader reader = archive.open()) {
            templates
                .rendering(
                    "newest.jte", markup -> view(page, visit, live, postings, markup, reader))
                .writeTo(out);
          }
        });
  }

  private View.Newest view(
      InboxRoute.Newest page,
      Visit visit,
      @Nullable Route live,
      List<Posting> postings,
      Markup out,
      MessageReader reader)
      throws IOException {
    Scope scope = page.scope();
    Links links = visit.links();
    boolean ascending = page.window().oldestFirst();
    Map<Slot, String> anchors = Conversation.anchors(postings);
    Standpoint from = frames.standpoint(scope, links);
    Entries entries = new Entries(templates, out, from, anchors, new Rules(scope, links));
    List<Link> skips = List.of(new Link("Skip to content", "#main"));
    String kind = ascending ? ": messages, oldest first" : ": newest messages";
    return new View.Newest(
        frames.inbox(
            visit,
            scope,
            Frames.name(scope) + kind,
            skips,
            Frames.Particulars.of(Frames.At.MESSAGES, frames.feed(visit, scope)).live(live)),
        ascending,
        page.window().equals(TimeWindow.NEWEST)
            ? ""
            : TopicsPage.range(ascending ? postings.reversed() : postings),
        links.to(new InboxRoute.Topics(scope, TimeWindow.NEWEST)),
        entries.of(postings, Entries.Source.of(reader, frames)),
        next(page, postings, frames.feedMessages(scope), links),
        previous(page, postings, links),
        links.to(new InboxRoute.Newest(scope, TimeWindow.NEWEST)),
        links.to(new InboxRoute.Threads(scope, Threads.By.NEW, Threads.Form.HTML)),
        links.to(new InboxRoute.Threads(scope, Threads.By.ACTIVE, Threads.Form.HTML)));
  }

  /// On in the same direction.
  private static @Nullable String next(
      InboxRoute.Newest page, List<Posting> postings, int limit, Links links) {
    return postings.size() < limit
        ? null
        : links.to(new InboxRoute.Newest(page.scope(), page.window().after(postings.getLast())));
  }

  private static @Nullable String previous(
      InboxRoute.Newest page, List<Posting> postings, Links links) {
    return page.window().equals(TimeWindow.NEWEST)
        ? null
        : links.to(new InboxRoute.Newest(page.scope(), page.window().before(postings.getFirst())));
  }

  /// For messages that stand on their own.
  record Rules(Scope scope, Links links) implements Entries.Rules {
    @Override
    public Heading heading(Posting posting) {
      return Entries.repeatedOrNew(posting);
    }

    @Override
    public boolean requested(Posting posting) {
      return false;
    }

    @Override
    public List<HeaderLine> headers(Posting posting, Message message, Correspondents people) {
      return HeaderLines.brief(posting, people, this::href);
    }

    private String href(MessageId id) {
      return links.to(new MessageRoute.OneMessage(scope, id));
    }

    @Override
    public List<Act> moreActs(Posting posting) {
      return List.of();
    }

    @Override
    public Object context(Posting posting) {
      return NewestPage.class;
    }
  }
}
