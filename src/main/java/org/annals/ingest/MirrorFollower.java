package org.annals.ingest;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord;
import org.annals.archive.Remover;
import org.annals.archive.StaleInboxes;
import org.annals.store.InboxLock;
import org.annals.store.RemoteEpoch;
import org.jspecify.annotations.Nullable;

/// Fetches mirrored inboxes while the archive is served, a few at a time. Whoever follows the lock
/// files indexes what comes.
///
/// Each mirror has its own time, spread at random so that many do not ask at once. After a failure
/// its pause doubles, up to six hours; what failed is logged once, and again when it is another
/// failure, and when it works again. Threads are told to stop, never interrupted.
public final class MirrorFollower implements AutoCloseable {
  private static final System.Logger LOG = System.getLogger(MirrorFollower.class.getName());
  private static final int WORKERS = 2;
  private static final Duration PAUSE_MAX = Duration.ofHours(6);
  private static final Duration POLL = Duration.ofMillis(200);

  /// What is in transfer when we close may take this long to notice.
  private static final Duration GOODBYE = Duration.ofSeconds(5);

  private static final double SPREAD = 0.1;

  private final Archive archive;
  private final MirrorFetch fetch;
  private final List<Mirror> mirrors;
  private final Duration interval;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final CountDownLatch ended = new CountDownLatch(WORKERS);
  private final Map<Mirror, Course> courses = new HashMap<>();

  /// When a mirror is due, and what went wrong last.
  private static final class Course {
    private long due;
    private boolean busy;
    private int failures;
    private String complaint = "";
  }

  private MirrorFollower(List<Mirror> mirrors, Duration interval, Archive archive) {
    this.archive = archive;
    this.mirrors = List.copyOf(mirrors);
    this.interval = interval;
    this.fetch =
        new MirrorFetch(RemoteEpoch.Bounds.DEFAULT, () -> stop.getCount() == 0, archive.control());
  }

  /// The first fetch of each is within a tenth of the interval. The archive is told which fail.
  public static MirrorFollower start(List<Mirror> mirrors, Duration interval, Archive archive)
      throws IOException {
    MirrorFollower follower = new MirrorFollower(mirrors, interval, archive);
    long now = System.nanoTime();
    for (Mirror mirror : follower.mirrors) {
      Course course = new Course();
      double part = ThreadLocalRandom.current().nextDouble(SPREAD);
      course.due = now + (long) (part * interval.toNanos());
      follower.courses.put(mirror, course);
      follower.tell(mirror);
    }
    for (int i = 0; i < WORKERS; i++) {
      Thread.ofPlatform().daemon().name("mirrors-" + i).start(follower::run);
    }
    return follower;
  }

  private void run() {
    try {
      while (!isStopped(POLL)) {
        Mirror mirror = take();
        if (mirror != null) {
          work(mirror);
        }
      }
    } finally {
      ended.countDown();
    }
  }

  private void work(Mirror mirror) {
    String complaint = "";
    try {
      complaint = String.join("; ", bringUp(mirror).refused());
    } catch (InboxLock.LockedException e) {
      LOG.log(Level.DEBUG, "mirror {0}: somebody else fetches it", mirror.name());
    } catch (IOException | RuntimeException e) {
      complaint = e.getMessage() == null ? e.toString() : e.getMessage();
    }
    try {
      tell(mirror);
    } catch (IOException e) {
      complaint = complaint.isEmpty() ? e.toString() : complaint;
    }
    finished(mirror, complaint);
  }

  private MirrorFetch.Report bringUp(Mirror mirror) throws IOException {
    MirrorFetch.Report report = fetch.fetch(mirror, false);
    report.changes().forEach(line -> LOG.log(Level.DEBUG, "mirror {0}: {1}", mirror.name(), line));
    for (ControlRecord.Removed said : report.removals()) {
      new Remover(archive, mirror.name())
          .apply(said, mirror.noticed(said))
          .ifPresent(done -> LOG.log(Level.INFO, "mirror {0}: {1}", mirror.name(), done.note()));
    }
    return report;
  }

  private void tell(Mirror mirror) throws IOException {
    StaleInboxes all = archive.stale();
    mirror
        .stale()
        .ifPresentOrElse(why -> all.add(mirror.name(), why), () -> all.remove(mirror.name()));
  }

  private synchronized @Nullable Mirror take() {
    long now = System.nanoTime();
    for (Mirror mirror : mirrors) {
      Course course = courses.get(mirror);
      if (course != null && !course.busy && now - course.due >= 0) {
        course.busy = true;
        return mirror;
      }
    }
    return null;
  }

  /// `complaint` is empty if it went well.
  private synchronized void finished(Mirror mirror, String complaint) {
    Course course = courses.get(mirror);
    if (course == null || stop.getCount() == 0) {
      return; // what was cut off by us is no failure
    }
    if (!complaint.equals(course.complaint)) {
      if (complaint.isEmpty()) {
        LOG.log(Level.INFO, "mirror {0}: works again", mirror.name());
      } else {
        LOG.log(Level.WARNING, "mirror {0}: {1}", mirror.name(), complaint);
      }
    }
    course.complaint = complaint;
    course.failures = complaint.isEmpty() ? 0 : course.failures + 1;
    course.busy = false;
    course.due = System.nanoTime() + pause(course.failures).toNanos();
  }

  private Duration pause(int failures) {
    long longest = Math.max(interval.toMillis(), PAUSE_MAX.toMillis());
    double grown = Math.min((double) longest, interval.toMillis() * Math.pow(2, failures));
    double spread = 1 + ThreadLocalRandom.current().nextDouble(-SPREAD, SPREAD);
    return Duration.ofMillis(Math.max(1, (long) (grown * spread)));
  }

  private boolean isStopped(Duration wait) {
    try {
      return stop.await(wait.toNanos(), TimeUnit.NANOSECONDS);
    } catch (InterruptedException e) {
      return true; // nobody of ours does this
    }
  }

  /// What is half fetched is thrown away.
  @Override
  public void close() {
    stop.countDown();
    try {
      if (!ended.await(GOODBYE.toNanos(), TimeUnit.NANOSECONDS)) {
        LOG.log(Level.DEBUG, "not waited for a server that is silent");
      }
    } catch (InterruptedException e) {
      LOG.log(Level.WARNING, "not waited for the mirrors");
    }
    fetch.close();
  }
}
