package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import org.annals.index.Bookmarks;
import org.annals.index.IndexView;
import org.annals.index.MessageIndex;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.StoredCommit;
import org.annals.thread.Conversations;
import org.jspecify.annotations.Nullable;

/// An inbox whose history upstream was purged or edited: the index follows, numbers stay.
///
/// A message that is still there keeps its number; an edited one takes the number of the one with
/// its Message-ID; the numbers of those that are gone are burnt. What a replay of the new history
/// would number otherwise is written to the control inbox first. One thread; used once.
final class RewrittenHistory {
  private static final int BATCH_MESSAGES_MAX = 4_000;
  private static final int BATCH_CHARACTERS_MAX = 24 << 20;

  private final MessageIndex index;
  private final Inbox inbox;
  private final InboxName name;
  private final ControlInbox control;
  private final Indexer indexer;
  private final BitSet surviving = new BitSet();
  private final Set<BlobId> removedUnknown = new HashSet<>();
  private final Map<BlobId, Long> given = new HashMap<>();

  RewrittenHistory(MessageIndex index, Inbox inbox, ControlInbox control, Indexer indexer) {
    this.index = index;
    this.inbox = inbox;
    this.name = inbox.name();
    this.control = control;
    this.indexer = indexer;
  }

  IndexReport follow() throws IOException {
    try (IndexView view = index.view()) {
      BlobNumbers known = BlobNumbers.of(name, view);
      findSurviving(known);
      IndexReport report = bringIn(view, known);
      long highest = record(view, known);
      Bookmarks after = currentBookmarks();
      for (Epoch epoch : inbox.epochs()) {
        String tip = epoch.tip().orElse(null);
        if (tip != null) {
          after = after.withCommit(new Bookmarks.EpochKey(name, epoch.number()), tip);
        }
      }
      index.expunge(); // what is gone from history was perhaps removed for what it said
      index.publish(after.withHighest(name, highest));
      return report;
    }
  }

  private Bookmarks currentBookmarks() throws IOException {
    try (IndexView view = index.view()) {
      return view.bookmarks();
    }
  }

  private void findSurviving(BlobNumbers known) throws IOException {
    for (Iterator<StoredCommit> all = new AllEvents(inbox); all.hasNext(); ) {
      StoredCommit event = all.next();
      long number = known.find(event.blob());
      switch (event.kind()) {
        case ADD -> {
          if (number > 0) {
            surviving.set(Math.toIntExact(number));
          }
        }
        case REMOVE -> {
          if (number > 0) {
            surviving.clear(Math.toIntExact(number));
          } else {
            removedUnknown.add(event.blob());
          }
        }
        case PURGED, OTHER -> {}
      }
    }
  }

  /// Drops what is gone and adds what is new, in batches.
  private IndexReport bringIn(IndexView old, BlobNumbers known) throws IOException {
    IndexReport report = IndexReport.NOTHING;
    boolean dropped = false;
    Set<IndexHeader> headers = indexer.headers(name, old.bookmarks());
    try (PreparedMessages source =
        new PreparedMessages(inbox, new UnknownEvents(new AllEvents(inbox), known), headers)) {
      while (!dropped || source.hasNext()) {
        List<Prepared> events =
            source.hasNext() ? source.next(BATCH_MESSAGES_MAX, BATCH_CHARACTERS_MAX) : List.of();
        try (IndexView view = index.view()) {
          Bookmarks before = view.bookmarks();
          Numbers numbers = new Numbers(before.highest(name), Set.of(), editedNumbers(old, events));
          Conversations threads = new Conversations(before.nextThread());
          Batch batch = new Batch(name, view, threads, numbers, before.hidden());
          if (!dropped) {
            dropGone(old, batch);
            dropped = true;
          }
          for (Prepared event : events) {
            batch.apply(event);
          }
          indexer.write(batch, threads, view);
          batch
              .added()
              .forEach(entry -> given.put(entry.posting().blob(), entry.posting().number()));
          index.publish(before.withNextThread(threads.next()).withHighest(name, numbers.highest()));
          report = report.plus(batch.report());
        }
      }
      return report.plus(source.report());
    }
  }

  private void dropGone(IndexView old, Batch batch) throws IOException {
    long from = 0;
    while (true) {
      List<Posting> page = old.byNumber(name, from, 1_000);
      if (page.isEmpty()) {
        return;
      }
      for (Posting posting : page) {
        if (!surviving.get(Math.toIntExact(posting.number()))) {
          batch.drop(posting);
        }
      }
      from = page.getLast().number() + 1;
    }
  }

  /// New messages that bear the Message-ID of one that is gone.
  private Map<BlobId, Long> editedNumbers(IndexView old, List<Prepared> events) throws IOException {
    Map<BlobId, Long> numbers = new HashMap<>();
    Set<Long> taken = new HashSet<>(given.values());
    for (Prepared event : events) {
      for (MessageId id : event.ids()) {
        for (Posting posting : old.byId(Scope.of(name), id)) {
          boolean gone = !surviving.get(Math.toIntExact(posting.number()));
          if (gone && taken.add(posting.number())) {
            numbers.putIfAbsent(event.commit().blob(), posting.number());
          }
        }
      }
    }
    return numbers;
  }

  /// Replays the numbering of the new history and writes down where it would go wrong.
  /// Returns the highest number to go on from.
  private long record(IndexView old, BlobNumbers known) throws IOException {
    Set<Long> burnt = new HashSet<>(control.burnt(name));
    List<Long> newlyBurnt = new ArrayList<>();
    long published = currentBookmarks().highest(name);
    Set<Long> reused = new HashSet<>(given.values());
    for (long number = 1; number <= published; number++) {
      boolean gone =
          !surviving.get(Math.toIntExact(number))
              && !reused.contains(number)
              && old.bySlot(new Slot(name, number)).isPresent();
      if (gone && burnt.add(number)) {
        newlyBurnt.add(number);
      }
    }
    Map<BlobId, Long> kept = new HashMap<>(control.kept(name));
    List<ControlRecord> records = new ArrayList<>();
    long highest = replay(known, burnt, kept, records);
    for (long number = highest + 1; number <= published; number++) {
      if (burnt.add(number)) {
        newlyBurnt.add(number);
      }
    }
    if (!newlyBurnt.isEmpty()) {
      records.addFirst(new ControlRecord.NumbersBurnt(name, newlyBurnt));
    }
    control.append(records);
    return Math.max(highest, published);
  }

  private long replay(
      BlobNumbers known, Set<Long> burnt, Map<BlobId, Long> kept, List<ControlRecord> records)
      throws IOException {
    Numbers numbers = new Numbers(0, burnt, kept);
    BitSet done = new BitSet();
    for (Iterator<StoredCommit> all = new AllEvents(inbox); all.hasNext(); ) {
      StoredCommit event = all.next();
      if (event.kind() != StoredCommit.Kind.ADD) {
        continue;
      }
      long actual = given.getOrDefault(event.blob(), known.find(event.blob()));
      if (actual == 0) {
        if (removedUnknown.contains(event.blob())) {
          numbers.next(event.blob());
        }
        continue; // else a duplicate, which takes no number
      }
      if (done.get(Math.toIntExact(actual))) {
        continue;
      }
      done.set(Math.toIntExact(actual));
      if (numbers.peek(event.blob()) != actual) {
        kept.put(event.blob(), actual);
        records.add(new ControlRecord.NumberKept(name, event.blob(), actual));
      }
      numbers.next(event.blob());
    }
    return numbers.highest();
  }

  /// Every event of every epoch, oldest first.
  private static final class AllEvents implements Iterator<StoredCommit> {
    private final Iterator<Epoch> epochs;
    private Epoch.@Nullable Scan scan;

    AllEvents(Inbox inbox) {
      this.epochs = inbox.epochs().iterator();
    }

    @Override
    public boolean hasNext() {
      try {
        while (scan == null || !scan.hasNext()) {
          if (scan != null) {
            scan.close();
            scan = null;
          }
          if (!epochs.hasNext()) {
            return false;
          }
          Epoch epoch = epochs.next();
          String tip = epoch.tip().orElse(null);
          if (tip != null) {
            scan = epoch.scan(tip, null);
          }
        }
        return true;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public StoredCommit next() {
      if (!hasNext() || scan == null) {
        throw new NoSuchElementException();
      }
      return scan.next();
    }
  }

  /// Additions of messages that the index has not, but for those removed again later.
  private final class UnknownEvents implements Iterator<StoredCommit> {
    private final Iterator<StoredCommit> all;
    private final BlobNumbers known;
    private @Nullable StoredCommit next;

    UnknownEvents(Iterator<StoredCommit> all, BlobNumbers known) {
      this.all = all;
      this.known = known;
    }

    @Override
    public boolean hasNext() {
      try {
        while (next == null && all.hasNext()) {
          StoredCommit event = all.next();
          if (event.kind() == StoredCommit.Kind.ADD
              && known.find(event.blob()) == 0
              && !removedUnknown.contains(event.blob())) {
            next = event;
          }
        }
        return next != null;
      } catch (IOException e) {
        throw new java.io.UncheckedIOException(e);
      }
    }

    @Override
    public StoredCommit next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      StoredCommit event = next;
      next = null;
      return event;
    }
  }
}
