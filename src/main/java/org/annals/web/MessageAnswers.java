package org.annals.web;

import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.web.View.Link;

/// Answers for what belongs to a message or its thread. Thread-safe.
final class MessageAnswers {
  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final Feeds feeds;
  private final Downloads downloads;
  private final MessagePage message;
  private final ThreadPage thread;

  MessageAnswers(Archive archive, Frames frames, Templates templates, Feeds feeds) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.feeds = feeds;
    this.downloads = new Downloads(archive);
    this.message = new MessagePage(archive, frames, templates);
    this.thread = new ThreadPage(archive, frames, templates);
  }

  Answer answer(MessageRoute route, Visit visit) throws IOException {
    Scope scope = route.scope();
    List<Posting> copies = copies(scope, route.id());
    if (copies.isEmpty()) {
      return unknown(route, visit);
    }
    Posting first = copies.getFirst();
    return switch (route) {
      case MessageRoute.OneMessage _ -> message.answer(scope, copies, visit);
      case MessageRoute.ThreadFlat _ -> thread.answer(scope, first, false, visit);
      case MessageRoute.ThreadNested _ -> thread.answer(scope, first, true, visit);
      case MessageRoute.Raw _ -> downloads.raw(copies).with("ETag", Downloads.validator(copies));
      case MessageRoute.ThreadMbox _ -> downloads.mbox(scope, first);
      case MessageRoute.ThreadFeed feed -> feeds.thread(feed, first, visit);
      case MessageRoute.Attachment of ->
          downloads.attachment(first, of.index()).with("ETag", Downloads.validator(List.of(first)));
    };
  }

  /// In one inbox all messages under the id; over all inboxes one of each content is enough.
  private List<Posting> copies(Scope scope, MessageId id) throws IOException {
    List<Posting> found = archive.find(scope, id);
    return switch (scope) {
      case Scope.One _ -> found;
      case Scope.All() -> found.subList(0, Math.min(1, found.size()));
    };
  }

  private Answer unknown(MessageRoute route, Visit visit) throws IOException {
    return switch (route) {
      case MessageRoute.OneMessage _, MessageRoute.ThreadFlat _, MessageRoute.ThreadNested _ ->
          unknownPage(route.scope(), route.id(), visit);
      default -> throw new Refusal(Refusal.Reason.NOT_FOUND, "No message has this Message-ID.");
    };
  }

  private Answer unknownPage(Scope scope, MessageId id, Visit visit) throws IOException {
    Links links = visit.links();
    String local = id.value().split("@", 2)[0];
    Route ask = new InboxRoute.Search(scope, SearchRequest.of("m:" + local));
    View.Notice view =
        new View.Notice(
            frames.inbox(
                visit,
                scope,
                "Message not found",
                List.of(),
                new Frames.Particulars(Frames.At.NOWHERE, "", null, null, false)),
            "Message not found",
            "No message in " + Frames.name(scope) + " has the Message-ID <" + id.value() + ">.",
            false,
            List.of(new Link("Search for it", links.to(ask))));
    return Answer.html(404, templates.rendering("notice.jte", _ -> view)).unkept();
  }
}
