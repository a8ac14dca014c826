package org.annals.web;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.annals.net.ClientAddress;

/// The answers of one class: a few are worked on at a time, the others wait in `WaitingLines`.
/// Thread-safe.
///
/// While an answer's bytes are on their way to the client it has no turn, so a slow client takes
/// nobody's, and a long answer shares with the others after every piece. When too many wait, the
/// last one of the longest line is refused, so one address cannot fill the queue for the others.
final class TurnQueue {
  private enum State {
    WAITING,
    WORKING,
    SENDING,
    REFUSED
  }

  private final WebLimits.Share share;
  private final ReentrantLock lock = new ReentrantLock();
  private final WaitingLines<Place> lines = new WaitingLines<>();

  /// How many answers each address waits for or gets.
  private final Map<ClientAddress, Integer> places = new HashMap<>();

  private int working;
  private int begun;
  private boolean stopped;

  TurnQueue(WebLimits.Share share) {
    this.share = share;
  }

  Turns.Turn take(ClientAddress who) {
    lock.lock();
    try {
      if (stopped) {
        throw refusal(Refusal.Reason.TOO_BUSY);
      }
      if (places.getOrDefault(who, 0) >= share.perAddress()) {
        throw refusal(Refusal.Reason.TOO_MANY);
      }
      Place place = new Place(who);
      places.merge(who, 1, Integer::sum);
      lines.begin(who, place);
      serve();
      if (lines.beginning() > share.queue()) {
        lines.dropFromLongest().ifPresent(this::refuse);
      }
      place.awaitBegin();
      return place;
    } finally {
      lock.unlock();
    }
  }

  /// Refuses who waits to begin, now and later.
  void stop() {
    lock.lock();
    try {
      stopped = true;
      lines.dropAll().forEach(this::refuse);
    } finally {
      lock.unlock();
    }
  }

  /// How many wait to begin, are worked on or being sent.
  int size() {
    lock.lock();
    try {
      return lines.beginning() + begun;
    } finally {
      lock.unlock();
    }
  }

  private void serve() {
    while (working < share.workers()) {
      Optional<Place> next = lines.next(begun < share.answers());
      if (next.isEmpty()) {
        return;
      }
      next.get().work();
    }
  }

  private void refuse(Place place) {
    place.state = State.REFUSED;
    place.changed.signal();
  }

  private Refusal refusal(Refusal.Reason reason) {
    String why =
        reason == Refusal.Reason.TOO_MANY
            ? "Too many requests of yours wait already; ask for fewer at a time."
            : stopped ? "The server is stopping." : "Too many pages of this kind are being made.";
    return new Refusal(reason, why);
  }

  /// Its state is guarded by the queue's lock.
  private final class Place implements Turns.Turn {
    private final ClientAddress who;
    private final Condition changed = lock.newCondition();
    private State state = State.WAITING;
    private boolean hasBegun;

    Place(ClientAddress who) {
      this.who = who;
    }

    private void work() {
      state = State.WORKING;
      working++;
      begun += hasBegun ? 0 : 1;
      hasBegun = true;
      changed.signal();
    }

    private void awaitBegin() {
      long nanos = TimeUnit.MILLISECONDS.toNanos(share.waitMillis());
      while (state == State.WAITING && nanos > 0) {
        try {
          nanos = changed.awaitNanos(nanos);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          nanos = 0;
        }
      }
      if (state != State.WORKING) {
        lines.leave(who, this);
        boolean alone = places.getOrDefault(who, 0) <= 1;
        leave();
        throw refusal(alone || stopped ? Refusal.Reason.TOO_BUSY : Refusal.Reason.TOO_MANY);
      }
    }

    private void leave() {
      places.computeIfPresent(who, (_, count) -> count == 1 ? null : count - 1);
    }

    @Override
    public void pause() {
      lock.lock();
      try {
        state = State.SENDING;
        working--;
        serve();
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void resume() {
      lock.lock();
      try {
        state = State.WAITING;
        lines.goOn(who, this);
        serve();
        while (state == State.WAITING) {
          changed.awaitUninterruptibly();
        }
      } finally {
        lock.unlock();
      }
    }

    @Override
    public void close() {
      lock.lock();
      try {
        working -= state == State.WORKING ? 1 : 0;
        begun--;
        leave();
        serve();
      } finally {
        lock.unlock();
      }
    }
  }
}
