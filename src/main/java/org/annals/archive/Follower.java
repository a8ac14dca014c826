package org.annals.archive;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.annals.store.InboxLock;
import org.annals.store.InboxName;

/// The one thread that indexes while the archive is served.
///
/// It watches the lock files of the inboxes, which grow with each change, and looks at all
/// epochs now and then for changes that nobody announced (a plain `git fetch`). It is stopped by
/// a flag, never by an interrupt, which would close the index's files.
public final class Follower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(Follower.class.getName());
  private static final Duration POLL = Duration.ofMillis(100);

  /// While mail pours in it is looked for less often, as each publication costs the same for one
  /// mail and for many.
  private static final Duration POLL_MAX = Duration.ofMillis(400);

  private static final Duration SWEEP = Duration.ofSeconds(5);

  /// After a failure, for example a full disk, this long until the next try.
  private static final Duration BACK_OFF = Duration.ofSeconds(10);

  private final Archive archive;
  private final Thread thread;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final Map<InboxName, Long> seen = new HashMap<>();

  /// When to look at an inbox again that failed.
  private final Map<InboxName, Long> retryAt = new HashMap<>();

  private int orders;

  private Follower(Archive archive) {
    this.archive = archive;
    this.thread = new Thread(this::run, "follower");
  }

  public static Follower start(Archive archive) {
    Follower follower = new Follower(archive);
    follower.thread.start();
    return follower;
  }

  private void run() {
    long nextSweep = System.nanoTime();
    Duration pause = Duration.ZERO;
    while (!isStopped(pause)) {
      boolean found = false;
      try {
        boolean swapped = archive.keeper().followSwap();
        if (archive.keeper().takeOver()) {
          boolean sweep = swapped || System.nanoTime() - nextSweep >= 0;
          found = bringUp(sweep);
          followOrders();
          if (sweep) {
            resumeRemovals();
            nextSweep = System.nanoTime() + SWEEP.toNanos();
          }
        }
        pause = found ? longer(pause) : POLL;
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.ERROR, "indexing: " + e, e);
        pause = BACK_OFF;
      }
    }
  }

  private static Duration longer(Duration pause) {
    Duration next = pause.plus(POLL);
    return next.compareTo(POLL_MAX) < 0 ? next : POLL_MAX;
  }

  /// Whether there was mail. An inbox that cannot be read does not keep the others waiting.
  private boolean bringUp(boolean all) {
    boolean found = false;
    for (InboxName name : archive.names()) {
      Long retry = retryAt.get(name);
      if (retry != null && System.nanoTime() - retry < 0) {
        continue;
      }
      try {
        found |= bringUp(name, all || retryAt.remove(name) != null);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.ERROR, "indexing " + name + ": " + e, e);
        retryAt.put(name, System.nanoTime() + BACK_OFF.toNanos());
      }
      if (isStopped(Duration.ZERO)) {
        break;
      }
    }
    return found;
  }

  private boolean bringUp(InboxName name, boolean all) throws IOException {
    long changes = archive.opened().get(name).changeCount();
    Long before = seen.put(name, changes);
    if (!all && before != null && before == changes) {
      return false;
    }
    IndexReport report = archive.bringUp(name);
    report.warnings().forEach(line -> LOG.log(Level.WARNING, "{0}: {1}", name, line));
    return report.commits() > 0;
  }

  /// What programs, or other processes, said since.
  private void followOrders() throws IOException {
    archive.control().follow();
    int records = archive.control().size();
    if (records != orders) {
      archive.track();
      orders = records;
    }
  }

  /// What a process that was killed left half done. Whoever holds the lock is at it, or another
  /// writer, and then later is early enough.
  private void resumeRemovals() {
    for (InboxName name : archive.names()) {
      if (archive.control().removals().unfinished(name).isEmpty() || retryAt.containsKey(name)) {
        continue;
      }
      try {
        int count = new Remover(archive, name).resume(Duration.ZERO);
        LOG.log(Level.INFO, "{0}: went on with {1} removal(s) cut short", name, count);
      } catch (InboxLock.LockedException e) {
        LOG.log(Level.DEBUG, "{0}: {1}", name, e);
      } catch (IOException | RuntimeException e) {
        LOG.log(Level.ERROR, "removing from " + name + ": " + e, e);
        retryAt.put(name, System.nanoTime() + BACK_OFF.toNanos());
      }
    }
  }

  private boolean isStopped(Duration wait) {
    try {
      return stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true; // nobody of ours does this
    }
  }

  /// Returns when the batch in work is published.
  @Override
  public void close() {
    stop.countDown();
    try {
      thread.join();
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "not waited for the follower");
    }
  }
}
