package org.annals.web;

import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.annals.archive.InboxCard;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.store.InboxName;

/// The inboxes that mail is sent to, by address in lower case. Immutable; equal while no address
/// changes.
final class AddressBook {
  static final AddressBook EMPTY = new AddressBook(List.of(), Map.of(), new Object());

  private final List<InboxCard> cards;
  private final Map<String, InboxName> inboxes;
  private final Object edition;

  private AddressBook(List<InboxCard> cards, Map<String, InboxName> inboxes, Object edition) {
    this.cards = cards;
    this.inboxes = inboxes;
    this.edition = edition;
  }

  /// The book of these inboxes, hidden ones left out. Costs nothing for the list that this was made
  /// of.
  AddressBook of(List<InboxCard> now) {
    if (now.equals(cards)) {
      return this;
    }
    Map<String, InboxName> all = new HashMap<>();
    for (InboxCard card : now) {
      if (!card.settings().isHidden()) {
        card.addresses().forEach(a -> all.put(a.toLowerCase(Locale.ROOT), card.name()));
      }
    }
    return new AddressBook(now, all, all.equals(inboxes) ? edition : new Object());
  }

  /// `address` in lower case.
  boolean contains(String address) {
    return inboxes.containsKey(address);
  }

  /// From addresses to URLs.
  Map<String, String> hrefs(Links links) {
    Map<String, String> hrefs = new HashMap<>();
    inboxes.forEach((address, name) ->
        hrefs.put(address, links.to(new InboxRoute.Topics(Scope.of(name), TimeWindow.NEWEST))));
    return hrefs;
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof AddressBook book && book.edition.equals(edition);
  }

  @Override
  public int hashCode() {
    return edition.hashCode();
  }
}
