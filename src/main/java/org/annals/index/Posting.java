package org.annals.index;

import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.InboxName;

/// One message in one inbox, as the index knows it. Times are seconds since 1970, UTC.
///
/// `received` orders everything site-wide, `sent` orders inside a thread.
/// `thread` is the index's own number of the conversation: equal within one, never shown.
/// `first`: of all copies with the same Message-ID and content, this one stands for the message.
public record Posting(
    InboxName inbox,
    long number,
    BlobId blob,
    long received,
    long sent,
    long thread,
    boolean first,
    ContentKey content,
    Overview overview) {

  public MessageId id() {
    return overview.id();
  }

  public Posting withThread(long other) {
    return new Posting(inbox, number, blob, received, sent, other, first, content, overview);
  }

  public Posting withFirst(boolean other) {
    return new Posting(inbox, number, blob, received, sent, thread, other, content, overview);
  }

  public Slot slot() {
    return new Slot(inbox, number);
  }
}
