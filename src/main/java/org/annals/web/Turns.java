package org.annals.web;

import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/// Lets only so many expensive answers be worked on at a time, first come, first served.
///
/// While bytes are on their way to a client nothing is worked on, so a slow client takes nobody's
/// turn; how many answers are under way at all is limited on its own.
final class Turns {
  private final Semaphore admitted;
  private final Semaphore working;
  private final int waitMillis;

  Turns(WebLimits limits) {
    this.admitted = new Semaphore(limits.expensiveAnswers());
    this.working = new Semaphore(limits.expensiveWorkers(), true);
    this.waitMillis = limits.turnWaitMillis();
  }

  /// Permission to work; must be closed.
  interface Turn extends AutoCloseable {
    /// For answers that cost little.
    Turn FREE = () -> {};

    default void pause() {}

    default void resume() {}

    @Override
    void close();
  }

  Turn take() {
    if (!admitted.tryAcquire()) {
      throw tooBusy();
    }
    boolean taken = false;
    try {
      taken = working.tryAcquire(waitMillis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      if (!taken) {
        admitted.release();
      }
    }
    if (!taken) {
      throw tooBusy();
    }
    return new Working();
  }

  private static Refusal tooBusy() {
    return new Refusal(Refusal.Reason.TOO_BUSY, "Too many large pages at once; try again.");
  }

  private final class Working implements Turn {
    @Override
    public void pause() {
      working.release();
    }

    @Override
    public void resume() {
      working.acquireUninterruptibly();
    }

    @Override
    public void close() {
      working.release();
      admitted.release();
    }
  }
}
