package org.annals.mail;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Which messages a message answers.
///
/// The ids of all References headers, then of all In-Reply-To headers; of an id that occurs twice
/// the last place counts, so that the parent comes last. Own ids are left out, and so is what old
/// git send-email put there when people answered its prompt with `y`, `n` or an address. Unlike a
/// Message-ID, what is not in angle brackets is no reference: In-Reply-To may be prose.
final class References {
  /// From so many ids on, looking for each in the headers costs more than parsing addresses.
  private static final int SEARCHED_MAX = 100;

  private static final String[] ADDRESS_HEADERS = {"To", "From", "Cc"};

  private References() {}

  static List<MessageId> of(Message message) {
    Headers headers = message.headers();
    List<String> texts = new ArrayList<>();
    headers.all("References").forEach(value -> texts.addAll(MessageId.bracketed(value)));
    headers.all("In-Reply-To").forEach(value -> texts.addAll(MessageId.bracketed(value)));
    texts.removeIf(String::isEmpty);
    if (texts.isEmpty()) {
      return List.of();
    }
    Set<String> dropped = new HashSet<>(Set.of("y", "n"));
    message.ids().forEach(id -> dropped.add(id.value()));
    dropped.addAll(addresses(headers, texts));
    LinkedHashSet<MessageId> ids = new LinkedHashSet<>();
    for (String text : texts) {
      if (!dropped.contains(text) && !MessageId.isTooLong(text)) {
        ids.addLast(new MessageId(text));
      }
    }
    return List.copyOf(ids);
  }

  /// Addresses of the message. Parsing them is dear and hardly ever needed: it is only done when
  /// an id occurs as text in one of the headers.
  private static Set<String> addresses(Headers headers, List<String> ids) {
    Set<String> mailboxes = new HashSet<>();
    for (String name : ADDRESS_HEADERS) {
      for (String value : headers.all(name)) {
        if (ids.size() > SEARCHED_MAX || ids.stream().anyMatch(value::contains)) {
          Address.parseList(value).forEach(address -> mailboxes.add(address.mailbox()));
        }
      }
    }
    return mailboxes;
  }
}
