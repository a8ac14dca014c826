package org.annals.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.code.CodeRepositories;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.mail.MessageId;

/// Answers for what belongs to a message or its thread. Thread-safe.
final class MessageAnswers {
  private static final Pattern HASH = Pattern.compile("[0-9a-f]{40}");

  private final Archive archive;
  private final Feeds feeds;
  private final Downloads downloads;
  private final Mboxes mboxes;
  private final MissingPage missing;
  private final DifferencesPage differences;
  private final MessagePage message;
  private final ThreadPage thread;
  private final Replies replies;
  private final SeriesPage series;
  private final RangeDiffPage rangeDiff;
  private final WhyPage why;

  MessageAnswers(
      Archive archive, CodeRepositories code, Frames frames, Templates templates, Feeds feeds) {
    this.archive = archive;
    this.feeds = feeds;
    Conversations conversations = new Conversations(archive);
    Gists gists = new Gists();
    this.downloads = new Downloads(archive, gists, frames, templates);
    this.mboxes = new Mboxes(archive, frames);
    this.missing = new MissingPage(archive, frames, templates);
    this.differences = new DifferencesPage(archive, frames, templates);
    this.replies = new Replies(archive, frames, templates);
    this.series = new SeriesPage(archive, code, frames, templates);
    this.rangeDiff = new RangeDiffPage(archive, frames, templates);
    this.why = new WhyPage(archive, frames, templates);
    this.message = new MessagePage(archive, conversations, gists, frames, templates, replies);
    this.thread = new ThreadPage(archive, conversations, frames, templates);
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
      case MessageRoute.Raw _ -> downloads.raw(copies, visit);
      case MessageRoute.ThreadMbox _ -> mboxes.thread(scope, first);
      case MessageRoute.ThreadFeed feed -> feeds.thread(feed, first, visit);
      case MessageRoute.ReplyDraft _ -> replies.draft(first);
      case MessageRoute.Differences _ -> differences.answer(scope, copies, visit);
      case MessageRoute.SeriesOf _ -> series.answer(scope, first, visit);
      case MessageRoute.SeriesMbox _ -> series.mbox(scope, first);
      case MessageRoute.SeriesFeed feed -> series.feed(feed, visit);
      case MessageRoute.Why _ -> why.answer(scope, copies, visit);
      case MessageRoute.RangeDiff diff -> rangeDiff.answer(diff, visit);
      case MessageRoute.ThreadSearch search ->
          visit.posted()
              ? mboxes.found(within(search, first), search.request(), visit)
              : message.answer(scope, copies, visit);
      case MessageRoute.Attachment of -> downloads.attachment(of, first, visit);
    };
  }

  private Asked.Place within(MessageRoute.ThreadSearch search, Posting posting) {
    return new Asked.Place(archive, search.scope(), new Query.InThread(posting.thread()));
  }

  /// In one inbox all messages under the id; over all inboxes one of each content.
  private List<Posting> copies(Scope scope, MessageId id) throws IOException {
    List<Posting> found = archive.find(scope, id);
    if (scope instanceof Scope.One || found.isEmpty()) {
      return found;
    }
    List<Posting> firsts = found.stream().filter(Posting::first).toList();
    return firsts.isEmpty() ? found.subList(0, 1) : firsts;
  }

  private Answer unknown(MessageRoute route, Visit visit) throws IOException {
    Optional<Posting> hashed = hashed(route);
    if (hashed.isPresent()) {
      Route page = new MessageRoute.OneMessage(route.scope(), hashed.get().id());
      return Answer.redirect(301, visit.absolute(page));
    }
    return switch (route) {
      case MessageRoute.OneMessage _,
          MessageRoute.ThreadFlat _,
          MessageRoute.ThreadNested _,
          MessageRoute.SeriesOf _,
          MessageRoute.RangeDiff _,
          MessageRoute.Why _,
          MessageRoute.Differences _ ->
          missing.answer(route.scope(), route.id(), visit);
      default -> throw new Refusal(Refusal.Reason.NOT_FOUND, "No message has this Message-ID.");
    };
  }

  /// Addresses of v1 inboxes name a message by the SHA-1 of its id.
  private Optional<Posting> hashed(MessageRoute route) throws IOException {
    return route instanceof MessageRoute.OneMessage(var scope, var id)
            && HASH.matcher(id.value()).matches()
        ? archive.findByHash(scope, id.value())
        : Optional.empty();
  }
}
