package org.annals.archive;

import java.util.List;
import org.annals.store.BlobId;
import org.annals.store.InboxName;

/// What git history alone does not tell, as kept in the control inbox
/// (`docs/formats/control-inbox.md`). Each is one small mail.
public sealed interface ControlRecord {
  InboxName inbox();

  /// The value of the header `Annals-Record`.
  String type();

  /// When the inbox came to be: seconds since 1970; the IMAP UIDVALIDITY.
  record InboxCreated(InboxName inbox, long createdAt) implements ControlRecord {
    @Override
    public String type() {
      return "inbox-created";
    }
  }

  /// Numbers that were given and whose messages a rewritten history no longer has.
  record NumbersBurnt(InboxName inbox, List<Long> numbers) implements ControlRecord {
    @Override
    public String type() {
      return "numbers-burnt";
    }
  }

  /// A message that keeps a number which replay would not give it.
  record NumberKept(InboxName inbox, BlobId blob, long number) implements ControlRecord {
    @Override
    public String type() {
      return "number-kept";
    }
  }
}
