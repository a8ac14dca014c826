package org.annals.ingest;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.annals.archive.InboxSettings;
import org.annals.archive.Intake;
import org.annals.archive.Intake.Outcome;
import org.annals.archive.Refusal;
import org.annals.ingest.MailFilter.Result;
import org.annals.mail.ImportFilter;
import org.annals.mail.Message;
import org.annals.store.BlobReader;
import org.annals.store.InboxName;

/// The way from whoever brings a mail to the inbox that it is for: prechecks, the inbox's filter, a
/// spam check, a List-Id where there is none, then [Intake]. Thread-safe.
public final class Delivery {
  private final Intake intake;
  private final Router router;
  private final Rules rules;
  private final Map<InboxName, InboxSettings> settings = new LinkedHashMap<>();

  /// How mail is looked at. `usual`: the filter of inboxes that name none. `prechecked`: whether it
  /// must look like one that a person wrote to the list. `dropsUnsubscribe`:
  /// `publicinboximport.dropUniqueUnsubscribe`.
  public record Rules(
      MailFilter usual, boolean prechecked, boolean dropsUnsubscribe, SpamCheck spam) {
    /// For mail that a list has sent: it was looked at there.
    public static final Rules LIST =
        new Rules(new MailFilter.Everything(), false, false, SpamCheck.none());
  }

  public Delivery(Intake intake, List<InboxSettings> inboxes, Rules rules) {
    this.intake = intake;
    this.router = new Router(inboxes);
    this.rules = rules;
    inboxes.forEach(inbox -> settings.put(inbox.name(), inbox));
  }

  public Router router() {
    return router;
  }

  public Intake intake() {
    return intake;
  }

  /// Begins to file a mail; see [Intake#submit]. Waits only for a spam filter.
  public CompletableFuture<Outcome> submit(InboxName name, byte[] mail, String from) {
    try {
      InboxSettings inbox = settings.get(name);
      if (inbox == null) {
        throw new IllegalArgumentException("no inbox is named " + name);
      }
      if (mail.length > BlobReader.MESSAGE_BYTES_MAX) {
        return intake.submit(name, mail, from); // which says so
      }
      return submit(inbox, Message.withoutSeparator(mail), from);
    } catch (IOException | RuntimeException e) {
      return CompletableFuture.failedFuture(e);
    }
  }

  private CompletableFuture<Outcome> submit(InboxSettings inbox, byte[] mail, String from)
      throws IOException {
    String fault = rules.prechecked() ? Precheck.fault(mail, inbox) : "";
    if (!fault.isEmpty()) {
      return refused(inbox, mail, from, Refusal.PRECHECK, fault);
    }
    byte[] filtered;
    switch (filter(inbox).apply(mail)) {
      case Result.Kept(byte[] kept) -> filtered = kept;
      case Result.Rejected(String words) -> {
        return refused(inbox, mail, from, Refusal.FILTERED, words);
      }
    }
    String spam = spam(inbox, mail, from);
    if (!spam.isEmpty()) {
      return refused(inbox, mail, from, Refusal.SPAM, spam);
    }
    byte[] bare =
        rules.dropsUnsubscribe() ? ImportFilter.dropUniqueUnsubscribe(filtered) : filtered;
    return intake.submit(inbox.name(), withListId(bare, inbox), from);
  }

  private String spam(InboxSettings inbox, byte[] mail, String from) throws IOException {
    try {
      return rules.spam().spam(mail);
    } catch (IOException e) {
      intake.failed(inbox.name(), mail, from, e);
      throw e;
    }
  }

  private CompletableFuture<Outcome> refused(
      InboxSettings inbox, byte[] mail, String from, Refusal refusal, String words) {
    return CompletableFuture.completedFuture(
        intake.refuse(inbox.name(), mail, from, refusal, words));
  }

  private MailFilter filter(InboxSettings inbox) throws IOException {
    String configured = inbox.intake().filter();
    try {
      return configured.isBlank() ? rules.usual() : MailFilter.parse(configured);
    } catch (IllegalArgumentException e) {
      throw new IOException("publicinbox." + inbox.name() + ".filter: " + e.getMessage(), e);
    }
  }

  /// Readers sort by it, and so does whoever makes another archive of it.
  private static byte[] withListId(byte[] mail, InboxSettings inbox) {
    boolean isMail = !Message.parse(mail).headers().isEmpty();
    return isMail && !Message.parse(mail).headers().has("List-Id")
        ? ImportFilter.addListId(mail, inbox.address().replace('@', '.'))
        : mail;
  }
}
