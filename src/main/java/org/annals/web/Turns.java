package org.annals.web;

import java.util.EnumMap;
import java.util.Map;

/// Decides who works and who waits, each class of answers apart, so that expensive answers never
/// keep cheap ones waiting. Thread-safe.
final class Turns {
  private final Map<Route.Cost, TurnQueue> queues = new EnumMap<>(Route.Cost.class);

  Turns(WebLimits limits) {
    limits.shares().forEach((cost, share) -> queues.put(cost, new TurnQueue(share)));
  }

  /// Permission to work; must be closed. One thread.
  interface Turn extends AutoCloseable {
    /// For answers that cost nothing.
    Turn FREE = () -> {};

    /// Nothing is worked on from now on, as bytes are on their way to the client.
    default void pause() {}

    /// Waits until it is this answer's turn again.
    default void resume() {}

    @Override
    void close();
  }

  /// Waits for a turn. Refuses when there are too many before.
  Turn take(Route.Cost cost, ClientAddress who) {
    TurnQueue queue = queues.get(cost);
    return queue == null ? Turn.FREE : queue.take(who);
  }

  /// How many wait, are worked on or being sent.
  int size() {
    return queues.values().stream().mapToInt(TurnQueue::size).sum();
  }

  /// Refuses who waits to begin, now and later. What has begun goes on.
  void stop() {
    queues.values().forEach(TurnQueue::stop);
  }
}
