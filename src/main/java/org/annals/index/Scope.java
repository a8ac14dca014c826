package org.annals.index;

import org.annals.store.InboxName;

/// What is looked at: one inbox, or every message once.
public sealed interface Scope {
  record One(InboxName inbox) implements Scope {}

  record All() implements Scope {}

  static Scope of(InboxName inbox) {
    return new One(inbox);
  }
}
