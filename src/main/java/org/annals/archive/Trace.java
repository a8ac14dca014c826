package org.annals.archive;

import java.time.Instant;
import java.util.List;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// What was decided about a mail that came in, and when.
///
/// `inbox` is null when it was for none. `way` is how it came, one word; `from` is where from, for
/// the operator alone. `words` continue a sentence about the mail, empty if none are needed.
public record Trace(
    Instant time,
    Decision decision,
    @Nullable InboxName inbox,
    MessageId id,
    String way,
    String from,
    String words) {
  /// Stands where a mail has no id.
  static final MessageId NO_ID = new MessageId("-");

  /// How it ended.
  public enum Decision {
    FILED("was filed", ""),
    /// with an id that was made up
    NAMED(
        "was filed with a Message-ID made here, as it had none, or one that another mail has", ""),
    DUPLICATE("is the same as a mail that was there already, so it was not filed again", ""),
    TOO_LARGE(
        "was refused, as it is too large",
        "Send less: a part of it, or a link to where the whole is."),
    NOT_MAIL(
        "was refused, as it is no mail",
        "A mail begins with lines such as From, Date and Subject. What came had none: look at the"
            + " program that sends it."),
    REMOVED(
        "was refused, as it was removed from the archive before",
        "It stays away however often it is sent. Who runs the archive decided so, and can say more"
            + " than the reason that is published."),
    FILTERED(
        "was refused by the filter of the list",
        "Send it once more as plain text: no HTML, no pictures, no programs, and a patch in the"
            + " text of the mail rather than in a file."),
    PRECHECK(
        "was put aside for the operator, as it looks like no mail for a list",
        "Who runs the archive has it, and may still file it. Mail for a list has its address in To"
            + " or Cc, one Message-ID, a sender, a subject and a date."),
    SPAM(
        "was taken for spam",
        "If it is none, ask who runs the archive to let it in, and send it once more."),
    NO_INBOX(
        "was refused, as it is for no list that is archived here",
        "Compare the address that it went to with those of the lists on the first page of this"
            + " site."),
    /// whoever sent it was asked to try again
    FAILED(
        "could not be filed at that moment; whoever brought it was asked to try again",
        "Nothing has to be done: mail servers try again by themselves, for some days.");

    private final String sentence;
    private final String advice;

    Decision(String sentence, String advice) {
      this.sentence = sentence;
      this.advice = advice;
    }

    /// What happened, in words for everybody; the mail is the subject.
    public String sentence() {
      return sentence;
    }

    /// What its sender can do, in a sentence or two; empty if there is nothing to do.
    public String advice() {
      return advice;
    }

    /// Whether the words beside it were written for the sender; others may name people or files.
    private boolean explains() {
      return switch (this) {
        case TOO_LARGE, NOT_MAIL, REMOVED, FILTERED, PRECHECK -> true;
        case FILED, NAMED, DUPLICATE, SPAM, NO_INBOX, FAILED -> false;
      };
    }

    public static Decision of(Refusal refusal) {
      return switch (refusal) {
        case TOO_LARGE -> TOO_LARGE;
        case NOT_MAIL -> NOT_MAIL;
        case REMOVED -> REMOVED;
        case FILTERED -> FILTERED;
        case PRECHECK -> PRECHECK;
        case SPAM -> SPAM;
        case NO_INBOX -> NO_INBOX;
      };
    }
  }

  /// How it came, for everybody: no address, file or user.
  public String toldWay() {
    return switch (way) {
      case "lmtp", "deliver" -> "from a mail server";
      case "import" -> "with an import of older mail";
      case "watch" -> "from a mailbox or newsgroup that is watched";
      default -> "in another way";
    };
  }

  /// What was decided, for everybody; the mail is the subject.
  public String told() {
    String why = words.isEmpty() || !decision.explains() ? "" : ": it " + words;
    return decision.sentence() + why;
  }

  /// The id that stands for a mail.
  static MessageId idOf(byte[] raw) {
    List<MessageId> ids = Message.parse(raw).ids();
    return ids.isEmpty() ? NO_ID : ids.getFirst();
  }

  /// An origin as ways in give it, `lmtp 192.0.2.1`, in its two parts.
  public static Trace of(
      Decision decision, @Nullable InboxName inbox, MessageId id, String origin, String words) {
    int blank = origin.indexOf(' ');
    String way = blank < 0 ? origin : origin.substring(0, blank);
    String from = blank < 0 ? "" : origin.substring(blank + 1);
    return new Trace(Instant.now(), decision, inbox, id, way, from, words);
  }
}
