package org.annals.nntp;

import org.annals.archive.InboxCard;
import org.annals.store.InboxName;

/// A newsgroup: an inbox under the name that newsreaders know. Of articles it has `count` now, from
/// `low` to `high`; in an empty one `low` is one above `high` (RFC 3977 §6.1.1.2).
record Group(InboxCard card, long low) {
  String name() {
    return card.settings().newsgroup();
  }

  InboxName inbox() {
    return card.name();
  }

  /// Where to write to.
  String address() {
    return card.settings().address();
  }

  long count() {
    return card.messages();
  }

  long high() {
    return card.highestNumber();
  }

  /// As `LIST ACTIVE` has it (RFC 3977 §7.6.3): nobody may post.
  String active() {
    return name() + " " + high() + " " + low() + " n";
  }
}
