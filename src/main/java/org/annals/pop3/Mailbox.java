package org.annals.pop3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.store.InboxName;

/// The newest messages of an inbox, or one slice of it, `NEWSGROUP.N`; by the article numbers that
/// it is made from, `to` included.
record Mailbox(String name, InboxName inbox, int slice, long from, long to) {
  /// Existing copies know slices of this size.
  static final int SLICE_MESSAGES = 50_000;

  /// What is shown of the newest messages unasked: a first login should end today.
  private static final int NEWEST_MESSAGES = 1_000;

  private static final Pattern SLICE = Pattern.compile("(.+)\\.([0-9]{1,9})");

  /// A refusal when there is none of this name, which is in lower case.
  static Mailbox find(Archive archive, String name) throws IOException {
    List<InboxCard> cards = archive.inboxes();
    Optional<InboxCard> whole = withNewsgroup(cards, name);
    if (whole.isPresent()) {
      InboxCard card = whole.get();
      long last = card.highestNumber();
      long from = Math.max(1, last - SLICE_MESSAGES + 1);
      return new Mailbox(name, card.name(), Login.NEWEST, from, last);
    }
    Matcher slice = SLICE.matcher(name);
    Optional<InboxCard> sliced =
        slice.matches() ? withNewsgroup(cards, slice.group(1)) : Optional.empty();
    if (sliced.isEmpty()) {
      throw new Refusal("there is no mailbox " + name);
    }
    int number = Integer.parseInt(slice.group(2));
    long tip = Math.max(0, sliced.get().highestNumber() - 1) / SLICE_MESSAGES;
    if (number > tip) {
      throw new Refusal(
          "there is no mailbox " + name + ", the last one is " + slice.group(1) + "." + tip);
    }
    long before = (long) number * SLICE_MESSAGES;
    return new Mailbox(
        slice.group(1) + "." + number,
        sliced.get().name(),
        number,
        before + 1,
        before + SLICE_MESSAGES);
  }

  private static Optional<InboxCard> withNewsgroup(List<InboxCard> cards, String group) {
    return cards.stream()
        .filter(card -> !group.isEmpty() && card.settings().newsgroup().equals(group))
        .findFirst();
  }

  /// How many messages it shows at most when the user does not say.
  int usual() {
    return slice == Login.NEWEST ? NEWEST_MESSAGES : SLICE_MESSAGES;
  }
}
