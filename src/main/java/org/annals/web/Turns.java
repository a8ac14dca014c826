package org.annals.web;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.archive.InboxSettings.Limit;
import org.annals.net.ClientAddress;

/// Decides who works and who waits, each class of answers apart, so that expensive answers never
/// keep cheap ones waiting. Thread-safe.
final class Turns {
  private final WebLimits limits;
  private final Map<Route.Cost, TurnQueue> queues = new EnumMap<>(Route.Cost.class);

  /// Of git answers, as many as the config has limits.
  private final Map<Limit, TurnQueue> limited = new ConcurrentHashMap<>();

  Turns(WebLimits limits) {
    this.limits = limits;
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

  /// Waits for a turn among those that the operator's limit holds together, then among all of the
  /// class. Who sends keeps the former, as it is about answers, not about work.
  Turn take(Route.Cost cost, Limit limit, ClientAddress who) {
    WebLimits.Share share = limits.shares().get(cost);
    Turn place =
        share == null
            ? Turn.FREE
            : limited.computeIfAbsent(limit, one -> new TurnQueue(share.within(one))).take(who);
    boolean taken = false;
    try {
      Turn turn = new Limited(take(cost, who), place);
      taken = true;
      return turn;
    } finally {
      if (!taken) {
        place.close();
      }
    }
  }

  private record Limited(Turn turn, Turn place) implements Turn {
    @Override
    public void pause() {
      turn.pause();
    }

    @Override
    public void resume() {
      turn.resume();
    }

    @Override
    public void close() {
      turn.close();
      place.close();
    }
  }

  /// How many wait in their class, are worked on or being sent.
  int size() {
    return queues.values().stream().mapToInt(TurnQueue::size).sum();
  }

  /// Refuses who waits to begin, now and later. What has begun goes on.
  void stop() {
    limited.values().forEach(TurnQueue::stop);
    queues.values().forEach(TurnQueue::stop);
  }
}
