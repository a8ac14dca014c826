package org.annals.web;

import java.util.Locale;
import org.annals.index.Scope;
import org.annals.mail.Address;
import org.jspecify.annotations.Nullable;

/// From where a page shows messages: of which scope, with links from where, and whether it may tell
/// addresses. The same for equal ones.
record Standpoint(Scope scope, Links links, boolean addresses) {
  /// Where more is said of somebody; null if that would tell an address, or there is none.
  @Nullable String person(Address author) {
    return addresses && !author.mailbox().isEmpty()
        ? links.to(new BrowseRoute.Person(scope, author.mailbox().toLowerCase(Locale.ROOT)))
        : null;
  }
}
