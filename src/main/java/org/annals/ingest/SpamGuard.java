package org.annals.ingest;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;

/// A spam filter, and what becomes of mail while it does not answer: it waits, or is taken as it
/// is. The log says once that it does not answer, and once when it does again. Thread-safe.
public final class SpamGuard implements SpamCheck {
  private static final Logger LOG = System.getLogger(SpamGuard.class.getName());

  private final SpamCheck filter;
  private final boolean needed;
  private boolean failing;

  /// `needed`: without an answer mail is not taken.
  public SpamGuard(SpamCheck filter, boolean needed) {
    this.filter = filter;
    this.needed = needed;
  }

  @Override
  public String spam(byte[] mail) throws IOException {
    try {
      String spam = filter.spam(mail);
      answered();
      return spam;
    } catch (IOException e) {
      failed(e);
      if (needed) {
        throw e;
      }
      return "";
    }
  }

  private synchronized void answered() {
    if (failing) {
      LOG.log(Level.INFO, "the spam filter answers again");
    }
    failing = false;
  }

  private synchronized void failed(IOException why) {
    if (!failing) {
      String then = needed ? "mail is asked to come again: " : "mail is taken unchecked: ";
      LOG.log(Level.WARNING, then + why.getMessage());
    }
    failing = true;
  }

  @Override
  public void learn(byte[] mail, boolean spam) throws IOException {
    filter.learn(mail, spam);
  }
}
