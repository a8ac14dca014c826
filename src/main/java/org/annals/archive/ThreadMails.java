package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.annals.index.IndexView;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.SeriesMail;
import org.annals.store.InboxName;
import org.annals.store.MissingMessageException;

/// The mails of a conversation as series see them, and where they are. The same whatever order they
/// came in.
record ThreadMails(List<SeriesMail> mails, Map<MessageId, Set<InboxName>> inboxes) {
  /// Later messages of a longer conversation are not looked at.
  static final int MESSAGES_MAX = 2_000;

  /// Of the copies of a message in inboxes that everybody may see, that counts whose inbox comes
  /// first.
  static ThreadMails read(
      IndexView view, Predicate<InboxName> shown, MessageReader reader, long thread)
      throws IOException {
    Map<MessageId, Posting> first = new HashMap<>();
    Map<MessageId, Set<InboxName>> inboxes = new HashMap<>();
    for (Posting posting : postings(view, thread)) {
      if (shown.test(posting.inbox())) {
        first.merge(
            posting.id(),
            posting,
            (one, other) -> one.slot().compareTo(other.slot()) <= 0 ? one : other);
        inboxes.computeIfAbsent(posting.id(), _ -> new TreeSet<>()).add(posting.inbox());
      }
    }
    List<SeriesMail> mails = new ArrayList<>();
    for (Posting posting : first.values()) {
      mails.add(mail(posting, reader));
    }
    mails.sort(SeriesMail.BY_DATE);
    return new ThreadMails(mails, inboxes);
  }

  private static List<Posting> postings(IndexView view, long thread) throws IOException {
    int size = view.threadSizes(new Scope.All(), List.of(thread)).getOrDefault(thread, 0);
    return size > MESSAGES_MAX
        ? view.thread(new Scope.All(), thread, MESSAGES_MAX)
        : view.wholeThread(thread);
  }

  /// A message that git lost is known by what the index has of it.
  static SeriesMail mail(Posting posting, MessageReader reader) throws IOException {
    try {
      return SeriesMail.of(posting.id(), Message.parse(reader.read(posting)), posting.sent());
    } catch (MissingMessageException e) {
      return SeriesMail.lost(
          posting.id(),
          posting.overview().references(),
          posting.overview().from(),
          posting.sent(),
          posting.overview().subject());
    }
  }
}
