package org.annals.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.annals.index.Bookmarks;
import org.annals.index.IndexView;
import org.annals.index.LuceneIndex;
import org.annals.index.Scope;
import org.annals.store.Deletion;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;

/// Keeps the index up to git: by itself when it may write, else by waiting for the process that
/// does. Who calls `bringUp` holds the keeper (its monitor); `index` may be asked by any.
final class IndexKeeper implements AutoCloseable {
  /// Without any progress of the other process for this long, waiting is given up. To track all
  /// series anew takes minutes on a busy machine, in which nothing is published.
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final System.Logger LOG = System.getLogger(IndexKeeper.class.getName());
  private static final Duration POLL = Duration.ofMillis(20);
  private static final int STALLED_POLLS = 50;
  private static final int SWAP_POLLS_MAX = 100;

  private final ArchiveLayout layout;
  private final Inboxes inboxes;
  private final ControlInbox control;
  private final Progress progress;
  private final Traces traces;
  private volatile LuceneIndex index;
  private volatile boolean writes;

  private IndexKeeper(
      ArchiveLayout layout,
      Inboxes inboxes,
      ControlInbox control,
      Progress progress,
      LuceneIndex index,
      boolean writes) {
    this.layout = layout;
    this.inboxes = inboxes;
    this.control = control;
    this.progress = progress;
    this.traces = new Traces(layout.traces());
    this.index = index;
    this.writes = writes;
  }

  static IndexKeeper open(
      ArchiveLayout layout, Inboxes inboxes, ControlInbox control, Progress progress)
      throws IOException {
    try {
      LuceneIndex index = LuceneIndex.openForWriting(layout.index());
      return new IndexKeeper(layout, inboxes, control, progress, index, true);
    } catch (LuceneIndex.IndexHeldException e) {
      LuceneIndex index = LuceneIndex.openForReading(layout.index()); // serve writes, we watch
      return new IndexKeeper(layout, inboxes, control, progress, index, false);
    }
  }

  static IndexKeeper reading(ArchiveLayout layout, Inboxes inboxes, ControlInbox control)
      throws IOException {
    LuceneIndex index = LuceneIndex.openForReading(layout.index());
    return new IndexKeeper(layout, inboxes, control, Progress.QUIET, index, false);
  }

  LuceneIndex index() {
    return index;
  }

  Traces traces() {
    return traces;
  }

  boolean writes() {
    return writes;
  }

  /// Returns when the index holds everything that git has of the inbox.
  IndexReport bringUp(InboxName name) throws IOException {
    if (writes) {
      return catchUp(name);
    }
    long commits = newCommits(name);
    long before = count(name);
    if (!await(name)) {
      return catchUp(name);
    }
    long added = Math.max(0, count(name) - before);
    long duplicates = Math.max(0, commits - added); // as far as one can tell from outside
    return new IndexReport(commits, added, duplicates, 0, 0, List.of());
  }

  /// Waits for the process that writes the index. False if there is none any more, so that we do.
  private boolean await(InboxName name) throws IOException {
    long deadline = System.nanoTime() + PATIENCE.toNanos();
    for (int polls = 1; !holdsTips(name); polls++) {
      boolean stalled = polls % STALLED_POLLS == 0;
      if (followSwap() ? writes : stalled && takeOver()) {
        return false;
      }
      if (index.refresh()) {
        deadline = System.nanoTime() + PATIENCE.toNanos();
      } else if (System.nanoTime() > deadline) {
        throw new IOException(
            layout.index() + ": the process that writes this index does not follow " + name);
      }
      pause();
    }
    return true;
  }

  private long count(InboxName name) throws IOException {
    try (IndexView view = index.view()) {
      return view.count(Scope.of(name));
    }
  }

  /// How many commits git has that the index has not.
  private long newCommits(InboxName name) throws IOException {
    Inbox inbox = inboxes.get(name);
    inbox.refresh();
    long commits = 0;
    try (IndexView view = index.view()) {
      for (Epoch epoch : inbox.epochs()) {
        Bookmarks.EpochKey key = new Bookmarks.EpochKey(name, epoch.number());
        String tip = epoch.tip().orElse(null);
        if (tip != null) {
          try (Epoch.Scan scan = epoch.scan(tip, view.bookmarks().commits().get(key))) {
            commits += scan.count();
          }
        }
      }
    }
    return commits;
  }

  /// What a failed attempt wrote is dropped, or the next would write it a second time.
  private IndexReport catchUp(InboxName name) throws IOException {
    try {
      return new Indexer(index, inboxes, control, progress).catchUp(name);
    } catch (IOException | RuntimeException e) {
      try {
        if (followSwap()) {
          return bringUp(name); // a rebuilt index took the place of ours meanwhile
        }
        index.rollback();
      } catch (IOException | RuntimeException again) {
        e.addSuppressed(again);
      }
      throw e;
    }
  }

  private static void pause() throws IOException {
    try {
      Thread.sleep(POLL);
    } catch (InterruptedException e) {
      throw new IOException("interrupted while waiting for the index", e);
    }
  }

  private boolean holdsTips(InboxName name) throws IOException {
    Inbox inbox = inboxes.get(name);
    inbox.refresh();
    try (IndexView view = index.view()) {
      Bookmarks bookmarks = view.bookmarks();
      for (Epoch epoch : inbox.epochs()) {
        String tip = epoch.tip().orElse(null);
        Bookmarks.EpochKey key = new Bookmarks.EpochKey(name, epoch.number());
        if (tip != null && !tip.equals(bookmarks.commits().get(key))) {
          return false;
        }
      }
      return true;
    }
  }

  /// Builds a new index beside the one in use and puts it in its place by renaming. A running
  /// `serve` notices and moves over.
  static IndexReport rebuild(ArchiveLayout layout, List<InboxSettings> settings, Progress progress)
      throws IOException {
    Path building = layout.index().resolveSibling("index.new");
    Path old = layout.index().resolveSibling("index.old");
    requireNoOther(building);
    Deletion.tree(building);
    IndexReport report = IndexReport.NOTHING;
    ControlInbox control = ControlInbox.open(layout.control());
    try (Inboxes inboxes = new Inboxes(settings);
        LuceneIndex index = LuceneIndex.openForWriting(building)) {
      Indexer indexer = new Indexer(index, inboxes, control, progress);
      for (InboxName name : inboxes.names()) {
        report = report.plus(indexer.catchUp(name));
      }
    }
    Deletion.tree(old);
    if (Files.exists(layout.index())) {
      Files.move(layout.index(), old, StandardCopyOption.ATOMIC_MOVE);
    }
    Files.move(building, layout.index(), StandardCopyOption.ATOMIC_MOVE);
    Deletion.tree(old);
    return report;
  }

  /// Two at once would delete each other's work.
  private static void requireNoOther(Path building) throws IOException {
    try {
      if (LuceneIndex.exists(building)) {
        LuceneIndex.openForWriting(building).close();
      }
    } catch (LuceneIndex.IndexHeldException e) {
      throw new IOException(building + ": another process is making a new index", e);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: unreadable leftovers", building);
    }
  }

  /// If the index directory is not the one we opened any more, opens the new one. Readers are
  /// served by the old one until then.
  synchronized boolean followSwap() throws IOException {
    if (!index.isReplaced()) {
      return false;
    }
    for (int i = 0; i < SWAP_POLLS_MAX && index.isAbsent(); i++) {
      pause(); // between the two renames of a swap
    }
    LuceneIndex before = index;
    before.stopWriting();
    writes = false;
    LuceneIndex after;
    try {
      after = LuceneIndex.openForWriting(layout.index());
      writes = true;
    } catch (LuceneIndex.IndexHeldException e) {
      after = LuceneIndex.openForReading(layout.index());
    }
    index = after;
    before.close();
    return true;
  }

  /// Becomes the writer if nobody else is any more.
  synchronized boolean takeOver() throws IOException {
    if (writes) {
      return true;
    }
    try {
      LuceneIndex before = index;
      index = LuceneIndex.openForWriting(layout.index());
      writes = true;
      before.close();
      return true;
    } catch (LuceneIndex.IndexHeldException e) {
      index.refresh();
      return false;
    }
  }

  @Override
  public void close() throws IOException {
    index.close();
  }
}
