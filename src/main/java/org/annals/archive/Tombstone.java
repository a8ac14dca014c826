package org.annals.archive;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.annals.mail.MessageId;

/// The note that stands in the place of a redacted message: it has its Message-ID, its place in
/// the thread and its times, and nothing else of it.
///
/// Made of the message and of what is published of the removal alone, so a mirror makes the same.
final class Tombstone {
  static final String FROM = "Removed message <removed@annals.invalid>";
  static final String SUBJECT = "[message removed]";

  private static final String MARK = "Annals-Removal";

  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("d MMMM uuuu", Locale.ENGLISH);

  private Tombstone() {}

  /// Whether a message is such a note, of this archive or of one that it mirrors.
  static boolean isOne(Message message) {
    return message.headers().has(MARK) && message.headers().all("From").equals(List.of(FROM));
  }

  static Message of(Message message, RemovalReason reason, String actor, long at) {
    StringBuilder head = new StringBuilder();
    MailDate none = new MailDate(-1, 0);
    if (message.headers().has("Received")) {
      date(message.received(none))
          .ifPresent(date ->
              head.append("Received: from removed.invalid by annals.invalid; ")
                  .append(date)
                  .append('\n'));
    }
    head.append("From: ").append(FROM).append('\n');
    date(message.sent(none)).ifPresent(date -> head.append("Date: ").append(date).append('\n'));
    head.append("Subject: " + SUBJECT + "\n");
    message.ids().forEach(id -> head.append("Message-ID: ").append(bracketed(id)).append('\n'));
    message
        .alternateIds()
        .forEach(id -> head.append("X-Alt-Message-ID: ").append(bracketed(id)).append('\n'));
    List<MessageId> references = message.references();
    if (!references.isEmpty()) {
      head.append("References: <")
          .append(references.stream().map(MessageId::value).collect(Collectors.joining(">\n <")))
          .append(">\n");
    }
    message.listId().ifPresent(list -> head.append("List-Id: <").append(list).append(">\n"));
    String day = DAY.format(Instant.ofEpochSecond(at).atOffset(ZoneOffset.UTC));
    head.append(
        """
        %s: redact; reason=%s
        MIME-Version: 1.0
        Content-Type: text/plain; charset=UTF-8
        Content-Transfer-Encoding: 8bit

        This message was removed from the archive by %s on %s
        because %s (%s).

        Its address, its place in the thread and its number stay, so that links
        to it and the replies to it can still be followed.
        """
            .formatted(MARK, reason.code(), actor, day, reason.sentence(), reason.code()));
    return Message.parse(head.toString().getBytes(StandardCharsets.UTF_8));
  }

  /// An id that was sent without brackets may not bear them.
  private static String bracketed(MessageId id) {
    String text = "<" + id + ">";
    return MessageId.parseAll(text).equals(List.of(id)) ? text : id.value();
  }

  private static Optional<String> date(MailDate date) {
    if (date.epochSecond() < 0) {
      return Optional.empty();
    }
    int minutes = Math.abs(date.zoneMinutes()) > MailDate.ZONE_MINUTES_MAX ? 0 : date.zoneMinutes();
    return Optional.of(
        DATE.format(date.instant().atOffset(ZoneOffset.ofTotalSeconds(60 * minutes))));
  }
}
