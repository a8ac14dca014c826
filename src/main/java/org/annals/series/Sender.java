package org.annals.series;

import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import org.annals.mail.Address;

/// Who sent a mail, to tell whether two are of one person; "" stands for what From does not say.
///
/// QUIRK: lists write `Ann via List <list@example.org>` for the sake of DMARC: then the name alone
/// is the sender's. It gives nobody a right that only an address has.
record Sender(String mailbox, String name) {
  private static final String VIA = " via ";

  static Sender of(Address from) {
    String name = from.name().strip().toLowerCase(Locale.ROOT);
    int via = name.lastIndexOf(VIA);
    return via > 0
        ? new Sender("", name.substring(0, via).strip())
        : new Sender(from.mailbox().toLowerCase(Locale.ROOT), name);
  }

  /// By address, or by name if a list took the address of one away.
  boolean isSame(Sender other) {
    boolean unsaid = mailbox.isEmpty() || other.mailbox.isEmpty();
    return unsaid
        ? equals(other) || (!name.isEmpty() && name.equals(other.name))
        : mailbox.equals(other.mailbox);
  }

  /// Two who are the same share one.
  Set<String> keys() {
    Set<String> keys = new LinkedHashSet<>();
    if (!mailbox.isEmpty()) {
      keys.add(mailbox);
    }
    keys.add("by " + name);
    return keys;
  }
}
