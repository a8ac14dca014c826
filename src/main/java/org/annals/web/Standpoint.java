package org.annals.web;

import java.util.Locale;
import org.annals.index.Scope;
import org.annals.mail.Address;
import org.jspecify.annotations.Nullable;

/// From where a page shows messages: of which scope, with links from where. `inboxes` tell
/// addresses of inboxes from those of people; null where no addresses are told. `code`: there are
/// repositories in which to find the files that patches change. The same for equal ones.
record Standpoint(Scope scope, Links links, @Nullable AddressBook inboxes, boolean code) {
  /// Where more is said of somebody; null if that would tell an address, or there is none, or only
  /// that of a list, which sends mail in place of others.
  @Nullable String person(Address author) {
    String address = author.mailbox().toLowerCase(Locale.ROOT);
    return inboxes == null || address.isEmpty() || inboxes.contains(address)
        ? null
        : links.to(new BrowseRoute.Person(scope, address));
  }

  /// Leads to files that patches change; null where there is no code to find them in.
  @Nullable FileLinks files() {
    return code ? new FileLinks(scope, links) : null;
  }
}
