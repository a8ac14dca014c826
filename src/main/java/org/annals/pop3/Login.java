package org.annals.pop3;

import java.util.UUID;
import org.annals.store.InboxName;

/// One user of one mailbox: what a position is remembered of.
record Login(UUID user, InboxName inbox, int slice) {
  /// The mailbox that holds the newest messages.
  static final int NEWEST = -1;
}
