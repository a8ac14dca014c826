package org.annals.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.index.Bookmarks;
import org.annals.index.IndexDocument;
import org.annals.index.IndexView;
import org.annals.index.MessageIndex;
import org.annals.index.Posting;
import org.annals.index.Slot;
import org.annals.index.Texts;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.MissingMessageException;
import org.annals.store.StoredCommit;
import org.annals.thread.Conversations;
import org.annals.thread.SubjectKey;

/// Brings the index up to git, epoch by epoch, in batches that are each published whole.
///
/// One thread. Reading and taking apart, and writing, use all cores inside a batch; deciding
/// numbers and threads is one thread's work between.
final class Indexer {
  private static final System.Logger LOG = System.getLogger(Indexer.class.getName());
  private static final int BATCH_MESSAGES_MAX = 4_000;
  private static final int BATCH_CHARACTERS_MAX = 24 << 20;

  private final MessageIndex index;
  private final Inboxes inboxes;
  private final ControlInbox control;
  private final Progress progress;

  Indexer(MessageIndex index, Inboxes inboxes, ControlInbox control, Progress progress) {
    this.index = index;
    this.inboxes = inboxes;
    this.control = control;
    this.progress = progress;
  }

  /// Indexes everything that git has of this inbox and the index has not.
  IndexReport catchUp(InboxName name) throws IOException {
    try {
      return follow(name);
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private IndexReport follow(InboxName name) throws IOException {
    new Ranking(index, inboxes, this).follow();
    Inbox inbox = inboxes.get(name);
    inbox.refresh();
    if (bookmarks().highest(name) == 0) {
      TakeOver.atFirst(inbox, control);
    }
    IndexReport report = IndexReport.NOTHING;
    for (Epoch epoch : inbox.epochs()) {
      String tip = epoch.tip().orElse(null);
      Bookmarks.EpochKey key = new Bookmarks.EpochKey(name, epoch.number());
      String bookmark = bookmarks().commits().get(key);
      if (tip == null || tip.equals(bookmark)) {
        continue;
      }
      try (Epoch.Scan scan = epoch.scan(tip, bookmark)) {
        if (bookmark != null && !scan.reachedStart()) {
          return report.plus(new RewrittenHistory(index, inbox, control, this).follow());
        }
        report = report.plus(index(inbox, key, scan));
      }
    }
    return report;
  }

  private Bookmarks bookmarks() throws IOException {
    try (IndexView view = index.view()) {
      return view.bookmarks();
    }
  }

  private IndexReport index(Inbox inbox, Bookmarks.EpochKey key, Epoch.Scan scan)
      throws IOException {
    IndexReport report = IndexReport.NOTHING;
    progress.begin(inbox.name().value(), scan.count());
    Set<IndexHeader> headers = headers(inbox.name(), bookmarks());
    try (PreparedMessages source = new PreparedMessages(inbox, scan, headers)) {
      while (source.hasNext()) {
        List<Prepared> batch = source.next(BATCH_MESSAGES_MAX, BATCH_CHARACTERS_MAX);
        report = report.plus(publish(inbox, key, batch, source));
        progress.advance(source.read());
      }
      report = report.plus(source.report());
    }
    progress.end();
    return report;
  }

  private IndexReport publish(
      Inbox inbox, Bookmarks.EpochKey key, List<Prepared> events, PreparedMessages source)
      throws IOException {
    Bookmarks before = bookmarks();
    InboxName name = inbox.name();
    Numbers numbers = new Numbers(before.highest(name), control.burnt(name), control.kept(name));
    Conversations threads = new Conversations(before.nextThread());
    Batch batch;
    try (IndexView view = index.view()) {
      batch = new Batch(name, view, threads, numbers, before.hidden());
      for (Prepared event : events) {
        batch.apply(event);
      }
      write(batch, threads, view);
    }
    index.publish(
        withHeaders(name, before)
            .withHighest(name, numbers.highest())
            .withNextThread(threads.next())
            .withCommit(key, source.lastCommit()));
    return batch.report();
  }

  /// What the index holds of an inbox it holds of all its messages: what the config says now counts
  /// from the next rebuild on.
  Set<IndexHeader> headers(InboxName name, Bookmarks bookmarks) {
    return IndexHeader.parseAll(withHeaders(name, bookmarks).headers().getOrDefault(name, ""));
  }

  private Bookmarks withHeaders(InboxName name, Bookmarks bookmarks) {
    boolean begun = bookmarks.highest(name) > 0 || bookmarks.headers().containsKey(name);
    String configured = IndexHeader.print(inboxes.settings(name).intake().indexHeaders());
    return begun || configured.isEmpty() ? bookmarks : bookmarks.withHeaders(name, configured);
  }

  /// Writes what a batch decided: new documents, and old ones whose thread or rank changed.
  void write(Batch batch, Conversations threads, IndexView view) throws IOException {
    List<IndexDocument> added = new ArrayList<>();
    for (Batch.Added entry : batch.added()) {
      Posting posting = entry.posting();
      added.add(entry.message().document(posting.withThread(threads.find(posting.thread()))));
    }
    index.replace(added.stream().filter(doc -> isReused(doc, batch)).toList());
    index.add(added.stream().filter(doc -> !isReused(doc, batch)).toList());
    Map<Slot, Posting> changed = new HashMap<>(batch.reranked());
    for (long loser : threads.merged().keySet()) {
      for (Posting posting : view.wholeThread(loser)) {
        changed.putIfAbsent(posting.slot(), posting);
      }
    }
    changed.keySet().removeAll(batch.removed());
    for (Posting posting : changed.values()) {
      rewrite(posting.withThread(threads.find(posting.thread())));
    }
    Set<Slot> gone = new HashSet<>(batch.removed());
    added.forEach(document -> gone.remove(document.posting().slot()));
    index.remove(List.copyOf(gone));
  }

  /// An edited message takes the number of the one it stands for.
  private static boolean isReused(IndexDocument document, Batch batch) {
    return batch.removed().contains(document.posting().slot());
  }

  /// Writes a posting that changed in the place of what it was.
  void rewrite(Posting posting) throws IOException {
    index.replace(List.of(reread(posting)));
  }

  /// A document is always written whole: the text comes from git again.
  private IndexDocument reread(Posting posting) throws IOException {
    Inbox inbox = inboxes.get(posting.inbox());
    try (BlobReader blobs = inbox.blobs()) {
      StoredCommit commit =
          new StoredCommit(
              "",
              StoredCommit.Kind.ADD,
              posting.blob(),
              new org.annals.mail.MailDate(posting.sent(), 0),
              new org.annals.mail.MailDate(posting.received(), 0));
      Set<IndexHeader> headers = headers(posting.inbox(), bookmarks());
      return Prepared.of(commit, blobs.read(posting.blob()), headers).document(posting);
    } catch (MissingMessageException e) {
      LOG.log(System.Logger.Level.WARNING, "{0}: keeps its place without its text", e.getMessage());
      String subject = SubjectKey.of(posting.overview().subject());
      return new IndexDocument(posting, subject, false, Texts.NONE);
    }
  }
}
