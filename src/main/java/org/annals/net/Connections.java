package org.annals.net;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/// The connections of one protocol, and how many each client has. Thread-safe.
final class Connections {
  private final LineLimits limits;
  private final Set<Wire> open = new HashSet<>();
  private final Map<ClientAddress, Integer> counts = new HashMap<>();
  private boolean stopping;
  private long refused;

  Connections(LineLimits limits) {
    this.limits = limits;
  }

  /// Whether it may stay. If so, `remove` it in the end.
  synchronized boolean add(Wire wire) {
    boolean near = wire.address().isLoopbackAddress();
    int ofClient = near ? 0 : counts.getOrDefault(wire.client(), 0);
    if (stopping
        || open.size() >= limits.connections()
        || ofClient >= limits.connectionsPerAddress()) {
      refused++;
      return false;
    }
    open.add(wire);
    if (!near) {
      counts.put(wire.client(), ofClient + 1);
    }
    return true;
  }

  synchronized void remove(Wire wire) {
    if (open.remove(wire)) {
      counts.computeIfPresent(wire.client(), (_, count) -> count == 1 ? null : count - 1);
      notifyAll();
    }
  }

  synchronized int size() {
    return open.size();
  }

  /// How many were refused since this was asked last.
  synchronized long takeRefused() {
    long taken = refused;
    refused = 0;
    return taken;
  }

  synchronized List<Wire> all() {
    return List.copyOf(open);
  }

  /// From now on none is admitted.
  synchronized void stop() {
    stopping = true;
  }

  /// Waits until all have left. False if that took too long.
  synchronized boolean awaitNone(int millis) throws InterruptedException {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(millis);
    while (!open.isEmpty()) {
      long left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
      if (left <= 0) {
        return false;
      }
      wait(left);
    }
    return true;
  }
}
