package org.annals.imap;

import java.io.IOException;

/// The selected mailbox as its client sees it: what has which sequence number changes only when the
/// client was told (RFC 9051 §7.5.1). One thread at a time.
final class Selected {
  private final Mailbox mailbox;
  private UidSet view;
  private long uidNext;

  /// What the last search saved (RFC 5182).
  private UidSet saved = UidSet.EMPTY;

  Selected(Mailbox mailbox, Contents contents) {
    this.mailbox = mailbox;
    this.view = contents.uids();
    this.uidNext = contents.uidNext();
  }

  Mailbox mailbox() {
    return mailbox;
  }

  UidSet view() {
    return view;
  }

  void save(UidSet result) {
    saved = result;
  }

  /// The UIDs that a client means; by sequence numbers only those that there are.
  UidSet resolve(SequenceSet set, boolean uids) {
    if (set.saved()) {
      return view.and(saved);
    }
    if (uids) {
      return view.and(set.resolve(Math.max(1, view.highest())));
    }
    if (set.exceeds(view.size())) {
      throw ImapRefusal.bad("There are only " + view.size() + " messages");
    }
    return view.atPositions(set.resolve(view.size()));
  }

  /// Tells what changed. Messages that came get numbers above all others; one that turns up among
  /// the older ones, as it can in a saved search, is there when the mailbox is selected again.
  void tellNews(Contents now, boolean vanished, ImapWriter out) throws IOException {
    if (now.uids().equals(view)) {
      return;
    }
    UidSet gone = view.minus(now.uids());
    UidSet fresh = now.uids().between(uidNext, UidSet.UID_MAX);
    if (!gone.isEmpty()) {
      if (vanished) {
        out.text("* VANISHED ").line(gone.toString());
      } else {
        tellExpunged(gone, out);
      }
      view = view.minus(gone);
      saved = saved.minus(gone);
    }
    uidNext = Math.max(uidNext, now.uidNext());
    if (!fresh.isEmpty()) {
      view = view.or(fresh);
      out.text("* ").number(view.size()).line(" EXISTS");
    }
    if (view.equals(now.uids())) {
      view = now.uids(); // which all sessions share
    }
  }

  /// From the end on, so that no number changes before it is told.
  private void tellExpunged(UidSet gone, ImapWriter out) throws IOException {
    for (int range = gone.rangeCount() - 1; range >= 0; range--) {
      for (long uid = gone.last(range); uid >= gone.first(range); uid--) {
        out.text("* ").number(view.position(uid)).line(" EXPUNGE");
      }
    }
  }
}
