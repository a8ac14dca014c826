package org.annals.series;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.annals.mail.Address;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.patch.SubjectPrefix;
import org.jspecify.annotations.Nullable;

/// A mail as series see it: who sent what when, in answer to what, and what its text holds.
///
/// `references` are the ids that it refers to, the parent last. `sent` is in seconds since 1970.
public record SeriesMail(
    MessageId id,
    List<MessageId> references,
    Address from,
    long sent,
    SubjectPrefix subject,
    BodyFacts body) {
  /// By time; what was sent in one second by number, then by id.
  public static final Comparator<SeriesMail> BY_DATE =
      Comparator.comparingLong(SeriesMail::sent)
          .thenComparingInt(SeriesMail::number)
          .thenComparing(SeriesMail::id);

  private static final Address NOBODY = new Address("", "");

  /// What a mail is to a series.
  public enum Kind {
    COVER,
    PATCH,
    REPLY,
    /// a mail that opens a conversation without a patch
    OTHER
  }

  /// `id` is that under which the archive has the message.
  public static SeriesMail of(MessageId id, Message message, long sent) {
    SubjectPrefix subject = SubjectPrefix.parse(message.subject());
    return new SeriesMail(
        id,
        message.references(),
        message.from().isEmpty() ? NOBODY : message.from().getFirst(),
        sent,
        subject,
        BodyFacts.of(message, subject));
  }

  /// One whose text cannot be had.
  public static SeriesMail lost(
      MessageId id, List<MessageId> references, String from, long sent, String subject) {
    List<Address> addresses = Address.parseList(from);
    return new SeriesMail(
        id,
        references,
        addresses.isEmpty() ? NOBODY : addresses.getFirst(),
        sent,
        SubjectPrefix.parse(subject),
        BodyFacts.NONE);
  }

  /// The patch that a reply answers, as far as that tells of it: its id, and its subject.
  static SeriesMail ghost(MessageId id, SeriesMail reply) {
    SubjectPrefix said = reply.subject;
    return new SeriesMail(
        id,
        reply.references.subList(0, reply.references.size() - 1),
        NOBODY,
        reply.sent,
        new SubjectPrefix(
            false,
            said.tags(),
            said.patch(),
            said.rfc(),
            said.resend(),
            said.pull(),
            said.version(),
            said.versionText(),
            said.number(),
            said.total(),
            said.prefixText(),
            said.title()),
        BodyFacts.GHOST);
  }

  /// Whether only answers tell of it.
  public boolean ghost() {
    return body.equals(BodyFacts.GHOST) && from.equals(NOBODY);
  }

  public Kind kind() {
    if (subject.reply() || isTrailersOnly()) {
      return Kind.REPLY;
    }
    if (isNotice()) {
      return references.isEmpty() ? Kind.OTHER : Kind.REPLY;
    }
    if (subject.coverLetter()) {
      return Kind.COVER;
    }
    return body.diff() || (subject.patch() && subject.number() > 0) ? Kind.PATCH : Kind.OTHER;
  }

  /// Some answer under a subject of their own.
  private boolean isTrailersOnly() {
    return !references.isEmpty()
        && !body.diff()
        && subject.number() < 0
        && !body.trailers().isEmpty();
  }

  /// What a bot writes that took a patch, under a subject of its own: `[tip: branch] title`. It
  /// holds the diff again.
  boolean isNotice() {
    return !subject.reply()
        && !subject.patch()
        && body.claims().stream().anyMatch(Claim.Taken.class::isInstance);
  }

  /// Who sent it: the address of From in lower case.
  public String author() {
    return from.mailbox().toLowerCase(Locale.ROOT);
  }

  /// Who made the patch: the sender, unless the text begins with another From.
  public Address patchAuthor() {
    List<Address> said = Address.parseList(body.author());
    return said.isEmpty() || said.getFirst().mailbox().isEmpty() ? from : said.getFirst();
  }

  /// Its place in the series: 0 for a cover letter; a patch without a counter is the only one.
  public int number() {
    return subject.number() < 0 ? 1 : subject.number();
  }

  int total() {
    return subject.number() < 0 ? 1 : subject.total();
  }

  public @Nullable MessageId parent() {
    return references.isEmpty() ? null : references.getLast();
  }
}
