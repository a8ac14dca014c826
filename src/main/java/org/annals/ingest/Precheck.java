package org.annals.ingest;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.annals.archive.InboxSettings;
import org.annals.mail.Address;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.annals.mail.MessageId;

/// What public-inbox-mda asks of a mail before it looks at it: that it was written by a person to
/// this list. Mirrors of lists do without.
final class Precheck {
  private static final int BYTES_MAX = 500 << 10;
  private static final int FROM_CHARACTERS_MIN = 3;
  private static final int SUBJECT_CHARACTERS_MIN = 2;

  private Precheck() {}

  /// What is wrong, as the end of a sentence about the mail; empty if nothing is.
  static String fault(byte[] mail, InboxSettings inbox) {
    if (mail.length > BYTES_MAX) {
      return "has more than " + (BYTES_MAX >> 10) + " kB";
    }
    Message message = Message.parse(mail);
    List<String> ids = message.headers().all("Message-ID");
    List<MessageId> known = message.ids();
    if (ids.size() != 1 || known.size() != 1) {
      return "has " + (ids.isEmpty() ? "no" : "several") + " Message-IDs";
    }
    String id = ids.getFirst().strip();
    if (id.length() > MessageId.CHARACTERS_MAX + "<>".length() || id.indexOf('@') < 0) {
      return "has a Message-ID that is none";
    }
    if (message.headers().first("From").orElse("").length() < FROM_CHARACTERS_MIN) {
      return "says not whom it is from";
    }
    if (message.headers().first("Subject").orElse("").length() < SUBJECT_CHARACTERS_MIN) {
      return "has no subject";
    }
    if (!hasDate(message)) {
      return "has no date that can be read";
    }
    return isAddressed(message, inbox) ? "" : "has no address of the list in To or Cc";
  }

  private static boolean hasDate(Message message) {
    return message.headers().first("Date").flatMap(MailDate::parse).isPresent();
  }

  private static boolean isAddressed(Message message, InboxSettings inbox) {
    Set<String> ours = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    ours.addAll(inbox.addresses());
    List<Address> recipients = new ArrayList<>(message.to());
    recipients.addAll(message.cc());
    return recipients.stream().anyMatch(one -> ours.contains(one.mailbox()));
  }
}
