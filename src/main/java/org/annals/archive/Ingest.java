package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.annals.index.ContentKey;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.ContentHash;
import org.annals.mail.ImportFilter;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobReader;
import org.annals.store.Inbox;
import org.annals.store.InboxWriter;

/// New mail on its way into git (`spec`: public-inbox v2, "add"). One thread.
///
/// A message whose content is there already under one of its ids is a duplicate. One whose ids are
/// all taken by others, or that has none, gets one more Message-ID made from date and content.
final class Ingest {
  private static final int BATCH_MESSAGES_MAX = 1_000;
  private static final int BATCH_BYTES_MAX = 16 << 20;

  private final Archive archive;
  private final Inbox inbox;
  private final InboxWriter writer;
  private final List<Message> batch = new ArrayList<>();
  private final Map<MessageId, List<ContentKey>> pending = new HashMap<>();
  private long batchBytes;
  private ImportReport report = ImportReport.NOTHING;

  Ingest(Archive archive, Inbox inbox, InboxWriter writer) {
    this.archive = archive;
    this.inbox = inbox;
    this.writer = writer;
  }

  ImportReport all(MailSource source) throws IOException {
    for (MailSource.Item item = source.next(); item != null; item = source.next()) {
      switch (item) {
        case MailSource.Item.Refused(var where, var why) ->
            report = report.plus(ImportReport.refusal(where + ": " + why));
        case MailSource.Item.Mail(var where, var bytes) -> take(where, bytes);
      }
    }
    flush();
    return report;
  }

  private void take(String where, byte[] bytes) throws IOException {
    if (bytes.length > BlobReader.MESSAGE_BYTES_MAX) {
      report = report.plus(ImportReport.refusal(where + ": larger than the largest taken"));
      return;
    }
    Message message = Message.parse(ImportFilter.strip(bytes));
    if (!message.headers().iterator().hasNext()) {
      report = report.plus(ImportReport.refusal(where + ": has no mail headers"));
      return;
    }
    ContentKey content = ContentKey.of(ContentHash.sha256(message));
    boolean free = false;
    for (MessageId id : message.ids()) {
      List<ContentKey> known = known(id);
      if (known.contains(content)) {
        countDuplicate();
        return;
      }
      free |= known.isEmpty();
    }
    if (free) {
      add(message, content);
      return;
    }
    MailDate sent = message.sent(message.received(new MailDate(0, 0)));
    MessageId made = ContentHash.syntheticId(message, sent);
    if (known(made).contains(content)) {
      countDuplicate();
    } else {
      add(Message.parse(ImportFilter.addMessageId(message.raw(), made)), content);
    }
  }

  private void countDuplicate() {
    report = report.plus(new ImportReport(0, 1, 0, List.of(), IndexReport.NOTHING));
  }

  private void add(Message message, ContentKey content) throws IOException {
    batch.add(message);
    batchBytes += message.raw().length;
    for (MessageId id : message.ids()) {
      pending.computeIfAbsent(id, key -> new ArrayList<>()).add(content);
    }
    if (batch.size() >= BATCH_MESSAGES_MAX || batchBytes >= BATCH_BYTES_MAX) {
      flush();
    }
  }

  /// The contents that the inbox has under an id.
  private List<ContentKey> known(MessageId id) throws IOException {
    List<ContentKey> contents = new ArrayList<>(pending.getOrDefault(id, List.of()));
    for (Posting posting : archive.find(Scope.of(inbox.name()), id)) {
      contents.add(posting.content());
    }
    return contents;
  }

  private void flush() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    writer.append(batch);
    IndexReport indexed = archive.bringUp(inbox.name());
    report = report.plus(new ImportReport(batch.size(), 0, 0, List.of(), indexed));
    batch.clear();
    pending.clear();
    batchBytes = 0;
  }
}
