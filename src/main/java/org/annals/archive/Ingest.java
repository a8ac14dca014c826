package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.Trace.Decision;
import org.annals.mail.Defect;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.Inbox;
import org.annals.store.InboxWriter;
import org.jspecify.annotations.Nullable;

/// Mail of a source on its way into git, in batches that are indexed at once. One thread.
final class Ingest {
  private static final int BATCH_MESSAGES_MAX = 1_000;
  private static final int BATCH_BYTES_MAX = 16 << 20;

  /// A dry run forgets after so many mails, and may then miss duplicates in its source.
  private static final int DRY_MESSAGES_MAX = 1_000_000;

  private final Archive archive;
  private final Inbox inbox;
  private final @Nullable InboxWriter writer;
  private final Admission admission;
  private final List<Message> batch = new ArrayList<>();
  private final ImportReport.Tally tally = new ImportReport.Tally();
  private final List<Trace> filed = new ArrayList<>();
  private final List<Trace> traces = new ArrayList<>();
  private long batchBytes;
  private int remembered;

  /// Without a writer it is a dry run: the same is found and told, and nothing written.
  Ingest(Archive archive, Inbox inbox, @Nullable InboxWriter writer) throws IOException {
    this.archive = archive;
    this.inbox = inbox;
    this.writer = writer;
    this.admission = Admission.open(archive, inbox.name());
  }

  ImportReport all(MailSource source) throws IOException {
    for (MailSource.Item item = source.next(); item != null; item = source.next()) {
      switch (item) {
        case MailSource.Item.Refused(var where, var why, var kind) ->
            tally.refused(where, why, kind);
        case MailSource.Item.Mail mail -> take(mail);
      }
    }
    flush();
    trace();
    return tally.report();
  }

  private void take(MailSource.Item.Mail mail) throws IOException {
    switch (admission.judge(mail.bytes())) {
      case Verdict.Refused(Refusal refusal, String words) -> {
        traces.add(trace(Decision.of(refusal), Trace.idOf(mail.bytes()), mail, words));
        tally.refused(mail.where(), words, kind(refusal));
      }
      case Verdict.Duplicate(MessageId id) -> {
        traces.add(trace(Decision.DUPLICATE, id, mail, ""));
        inspect(mail);
        tally.duplicate(mail.where());
      }
      case Verdict.Admitted admitted -> {
        Decision decision = admitted.made() ? Decision.NAMED : Decision.FILED;
        filed.add(trace(decision, admitted.id(), mail, ""));
        inspect(mail);
        if (admitted.made() && admitted.known().ids().size() > 1) {
          tally.found(Defect.Kind.ID_TAKEN, mail.where());
        }
        add(admitted);
      }
    }
    if (traces.size() >= BATCH_MESSAGES_MAX) {
      trace();
    }
  }

  private Trace trace(Decision decision, MessageId id, MailSource.Item.Mail mail, String words) {
    return Trace.of(decision, inbox.name(), id, "import " + mail.where(), words);
  }

  /// A dry run decides nothing.
  private void trace() {
    if (writer != null) {
      archive.traces().add(traces);
    }
    traces.clear();
  }

  private void inspect(MailSource.Item.Mail mail) {
    tally.found(mail.defects(), mail.where());
    tally.found(Message.parse(mail.bytes()).defects(), mail.where());
  }

  private static Defect.Kind kind(Refusal refusal) {
    return switch (refusal) {
      case TOO_LARGE -> Defect.Kind.TOO_LARGE;
      case NOT_MAIL -> Defect.Kind.NO_HEADERS;
      default -> Defect.Kind.REFUSED;
    };
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
    if (writer != null) {
      writer.append(batch);
      archive.traces().add(filed);
      tally.added(batch.size(), archive.bringUp(inbox.name()));
      admission.forget();
    } else {
      tally.added(batch.size(), IndexReport.NOTHING);
      remembered += batch.size();
      if (remembered > DRY_MESSAGES_MAX) {
        admission.forget();
        remembered = 0;
      }
    }
    filed.clear();
    batch.clear();
    batchBytes = 0;
  }
}
