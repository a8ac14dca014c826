package org.annals.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/// Whom a reader is told to answer: `publicinbox.NAME.replyto`.
///
/// `refusal` is what is said instead when nobody is to be answered; else empty.
public record ReplyTo(List<Recipient> recipients, String refusal) {
  public static final ReplyTo ALL = new ReplyTo(List.of(new Recipient.Everyone()), "");

  private static final String NONE = ":none=";
  private static final Pattern HEADER = Pattern.compile("[A-Za-z0-9-]+");
  private static final Pattern MAILBOX = Pattern.compile("[^\\s<>,;:\"]+@[^\\s<>,;:\"]+");

  /// One of those who get the answer.
  public sealed interface Recipient {
    /// everyone whom the message names, and the list
    record Everyone() implements Recipient {}

    record TheList() implements Recipient {}

    /// the addresses in a header of the message
    record Header(String name) implements Recipient {}

    record Mailbox(String address) implements Recipient {}
  }

  public ReplyTo {
    recipients = List.copyOf(recipients);
  }

  /// Throws `IllegalArgumentException` that says what is wrong. Empty is the default.
  public static ReplyTo parse(String text) {
    if (text.isEmpty()) {
      return ALL;
    }
    if (text.startsWith(NONE)) {
      String refusal = text.substring(NONE.length()).strip();
      if (refusal.isEmpty()) {
        throw new IllegalArgumentException("':none=' needs a text that says why");
      }
      return new ReplyTo(List.of(), refusal);
    }
    List<Recipient> recipients = new ArrayList<>();
    for (String one : text.split(",", -1)) {
      if (!one.isBlank()) {
        recipients.add(recipient(one.strip()));
      }
    }
    if (recipients.isEmpty()) {
      throw new IllegalArgumentException("'" + text + "' names nobody");
    }
    return new ReplyTo(recipients, "");
  }

  private static Recipient recipient(String text) {
    return switch (text) {
      case ":all" -> new Recipient.Everyone();
      case ":list" -> new Recipient.TheList();
      default -> {
        if (MAILBOX.matcher(text).matches()) {
          yield new Recipient.Mailbox(text);
        }
        if (HEADER.matcher(text).matches()) {
          yield new Recipient.Header(text);
        }
        throw new IllegalArgumentException(
            "'" + text + "' is neither :all, :list, :none=TEXT, a header, nor an address");
      }
    };
  }

  /// As the config file has it; empty for the default.
  public String print() {
    if (equals(ALL)) {
      return "";
    }
    if (!refusal.isEmpty()) {
      return NONE + refusal;
    }
    return String.join(", ", recipients.stream().map(ReplyTo::print).toList());
  }

  private static String print(Recipient recipient) {
    return switch (recipient) {
      case Recipient.Everyone() -> ":all";
      case Recipient.TheList() -> ":list";
      case Recipient.Header(var name) -> name;
      case Recipient.Mailbox(var address) -> address;
    };
  }
}
