package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.index.ContentKey;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.ContentHash;
import org.annals.mail.ImportFilter;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobReader;
import org.annals.store.InboxName;

/// Decides what becomes of mails that want into one inbox (`spec`: public-inbox v2, "add"). Whoever
/// asks holds the inbox's lock. One thread.
///
/// A message whose content is there already under one of its ids is a duplicate. One whose ids are
/// all taken by others, or that has none, gets one more Message-ID made from date and content.
/// "There" is what the index has, and what it has not seen yet but was remembered here.
final class Admission {
  private final Archive archive;
  private final InboxName inbox;
  private final Map<MessageId, List<ContentKey>> pending = new HashMap<>();

  private Admission(Archive archive, InboxName inbox) {
    this.archive = archive;
    this.inbox = inbox;
  }

  /// Knows of every removal up to now; as long as the lock is held there are no others.
  static Admission open(Archive archive, InboxName inbox) throws IOException {
    archive.control().follow();
    return new Admission(archive, inbox);
  }

  /// Judges a mail as it came, an mbox separator before it or not.
  Verdict judge(byte[] raw) throws IOException {
    if (raw.length > BlobReader.MESSAGE_BYTES_MAX) {
      return new Verdict.Refused(Refusal.TOO_LARGE, "larger than the largest taken");
    }
    Message message = Message.parse(ImportFilter.strip(raw));
    if (message.headers().isEmpty()) {
      return new Verdict.Refused(Refusal.NOT_MAIL, "has no mail headers");
    }
    Optional<ControlRecord.Removed> removed = archive.control().removals().refusing(inbox, message);
    if (removed.isPresent()) {
      return new Verdict.Refused(Refusal.REMOVED, Removals.told(removed.get()));
    }
    ContentKey content = ContentKey.of(ContentHash.sha256(message));
    MessageId free = null;
    for (MessageId id : message.ids()) {
      List<ContentKey> known = known(id);
      if (known.contains(content)) {
        return new Verdict.Duplicate(id);
      }
      free = free == null && known.isEmpty() ? id : free;
    }
    if (free != null) {
      return new Verdict.Admitted(message, free, false, new Known(message.ids(), content));
    }
    MailDate sent = message.sent(message.received(new MailDate(0, 0)));
    MessageId made = ContentHash.syntheticId(message, sent);
    if (known(made).contains(content)) {
      return new Verdict.Duplicate(made);
    }
    Message renamed = Message.parse(ImportFilter.addMessageId(message.raw(), made));
    return new Verdict.Admitted(renamed, made, true, new Known(renamed.ids(), content));
  }

  /// What was admitted, or is in git, counts as there although the index may not have it.
  void remember(Known message) {
    for (MessageId id : message.ids()) {
      pending.computeIfAbsent(id, key -> new ArrayList<>()).add(message.content());
    }
  }

  /// The index has all that was remembered.
  void forget() {
    pending.clear();
  }

  /// The contents that the inbox has under an id.
  private List<ContentKey> known(MessageId id) throws IOException {
    List<ContentKey> contents = new ArrayList<>(pending.getOrDefault(id, List.of()));
    for (Posting posting : archive.find(Scope.of(inbox), id)) {
      contents.add(posting.content());
    }
    return contents;
  }
}
