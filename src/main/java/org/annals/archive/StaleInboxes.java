package org.annals.archive;

import java.time.Instant;
import java.util.SortedMap;
import java.util.TreeMap;
import org.annals.store.InboxName;

/// Inboxes that cannot be brought up to their servers at the moment. Thread-safe; whoever tries to
/// bring them up tells of it.
public final class StaleInboxes {
  private final SortedMap<InboxName, Stale> all = new TreeMap<>();

  /// Since when, and why.
  public record Stale(Instant since, String why) {}

  public synchronized void add(InboxName inbox, Stale stale) {
    all.put(inbox, stale);
  }

  public synchronized void remove(InboxName inbox) {
    all.remove(inbox);
  }

  /// Those at the moment.
  public synchronized SortedMap<InboxName, Stale> now() {
    return new TreeMap<>(all);
  }
}
