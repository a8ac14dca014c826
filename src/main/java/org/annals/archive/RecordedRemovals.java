package org.annals.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.annals.mail.Message;
import org.annals.store.BlobId;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.HistoryRewrite;
import org.annals.store.HistoryRewrite.Replacement;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.MissingMessageException;
import org.annals.store.StoredCommit;

/// The removals of an inbox, done once more to an epoch that comes from elsewhere: whoever sends it
/// may still have what was removed here.
///
/// Rewriting is deterministic, so what comes in has the commits that this inbox has already.
public final class RecordedRemovals {
  private final Inbox inbox;
  private final InboxName name;
  private final Removals removals;

  public RecordedRemovals(Inbox inbox, Removals removals) {
    this.inbox = inbox;
    this.name = inbox.name();
    this.removals = removals;
  }

  /// Applies them to an epoch that nobody uses yet. True if that changed its history. If anything
  /// was ever removed from the inbox, every message is looked at that the inbox does not hold.
  public boolean applyTo(Epoch incoming) throws IOException {
    String tip = incoming.tip().orElse(null);
    if (tip == null || removals.of(name).isEmpty()) {
      return false;
    }
    // else the history here may still hold what is to go
    boolean clean = removals.unfinished(name).isEmpty();
    Map<BlobId, Replacement> replacements = new HashMap<>();
    try (Epoch.Scan scan = incoming.scan(tip, null);
        BlobReader theirs = BlobReader.of(incoming);
        BlobReader ours = inbox.blobs()) {
      while (scan.hasNext()) {
        StoredCommit commit = scan.next();
        BlobId blob = commit.blob();
        boolean held =
            commit.kind() == StoredCommit.Kind.ADD || commit.kind() == StoredCommit.Kind.REMOVE;
        if (held && !replacements.containsKey(blob) && !(clean && isHere(blob, ours))) {
          replacement(blob, theirs, ours).ifPresent(found -> replacements.put(blob, found));
        }
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return !replacements.isEmpty() && new HistoryRewrite(replacements).applyTo(incoming);
  }

  /// Whether the inbox holds it and nothing says that it should not.
  private boolean isHere(BlobId blob, BlobReader ours) throws IOException {
    return removals.of(name, blob).isEmpty() && ours.has(blob);
  }

  private Optional<Replacement> replacement(BlobId blob, BlobReader theirs, BlobReader ours)
      throws IOException {
    Message mail;
    try {
      mail = Message.parse(theirs.read(blob));
    } catch (MissingMessageException _) {
      return Optional.empty();
    }
    Optional<ControlRecord.Removed> removed = removals.refusing(name, mail);
    boolean hidden =
        removed.map(ControlRecord.Removed::action).equals(Optional.of(RemovalAction.REMOVE));
    if (removed.isEmpty() || (hidden && !inbox.epochs().isEmpty())) {
      return Optional.empty(); // what is only hidden is hidden by a commit of ours
    }
    return Optional.of(replacement(removed.get(), blob, mail, ours));
  }

  private static Replacement replacement(
      ControlRecord.Removed removed, BlobId blob, Message mail, BlobReader ours)
      throws IOException {
    if (removed.action() == RemovalAction.REDACT) {
      return new Replacement.Other(
          Tombstone.of(mail, removed.reason(), removed.actor(), removed.at()));
    }
    for (ControlRecord.Replaced one : removed.blobs()) {
      BlobId after = one.after();
      if (one.before().equals(blob) && after != null && !after.equals(BlobId.EMPTY)) {
        try {
          return new Replacement.Other(Message.parse(ours.read(after)));
        } catch (MissingMessageException _) {
          break; // the inbox was made anew: better nothing than what was cut
        }
      }
    }
    return new Replacement.Nothing();
  }
}
