package org.annals.ingest;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.BooleanSupplier;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.archive.RecordedRemovals;
import org.annals.store.Epoch;
import org.annals.store.EpochCopy;
import org.annals.store.Inbox;
import org.annals.store.InboxLock;
import org.annals.store.InboxName;
import org.annals.store.RemoteEpoch;
import org.annals.store.StoredCommit;
import org.jspecify.annotations.Nullable;

/// Brings mirrored inboxes up to what their servers have: manifest, then the epochs that changed,
/// oldest first, each checked in full beside ours before it counts. Thread-safe; close it.
///
/// One process at a time fetches an inbox (`mirror.lock`); the writer's lock is held only while
/// what was fetched is put in place. What was fetched before a failure stays, and the next run
/// goes on from there.
public final class MirrorFetch implements AutoCloseable {
  private static final Duration ANSWER = Duration.ofSeconds(60);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final String LOCK = "mirror.lock";

  /// A history that is rewritten upstream may lose this many messages, or this share of them.
  private static final int LOST_MESSAGES_MAX = 100;

  private static final int LOST_SHARE_MAX = 10;

  private final MirrorClient client = new MirrorClient(ANSWER);
  private final RemoteEpoch.Bounds bounds;
  private final BooleanSupplier stopped;
  private final ControlInbox control;

  /// `stopped`: what is in transfer ends soon after it says true.
  /// What `control` says was removed here does not come back.
  public MirrorFetch(RemoteEpoch.Bounds bounds, BooleanSupplier stopped, ControlInbox control) {
    this.bounds = bounds;
    this.stopped = stopped;
    this.control = control;
  }

  /// What came of an inbox: a line for each epoch that changed; what its server removed and is to
  /// be removed here, oldest first ([Remover#apply]); why other notices of removals are refused.
  public record Report(
      List<String> changes, List<ControlRecord.Removed> removals, List<String> refused) {
    public boolean isNothing() {
      return changes.isEmpty() && removals.isEmpty();
    }
  }

  /// The inbox at a URL, or all of those of the site there.
  public List<MirrorSource> find(URI url) throws IOException {
    return MirrorSource.find(client, url);
  }

  public MirrorSource.Card card(MirrorSource source) throws IOException {
    return source.card(client);
  }

  /// The epochs that a server has of an inbox, by their numbers.
  public List<Integer> epochs(MirrorSource source) throws IOException {
    URI at = source.url().resolve(MirrorSource.MANIFEST);
    MirrorClient.Fetched file =
        client.get(at, MirrorClient.Version.NONE, Manifest.ZIPPED_BYTES_MAX);
    return List.copyOf(listed(at, file).keySet());
  }

  /// `force`: also where that loses what is only here. An error names the URL.
  public Report fetch(Mirror mirror, boolean force) throws IOException {
    Path lock = mirror.directory().resolve(LOCK);
    if (!Files.exists(lock)) {
      Files.createFile(lock);
    }
    try (InboxLock _ = InboxLock.take(lock, Duration.ZERO)) {
      try {
        Report report = bringUp(mirror, force);
        note(mirror, String.join("; ", report.refused()));
        return report;
      } catch (IOException e) {
        if (!stopped.getAsBoolean()) {
          note(mirror, e.getMessage() == null ? e.toString() : e.getMessage());
        }
        throw e;
      }
    }
  }

  /// For those who ask later how it went.
  private static void note(Mirror mirror, String why) throws IOException {
    MirrorState state = MirrorState.read(mirror.directory());
    state.with(state.outcome().then(Instant.now().getEpochSecond(), why)).write(mirror.directory());
  }

  private Report bringUp(Mirror mirror, boolean force) throws IOException {
    try (Inbox inbox = Inbox.open(mirror.name(), mirror.directory())) {
      MirrorState state = MirrorState.read(mirror.directory());
      URI at = mirror.url().resolve(MirrorSource.MANIFEST);
      MirrorClient.Version known =
          isWhole(inbox, state) && !force ? state.manifest() : MirrorClient.Version.NONE;
      MirrorClient.Fetched file = client.get(at, known, Manifest.ZIPPED_BYTES_MAX);
      List<String> changes =
          file.isUnchanged()
              ? List.of()
              : new Run(inbox, mirror, file.url(), force, state)
                  .all(listed(at, file), file.version());
      control.follow(); // only now: a message that is hidden there comes hidden
      MirroredRemovals told = MirroredRemovals.ask(client, mirror, control.removals());
      return new Report(changes, told.news(), told.refused());
    }
  }

  private static boolean isWhole(Inbox inbox, MirrorState state) throws IOException {
    for (int number : state.epochs().keySet()) {
      Optional<Epoch> held = find(inbox, number);
      if (held.isEmpty() || held.get().tip().isEmpty()) {
        return false;
      }
    }
    return true;
  }

  private static Optional<Epoch> find(Inbox inbox, int number) {
    return inbox.epochs().stream().filter(epoch -> epoch.number() == number).findFirst();
  }

  /// A manifest at an inbox lists that one; a server may know it by another name there.
  private static SortedMap<Integer, String> listed(URI at, MirrorClient.Fetched file)
      throws IOException {
    if (!file.isThere()) {
      throw new IOException(at + ": is not there: no inbox in the form of v2, or none any more");
    }
    Manifest manifest = Manifest.parse(at.toString(), file.body());
    String path = file.url().resolve(".").getPath();
    Optional<InboxName> named =
        manifest.inboxes().keySet().stream()
            .filter(name -> path.endsWith("/" + name + "/"))
            .findFirst();
    if (named.isPresent()) {
      return manifest.epochs(named.get());
    }
    if (manifest.inboxes().size() != 1) {
      throw new IOException(at + ": does not list the epochs of this inbox");
    }
    return manifest.epochs(manifest.inboxes().firstKey());
  }

  /// One inbox brought up to its manifest. One thread; used once.
  private final class Run {
    private final Inbox inbox;
    private final Mirror mirror;
    private final URI manifest;
    private final boolean force;
    private final List<String> changes = new ArrayList<>();
    private MirrorState state;

    private Run(Inbox inbox, Mirror mirror, URI manifest, boolean force, MirrorState state) {
      this.inbox = inbox;
      this.mirror = mirror;
      this.manifest = manifest;
      this.force = force;
      this.state = state;
    }

    private List<String> all(SortedMap<Integer, String> listed, MirrorClient.Version version)
        throws IOException {
      for (Map.Entry<Integer, String> entry : listed.entrySet()) {
        if (mirror.range().holds(entry.getKey())) {
          bringUp(entry.getKey(), entry.getValue());
        }
      }
      state = state.with(version);
      state.write(mirror.directory());
      return List.copyOf(changes);
    }

    private void bringUp(int number, String fingerprint) throws IOException {
      Epoch ours = find(inbox, number).orElse(null);
      String tip = ours == null ? "" : ours.tip().orElse("");
      MirrorState.Known known = state.epochs().get(number);
      if (ours != null && !tip.isEmpty() && !fingerprint.isEmpty() && !force) {
        if (known != null && known.fingerprint().equals(fingerprint)) {
          return;
        }
        if (ours.card().fingerprint().equals(fingerprint)) {
          remember(number, new MirrorState.Known(fingerprint, tip, tip));
          return;
        }
      }
      URI url = manifest.resolve("git/" + number + ".git");
      if (tip.isEmpty() && isBeforeHeld(number)) {
        throw new IOException(
            url
                + ": comes before epochs that are here, whose article numbers would change;"
                + " mirror it anew under another name");
      }
      RemoteEpoch remote = new RemoteEpoch(url, bounds, stopped);
      try (EpochCopy copy = EpochCopy.fetched(inbox, number, tip.isEmpty() ? null : ours, remote)) {
        String theirs = copy.tip();
        control.refresh();
        new RecordedRemovals(inbox, control.removals()).applyTo(copy.epoch());
        publish(copy, number, known, url);
        String now = find(inbox, number).orElseThrow().tip().orElse("");
        remember(number, new MirrorState.Known(fingerprint, theirs, now));
      }
    }

    private boolean isBeforeHeld(int number) throws IOException {
      for (Epoch epoch : inbox.epochs()) {
        if (epoch.number() > number && epoch.tip().isPresent()) {
          return true;
        }
      }
      return false;
    }

    private void remember(int number, MirrorState.Known known) throws IOException {
      state = state.with(number, known);
      state.write(mirror.directory());
    }

    private void publish(EpochCopy copy, int number, MirrorState.@Nullable Known known, URI url)
        throws IOException {
      try (InboxLock lock = inbox.lock(PATIENCE)) {
        inbox.refresh();
        Epoch ours = find(inbox, number).orElse(null);
        if (ours == null) {
          changes.add("epoch " + number + ": new");
          copy.adopt(number);
        } else if (ours.tip().isEmpty()) {
          changes.add("epoch " + number + ": filled");
          copy.advance(ours);
        } else if (!put(copy, ours, known, url)) {
          return;
        }
        lock.announce();
      }
    }

    /// Whether anything changed.
    private boolean put(EpochCopy copy, Epoch ours, MirrorState.@Nullable Known known, URI url)
        throws IOException {
      String tip = ours.tip().orElseThrow();
      if (copy.tip().equals(tip)) {
        return false;
      }
      if (copy.epoch().contains(tip)) {
        copy.advance(ours);
        changes.add("epoch " + ours.number() + ": new mail");
        return true;
      }
      boolean untouched = known != null && known.ours().equals(tip);
      if (!untouched && !force && ours.contains(copy.tip())) {
        return false; // mail came in here beside
      }
      if (!force) {
        requireHarmless(copy, ours, untouched, url);
      }
      copy.replace(ours);
      changes.add("epoch " + ours.number() + ": history rewritten upstream, and here");
      return true;
    }

    private void requireHarmless(EpochCopy copy, Epoch ours, boolean untouched, URI url)
        throws IOException {
      if (!untouched) {
        throw new IOException(
            url
                + ": its history was rewritten, and "
                + ours.path()
                + " holds commits that never"
                + " came from there; 'annals fetch --force' gives them up");
      }
      long before = messages(ours);
      long lost = before - messages(copy.epoch());
      if (lost > Math.max(LOST_MESSAGES_MAX, before / LOST_SHARE_MAX)) {
        throw new IOException(
            url
                + ": its history was rewritten and lacks "
                + lost
                + " of "
                + before
                + " messages; 'annals fetch --force' follows it nevertheless");
      }
    }

    private static long messages(Epoch epoch) throws IOException {
      long count = 0;
      try (Epoch.Scan scan = epoch.scan(epoch.tip().orElseThrow(), null)) {
        while (scan.hasNext()) {
          count += scan.next().kind() == StoredCommit.Kind.ADD ? 1 : 0;
        }
      }
      return count;
    }
  }

  @Override
  public void close() {
    client.close();
  }
}
