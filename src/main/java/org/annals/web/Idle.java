package org.annals.web;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.function.Consumer;
import java.util.function.Supplier;

/// Things that take long to make and can be used again, waiting for their next use. Thread-safe.
final class Idle<T> {
  private final ArrayBlockingQueue<T> waiting;
  private final Supplier<T> maker;
  private final Consumer<T> end;

  /// At most `waitingMax` wait; what comes back beyond that is ended.
  Idle(int waitingMax, Supplier<T> maker, Consumer<T> end) {
    this.waiting = new ArrayBlockingQueue<>(waitingMax);
    this.maker = maker;
    this.end = end;
  }

  T take() {
    T one = waiting.poll();
    return one == null ? maker.get() : one;
  }

  /// Takes back what is as good as new.
  void giveBack(T one) {
    if (!waiting.offer(one)) {
      end.accept(one);
    }
  }
}
