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
    FILED("was filed"),
    /// with an id that was made up
    NAMED("was filed with a Message-ID made here, as it had none, or one that another mail has"),
    DUPLICATE("is the same as a mail that was there already, so it was not filed again"),
    TOO_LARGE("was refused, as it is too large"),
    NOT_MAIL("was refused, as it is no mail"),
    REMOVED("was refused, as it was removed from the archive before"),
    FILTERED("was refused by the filter of the list"),
    PRECHECK("was put aside for the operator, as it looks like no mail for a list"),
    SPAM("was taken for spam"),
    NO_INBOX("was refused, as it is for no list that is archived here"),
    /// whoever sent it was asked to try again
    FAILED("could not be filed at that moment; whoever brought it was asked to try again");

    private final String sentence;

    Decision(String sentence) {
      this.sentence = sentence;
    }

    /// What happened, in words for everybody; the mail is the subject.
    public String sentence() {
      return sentence;
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
