package org.annals.archive;

import java.util.List;
import org.annals.index.ContentKey;
import org.annals.mail.ContentHash;
import org.annals.mail.Message;
import org.annals.mail.MessageId;

/// What tells a message that an inbox has from others: its ids and its content.
record Known(List<MessageId> ids, ContentKey content) {
  static Known of(Message message) {
    return new Known(message.ids(), ContentKey.of(ContentHash.sha256(message)));
  }
}
