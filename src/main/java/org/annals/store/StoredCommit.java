package org.annals.store;

import org.annals.mail.MailDate;

/// One event of an inbox: a commit, what it does, and to which message.
///
/// The dates are those of the commit; they stand in where the message has none.
public record StoredCommit(String id, Kind kind, BlobId blob, MailDate author, MailDate committer) {

  public enum Kind {
    /// a message was added (`m`)
    ADD,
    /// a message was removed (`d`)
    REMOVE,
    /// the message of this commit was purged: its blob is empty
    PURGED,
    /// the commit holds neither: not an event of the format
    OTHER
  }
}
