package org.annals.thread;

import java.util.List;
import org.annals.mail.MessageId;

/// One message as threading sees it.
///
/// `key` is the caller's own handle and opaque here. `references` ends with the parent. `sent` is
/// in any unit, as long as it is the same for all.
public record ThreadEntry<K>(K key, List<MessageId> ids, List<MessageId> references, long sent) {
  public ThreadEntry {
    ids = List.copyOf(ids);
    references = List.copyOf(references);
  }
}
