package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Message;
import org.annals.store.Inbox;
import org.annals.store.InboxWriter;

/// Mail of a source on its way into git, in batches that are indexed at once. One thread.
final class Ingest {
  private static final int BATCH_MESSAGES_MAX = 1_000;
  private static final int BATCH_BYTES_MAX = 16 << 20;

  private final Archive archive;
  private final Inbox inbox;
  private final InboxWriter writer;
  private final Admission admission;
  private final List<Message> batch = new ArrayList<>();
  private long batchBytes;
  private ImportReport report = ImportReport.NOTHING;

  Ingest(Archive archive, Inbox inbox, InboxWriter writer) {
    this.archive = archive;
    this.inbox = inbox;
    this.writer = writer;
    this.admission = new Admission(archive, inbox.name());
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
    switch (admission.judge(bytes)) {
      case Verdict.Duplicate _ ->
          report = report.plus(new ImportReport(0, 1, 0, List.of(), IndexReport.NOTHING));
      case Verdict.Refused refused ->
          report = report.plus(ImportReport.refusal(where + ": " + refused.words()));
      case Verdict.Admitted admitted -> add(admitted);
    }
  }

  private void add(Verdict.Admitted admitted) throws IOException {
    admission.remember(admitted.known());
    batch.add(admitted.message());
    batchBytes += admitted.message().raw().length;
    if (batch.size() >= BATCH_MESSAGES_MAX || batchBytes >= BATCH_BYTES_MAX) {
      flush();
    }
  }

  private void flush() throws IOException {
    if (batch.isEmpty()) {
      return;
    }
    writer.append(batch);
    IndexReport indexed = archive.bringUp(inbox.name());
    report = report.plus(new ImportReport(batch.size(), 0, 0, List.of(), indexed));
    batch.clear();
    admission.forget();
    batchBytes = 0;
  }
}
