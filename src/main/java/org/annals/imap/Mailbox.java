package org.annals.imap;

import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// A mailbox as clients know it. `name` is as it is shown, not encoded.
record Mailbox(String name, Content content, long uidValidity) {
  /// Existing offline copies know slices of this size.
  static final int SLICE_MESSAGES = 50_000;

  /// What is in it.
  sealed interface Content {
    /// A level above others, which holds no messages of its own.
    record Nothing() implements Content {}

    /// The messages of an inbox with article numbers from `from` to `to`.
    record Range(InboxName inbox, long from, long to) implements Content {}

    /// Those that a query finds.
    record Found(InboxName inbox, String query) implements Content {}
  }

  static Content.Range slice(InboxName inbox, int number) {
    long before = (long) number * SLICE_MESSAGES;
    return new Content.Range(inbox, before + 1, before + SLICE_MESSAGES);
  }

  /// Whose messages it holds; null if it holds none.
  @Nullable InboxName inbox() {
    return switch (content) {
      case Content.Nothing() -> null;
      case Content.Range(var inbox, _, _) -> inbox;
      case Content.Found(var inbox, _) -> inbox;
    };
  }

  /// RFC 8474 §4: never the same for two mailboxes, and as long-lived as UIDs.
  String id() {
    return "B" + new MessageId(MailboxNames.key(name) + " " + uidValidity).sha1Hex();
  }

  /// Whether messages only come at the end, so that changes can be numbered.
  boolean countsChanges() {
    return !(content instanceof Content.Found);
  }
}
