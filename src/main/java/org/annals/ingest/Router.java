package org.annals.ingest;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.annals.archive.InboxSettings;
import org.annals.mail.Address;
import org.annals.mail.Message;
import org.annals.store.InboxName;

/// Which inbox a mail is for. Immutable.
public final class Router {
  private final Map<String, InboxName> byAddress = new HashMap<>();
  private final Map<String, InboxName> byListId = new HashMap<>();

  /// Of two inboxes with one address, or List-Id, the first gets the mail.
  public Router(List<InboxSettings> inboxes) {
    for (InboxSettings inbox : inboxes) {
      for (String address : inbox.addresses()) {
        byAddress.putIfAbsent(address.toLowerCase(Locale.ROOT), inbox.name());
      }
      for (String listId : inbox.listIds()) {
        byListId.putIfAbsent(listId.toLowerCase(Locale.ROOT), inbox.name());
      }
    }
  }

  /// By the address that somebody wrote to.
  public Optional<InboxName> recipient(String mailbox) {
    return Optional.ofNullable(byAddress.get(mailbox.strip().toLowerCase(Locale.ROOT)));
  }

  /// By what the mail says: its List-Id, else the first of its recipients that is an inbox.
  public Optional<InboxName> of(Message mail) {
    for (String listId : mail.headers().all("List-Id")) {
      InboxName named = byListId.get(bare(listId).toLowerCase(Locale.ROOT));
      if (named != null) {
        return Optional.of(named);
      }
    }
    List<Address> recipients = new ArrayList<>(mail.to());
    recipients.addAll(mail.cc());
    return recipients.stream().flatMap(one -> recipient(one.mailbox()).stream()).findFirst();
  }

  /// What is in the brackets of `Some list <list.example.org>`.
  private static String bare(String listId) {
    int open = listId.lastIndexOf('<');
    int close = listId.lastIndexOf('>');
    return (open >= 0 && close > open ? listId.substring(open + 1, close) : listId).strip();
  }
}
