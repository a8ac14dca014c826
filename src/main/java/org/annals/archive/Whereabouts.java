package org.annals.archive;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.annals.archive.Trace.Decision;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// What is known of the mails with one Message-ID: what was decided when they came, where they are,
/// and what was removed of them.
///
/// Words of it are for everybody, also for who never heard of this archive. `since` is when it
/// began to be remembered what came; null if nothing ever was.
public record Whereabouts(
    MessageId id,
    List<Trace> traces,
    List<Posting> postings,
    List<ControlRecord.Removed> removals,
    @Nullable Instant since) {

  /// What to look at when a mail is not known.
  private static final List<String> NEVER_CAME =
      List.of(
          "Compare the Message-ID with that in the mail that you sent: open it in the folder of"
              + " sent mail and look at its source. Every character counts.",
          "Wait an hour, or a day if you write to the list for the first time: lists hold such"
              + " mail back until somebody has looked at it, and many mail servers do so for a"
              + " while.",
          "Look whether the address of the list was in To or Cc, as this archive knows it.",
          "Look for an answer from a mail server that says it could not deliver the mail.",
          "Send plain text. Many lists drop mail in HTML, or with more than some hundred kilobytes,"
              + " without a word. A patch is best sent with git send-email.");

  /// How it stands with the mail, all in all.
  public enum Standing {
    HERE,
    /// there, but with another text than it came with
    EDITED,
    /// a note that it was removed is in its place
    NOTE,
    REMOVED,
    /// what came was filed, but the index has not seen it, or it is gone without a record
    FILED,
    REFUSED,
    /// whoever brought it was asked to bring it again
    DEFERRED,
    UNKNOWN;

    /// The word in JSON.
    public String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  public Whereabouts {
    traces = List.copyOf(traces);
    postings = List.copyOf(postings);
    removals = List.copyOf(removals);
  }

  /// As far as it concerns inboxes that may be told of, and mail that was for none.
  public static Whereabouts of(Archive archive, MessageId id, Predicate<InboxName> told)
      throws IOException {
    archive.control().follow(); // another process may have removed it
    Removals known = archive.control().removals();
    return new Whereabouts(
        id,
        archive.traces().find(id).stream().filter(trace -> isTold(trace.inbox(), told)).toList(),
        archive.find(new Scope.All(), id).stream()
            .filter(one -> told.test(one.inbox()))
            .sorted(Comparator.comparing(Posting::slot))
            .toList(),
        archive.names().stream()
            .filter(told)
            .flatMap(inbox -> known.about(inbox, id).stream())
            .toList(),
        archive.traces().since().orElse(null));
  }

  private static boolean isTold(@Nullable InboxName inbox, Predicate<InboxName> told) {
    return inbox == null || told.test(inbox);
  }

  public Standing standing() {
    if (!postings.isEmpty()) {
      return replaced();
    }
    if (!removals.isEmpty()) {
      return Standing.REMOVED;
    }
    if (traces.isEmpty()) {
      return Standing.UNKNOWN;
    }
    return switch (traces.getLast().decision()) {
      case FILED, NAMED, DUPLICATE -> Standing.FILED;
      case FAILED -> Standing.DEFERRED;
      case TOO_LARGE, NOT_MAIL, REMOVED, FILTERED, PRECHECK, SPAM, NO_INBOX -> Standing.REFUSED;
    };
  }

  /// Where a message is in several inboxes, one of which has it as it came, that counts.
  private Standing replaced() {
    Standing standing = Standing.HERE;
    for (Posting posting : postings) {
      List<RemovalAction> done =
          removals.stream()
              .filter(one -> one.inbox().equals(posting.inbox()))
              .map(ControlRecord.Removed::action)
              .toList();
      if (done.contains(RemovalAction.REDACT)) {
        standing = Standing.NOTE;
      } else if (done.contains(RemovalAction.EDIT)) {
        standing = standing == Standing.NOTE ? standing : Standing.EDITED;
      } else {
        return Standing.HERE;
      }
    }
    return standing;
  }

  /// The answer in a sentence.
  public String summary() {
    return switch (standing()) {
      case HERE -> "It is in " + inboxes() + ".";
      case EDITED -> "It is in " + inboxes() + ", with a text that was changed after it came.";
      case NOTE -> "It was removed from " + inboxes() + "; a note that says so is in its place.";
      case REMOVED -> "It was here, and was removed.";
      case FILED ->
          "It came and was filed, but cannot be found yet. That takes moments; if it takes longer,"
              + " ask who runs this archive.";
      case REFUSED -> "It came here, and " + traces.getLast().decision().sentence() + ".";
      case DEFERRED -> "It came here, and " + Decision.FAILED.sentence() + ".";
      case UNKNOWN -> "No mail with this Message-ID is here, and " + remembered() + ".";
    };
  }

  private String remembered() {
    return since == null
        ? "it is not remembered what came and was refused"
        : "none is known to have come since "
            + since.atOffset(ZoneOffset.UTC).toLocalDate()
            + ", when this began to be remembered";
  }

  private String inboxes() {
    return postings.stream()
        .map(posting -> posting.inbox().value())
        .distinct()
        .collect(Collectors.joining(", "));
  }

  /// What whoever sent it, or misses it, can do: a sentence or two each. Empty if it is there.
  public List<String> advice() {
    return switch (standing()) {
      case HERE, EDITED, FILED -> List.of();
      case NOTE, REMOVED -> List.of(Decision.REMOVED.advice());
      case REFUSED, DEFERRED -> List.of(traces.getLast().decision().advice());
      case UNKNOWN -> NEVER_CAME;
    };
  }
}
