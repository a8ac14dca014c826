package org.annals.ingest;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.annals.archive.Intake;
import org.annals.mail.Message;
import org.annals.store.InboxName;

/// Where the mail of one place goes. One thread.
///
/// Mails are collected until there are many, or until somebody waits for them. They are on disk
/// when `flush` has returned.
public final class Inflow {
  private static final Logger LOG = System.getLogger(Inflow.class.getName());
  private static final int BATCH_MESSAGES_MAX = 200;
  private static final int BATCH_BYTES_MAX = 16 << 20;

  private final Watched watched;
  private final Filing filing;
  private final SpamRemoval spam;
  private final List<Mail> batch = new ArrayList<>();
  private long bytes;

  /// The way to an inbox, as [Intake#submit] is.
  public interface Filing {
    CompletableFuture<Intake.Outcome> submit(InboxName inbox, byte[] mail, String from);
  }

  /// Removes what is spam from every inbox; an inbox that does not have it stays as it is.
  public interface SpamRemoval {
    void remove(Message mail) throws IOException;
  }

  /// `where` names the file or number, for people.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  private record Mail(byte[] raw, String where) {}

  Inflow(Watched watched, Filing filing, SpamRemoval spam) {
    this.watched = watched;
    this.filing = filing;
    this.spam = spam;
  }

  boolean isSpam() {
    return watched.spam();
  }

  void add(byte[] raw, String where) throws IOException {
    batch.add(new Mail(raw, where));
    bytes += raw.length;
    if (batch.size() >= BATCH_MESSAGES_MAX || bytes >= BATCH_BYTES_MAX) {
      flush();
    }
  }

  /// What cannot be filed now, for example for a full disk, makes this fail; it is to be added
  /// again.
  void flush() throws IOException {
    List<Mail> mails = List.copyOf(batch);
    batch.clear();
    bytes = 0;
    if (watched.spam()) {
      for (Mail mail : mails) {
        spam.remove(Message.parse(mail.raw()));
      }
      return;
    }
    List<Mail> submitted = new ArrayList<>();
    List<CompletableFuture<Intake.Outcome>> outcomes = new ArrayList<>();
    for (Mail mail : mails) {
      if (!submit(mail, submitted, outcomes)) {
        break;
      }
    }
    for (int i = 0; i < outcomes.size(); i++) {
      if (Intake.await(outcomes.get(i)) instanceof Intake.Outcome.Refused refused) {
        String where = submitted.get(i).where();
        LOG.log(
            Level.WARNING,
            "watch: {0}: refused by {1}: {2}",
            where,
            refused.inbox(),
            refused.words());
      }
    }
  }

  /// False if it failed at once, as when a spam filter does not answer: the others would, too, and
  /// each would wait for it.
  private boolean submit(
      Mail mail, List<Mail> submitted, List<CompletableFuture<Intake.Outcome>> outcomes) {
    Message message = Message.parse(mail.raw());
    for (WatchTarget target : watched.targets()) {
      if (target.takes(message)) {
        CompletableFuture<Intake.Outcome> outcome =
            filing.submit(target.inbox(), mail.raw(), "watch " + watched.place().name());
        submitted.add(mail);
        outcomes.add(outcome);
        if (outcome.isCompletedExceptionally()) {
          return false;
        }
      }
    }
    return true;
  }
}
