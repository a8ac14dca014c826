package org.annals.ingest;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.concurrent.TimeUnit;
import org.annals.archive.Intake;

/// Writes down for whom mail came that is for no inbox, as far as that is of use: a flood of
/// guessed addresses must not drive out what is remembered of other mails. Thread-safe.
final class Strangers {
  private static final Logger LOG = System.getLogger(Strangers.class.getName());
  private static final int TRACED_A_MINUTE = 60;
  private static final long MINUTE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final Intake intake;
  private long minuteBegan = System.nanoTime();
  private int inMinute;

  Strangers(Intake intake) {
    this.intake = intake;
  }

  /// `mail` is empty if none was sent, as all of its recipients were strangers.
  void trace(byte[] mail, String from, String address) {
    if (isOneMoreTraced()) {
      intake.unknown(mail, from, "nobody here is " + address);
    }
  }

  private synchronized boolean isOneMoreTraced() {
    long now = System.nanoTime();
    if (now - minuteBegan > MINUTE_NANOS) {
      if (inMinute > TRACED_A_MINUTE) {
        LOG.log(
            Level.INFO,
            "lmtp refused {0} recipients within a minute that are no inbox; {1} were written down",
            inMinute,
            TRACED_A_MINUTE);
      }
      minuteBegan = now;
      inMinute = 0;
    }
    return ++inMinute <= TRACED_A_MINUTE;
  }
}
