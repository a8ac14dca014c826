package org.annals.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.SequencedMap;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.annals.code.Commit;
import org.annals.code.CommitReport;
import org.annals.code.CommitSink;
import org.annals.index.Bookmarks;
import org.annals.index.IndexRecord;
import org.annals.index.IndexView;
import org.annals.index.RecordFilter;
import org.annals.index.RecordIndex;
import org.annals.index.RecordView;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.Assembly;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.MissingMessageException;
import org.annals.store.StoredCommit;
import org.jspecify.annotations.Nullable;

/// Brings the index of tracked series up to the index of messages: reads the threads that changed
/// since, puts their series together, and makes anew what is kept of every change they touch.
///
/// One thread calls it. What is kept depends on mails, commits and orders, not on when they came.
/// After a crash it goes on from the bookmark that was published with the records.
final class Tracker {
  private static final System.Logger LOG = System.getLogger(Tracker.class.getName());

  /// Messages that are looked at between two publications.
  private static final int STEP_MESSAGES = 20_000;

  /// Ids that are looked up at once.
  private static final int STEP_KEYS = 2_000;

  private static final int STEP_COMMITS = 100;
  private static final String COMMITS = "commits";
  private static final String ORDERS = "orders";
  private static final String HIGHEST = "highest ";
  private static final String COMMIT = "commit ";
  private static final String INDEX = "index";
  private static final String SETTINGS = "settings";

  private final RecordIndex records;
  private final Supplier<IndexView> views;
  private final Inboxes inboxes;
  private final ControlInbox control;
  private final Topicality topicality;
  private final Predicate<InboxName> shown;

  /// `views` all show the same state of the index, as long as this follows it.
  Tracker(
      RecordIndex records,
      Supplier<IndexView> views,
      Inboxes inboxes,
      ControlInbox control,
      Weights weights) {
    this.records = records;
    this.views = views;
    this.inboxes = inboxes;
    this.control = control;
    this.topicality = new Topicality(records, weights);
    this.shown = inboxes::isShown;
  }

  /// Returns when everything that the index holds is tracked, and every commit is followed. `made`
  /// tells an index from another.
  void follow(long made, Code code) throws IOException {
    try (IndexView view = views.get()) {
      String commits = code.fingerprint();
      boolean missed = !commits.equals(bookmark().getOrDefault(COMMITS, ""));
      CommitReport report = code.bringUp(missed ? NOBODY : new Landed(code));
      report.warnings().forEach(line -> LOG.log(System.Logger.Level.WARNING, line));
      follow(view, made, missed, code.fingerprint());
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  /// What commits that came or went may change is made anew.
  private final class Landed implements CommitSink {
    private final Code code;

    Landed(Code code) {
      this.code = code;
    }

    @Override
    public void added(List<Commit> commits) throws IOException {
      Set<String> touched = new LinkedHashSet<>();
      List<Commit> all = new ArrayList<>(commits);
      all.addAll(code.revertedBy(commits));
      try (RecordView stored = records.view()) {
        for (List<Commit> some : Batches.of(all, STEP_COMMITS)) {
          SeriesRecords.threadsOf(stored, some, STEP_KEYS).forEach(one -> touched.add(one.key()));
        }
      }
      topicality.makeAnew(touched);
    }

    @Override
    public void removed(List<Commit> commits) throws IOException {
      added(commits);
    }
  }

  private static final CommitSink NOBODY =
      new CommitSink() {
        @Override
        public void added(List<Commit> commits) {}

        @Override
        public void removed(List<Commit> commits) {}
      };

  private void follow(IndexView view, long made, boolean missed, String commits)
      throws IOException {
    Map<String, String> before = bookmark();
    String settings = inboxes.fingerprint();
    boolean current =
        !missed
            && String.valueOf(made).equals(before.get(INDEX))
            && settings.equals(before.get(SETTINGS));
    Set<MessageId> gone = current ? removed(view.bookmarks(), before) : null;
    if (gone == null) {
      records.removeAll();
      before = Map.of(INDEX, String.valueOf(made), SETTINGS, settings, COMMITS, commits);
      records.publish(before);
    } else {
      track(leftBy(gone, view), gone);
    }
    Map<String, String> reached = new HashMap<>(before);
    reached.put(COMMITS, commits);
    Set<Long> threads = new LinkedHashSet<>();
    for (InboxName name : inboxes.names()) {
      if (shown.test(name)) {
        follow(view, name, reached, threads);
      }
    }
    track(threads, Set.of());
    obey(reached);
    view.bookmarks().commits().forEach((key, commit) -> reached.put(commitKey(key), commit));
    if (!reached.equals(before)) {
      records.publish(reached);
    }
  }

  /// Makes anew what programs said something of since.
  private void obey(Map<String, String> reached) throws IOException {
    List<ControlRecord> all = control.records();
    int known = Integer.parseInt(reached.getOrDefault(ORDERS, "0"));
    List<MessageId> patches =
        all.subList(Math.min(known, all.size()), all.size()).stream()
            .filter(ControlRecord.OfPatch.class::isInstance)
            .map(one -> ((ControlRecord.OfPatch) one).patch())
            .distinct()
            .toList();
    reached.put(ORDERS, String.valueOf(all.size()));
    if (!patches.isEmpty()) {
      Set<String> touched = new LinkedHashSet<>();
      try (RecordView stored = records.view()) {
        for (List<MessageId> some : Batches.of(patches, STEP_KEYS)) {
          SeriesRecords.threads(stored, some, STEP_KEYS).forEach(one -> touched.add(one.key()));
        }
      }
      topicality.makeAnew(touched);
    }
  }

  private Map<String, String> bookmark() throws IOException {
    try (RecordView view = records.view()) {
      return view.bookmark();
    }
  }

  private static String commitKey(Bookmarks.EpochKey key) {
    return COMMIT + key.inbox() + " " + key.epoch();
  }

  private void follow(
      IndexView view, InboxName name, Map<String, String> reached, Set<Long> threads)
      throws IOException {
    String key = HIGHEST + name;
    long number = Long.parseLong(reached.getOrDefault(key, "0"));
    while (true) {
      SequencedMap<Long, Long> next = view.threadsByNumber(name, number + 1, STEP_MESSAGES);
      if (next.isEmpty()) {
        return;
      }
      threads.addAll(next.values());
      number = next.lastEntry().getKey();
      reached.put(key, String.valueOf(number));
      if (next.size() == STEP_MESSAGES) {
        track(threads, Set.of());
        threads.clear();
        records.publish(reached);
      }
    }
  }

  private @Nullable Epoch epoch(Bookmarks.EpochKey key) throws IOException {
    if (!inboxes.isOpen(key.inbox())) {
      return null;
    }
    for (Epoch epoch : inboxes.get(key.inbox()).epochs()) {
      if (epoch.number() == key.epoch()) {
        return epoch;
      }
    }
    return null;
  }

  /// The mails that were removed since; null if an epoch has another history than that which was
  /// followed.
  private @Nullable Set<MessageId> removed(Bookmarks bookmarks, Map<String, String> before)
      throws IOException {
    Set<MessageId> gone = new LinkedHashSet<>();
    for (Map.Entry<Bookmarks.EpochKey, String> one : bookmarks.commits().entrySet()) {
      String known = before.get(commitKey(one.getKey()));
      Epoch epoch = known == null || known.equals(one.getValue()) ? null : epoch(one.getKey());
      if (epoch != null) {
        try (Epoch.Scan scan = epoch.scan(one.getValue(), known)) {
          if (!scan.reachedStart()) {
            return null;
          }
          gone.addAll(removed(scan, inboxes.get(one.getKey().inbox())));
        }
      }
    }
    return gone;
  }

  private static List<MessageId> removed(Epoch.Scan scan, Inbox inbox) throws IOException {
    List<MessageId> ids = new ArrayList<>();
    try (BlobReader blobs = inbox.blobs()) {
      while (scan.hasNext()) {
        StoredCommit commit = scan.next();
        if (commit.kind() == StoredCommit.Kind.REMOVE) {
          try {
            ids.addAll(Message.parse(blobs.read(commit.blob())).ids());
          } catch (MissingMessageException e) {
            // it cannot have been tracked, either
          }
        }
      }
    }
    return ids;
  }

  /// What is left of the stored threads that held these mails.
  private Set<Long> leftBy(Collection<MessageId> gone, IndexView view) throws IOException {
    Set<Long> threads = new LinkedHashSet<>();
    try (RecordView stored = records.view()) {
      for (List<MessageId> some : Batches.of(List.copyOf(gone), STEP_KEYS)) {
        for (RecordView.Found found : SeriesRecords.threads(stored, some, STEP_KEYS)) {
          for (SeriesMail mail : SeriesRecords.mails(found).mails()) {
            threads.addAll(view.threadsNaming(mail.id()));
          }
        }
      }
    }
    return threads;
  }

  /// Reads the threads anew, and what they and those of the mails that are gone were before, and
  /// makes anew what either touches.
  private void track(Set<Long> threads, Set<MessageId> gone) throws IOException {
    if (threads.isEmpty() && gone.isEmpty()) {
      return;
    }
    List<Read> read = readAll(List.copyOf(threads));
    Set<String> touched = new LinkedHashSet<>();
    Set<MessageId> ids = new HashSet<>(gone);
    read.forEach(one -> one.mails().forEach(mail -> ids.add(mail.id())));
    boolean first;
    try (RecordView stored = records.view()) {
      first = stored.count(RecordFilter.EVERY) == 0;
      topicality.before(stored, ids, touched);
    }
    records.remove(RecordFilter.ofAny(ids.stream().map(SeriesRecords::inThread).toList()));
    List<SeriesMail> taking = new ArrayList<>();
    for (Read one : read) {
      IndexRecord record = one.record();
      if (record != null) {
        records.put(List.of(record));
        touched.add(record.key());
      }
      one.mails().stream().filter(SeriesRecords::takes).forEach(taking::add);
    }
    if (!first) {
      topicality.addThoseOfAppliers(taking, touched);
    }
    topicality.makeAnew(touched);
  }

  /// The mails of a thread, and what is kept of it: null if it has no patches.
  private record Read(List<SeriesMail> mails, @Nullable IndexRecord record) {
    static Read of(long thread, ThreadMails read) {
      List<Series> series = Assembly.of(read.mails());
      return new Read(
          read.mails(),
          series.isEmpty() ? null : SeriesRecords.thread(thread, kept(read, series), series));
    }
  }

  private static TrackCodec.Mails kept(ThreadMails thread, Collection<Series> series) {
    Map<String, Set<InboxName>> inboxes = new LinkedHashMap<>();
    Set<InboxName> all = new TreeSet<>();
    thread.inboxes().values().forEach(all::addAll);
    for (Series one : series) {
      List<SeriesMail> mails = new ArrayList<>(one.patches().values());
      mails.add(one.head());
      for (SeriesMail mail : mails) {
        Set<InboxName> own = mail.ghost() ? all : thread.inboxes().get(mail.id());
        inboxes.put(mail.id().value(), new TreeSet<>(own == null ? Set.of() : own));
      }
    }
    return new TrackCodec.Mails(thread.mails(), inboxes);
  }

  private List<Read> readAll(List<Long> threads) throws IOException {
    Queue<Read> read = new ConcurrentLinkedQueue<>();
    Workers.divide(
        threads,
        share -> {
          try (IndexView view = views.get();
              MessageReader reader = new MessageReader(inboxes)) {
            for (long thread : share) {
              read.add(Read.of(thread, ThreadMails.read(view, shown, reader, thread)));
            }
          }
        });
    return List.copyOf(read);
  }
}
