package org.annals.imap;

import org.annals.store.InboxName;

/// A search of the config that is a mailbox: what of an inbox matches a query in the language of
/// the site. `name` is one level of a mailbox name.
public record SavedSearch(String name, InboxName inbox, String query) {}
