package org.annals.store;

import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.eclipse.jgit.lib.PersonIdent;

/// What a commit says of the message that it holds, in the form of `docs/formats/inbox.md`.
final class CommitWords {
  private CommitWords() {}

  /// Who wrote the message and when; `fallback` is for one without a date.
  static PersonIdent author(Message message, MailDate fallback) {
    List<Address> from = message.from();
    String name = from.isEmpty() ? "" : clean(from.getFirst().name());
    String mailbox = from.isEmpty() ? "" : clean(from.getFirst().mailbox());
    return at(new PersonIdent(name, mailbox), message.sent(fallback));
  }

  /// The subject as one line with its LF.
  static String subject(Message message) {
    String subject = message.subject().strip();
    return (subject.isEmpty() ? "(no subject)" : clean(subject)) + "\n";
  }

  static PersonIdent at(PersonIdent who, MailDate when) {
    boolean zoned = Math.abs(when.zoneMinutes()) <= MailDate.ZONE_MINUTES_MAX;
    Instant instant = Instant.ofEpochSecond(Math.max(0, when.epochSecond()));
    return new PersonIdent(
        who, instant, ZoneOffset.ofTotalSeconds(zoned ? 60 * when.zoneMinutes() : 0));
  }

  static String clean(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t' || c == 0 || c == '\r') {
        line.append(' ');
      } else if (!Character.isSurrogate(c) || isPaired(text, i)) {
        line.append(c);
      }
    }
    return line.toString();
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }
}
