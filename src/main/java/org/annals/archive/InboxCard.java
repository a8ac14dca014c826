package org.annals.archive;

import java.util.List;
import org.annals.store.InboxName;

/// One inbox as pages show it. Times are seconds since 1970, 0 when there is no message.
///
/// `createdAt` is the IMAP UIDVALIDITY. `epochs` are the numbers of those that exist, ascending.
public record InboxCard(
    InboxSettings settings,
    String description,
    long createdAt,
    long messages,
    long oldest,
    long newest,
    long highestNumber,
    List<Integer> epochs) {

  public InboxName name() {
    return settings.name();
  }

  public List<String> addresses() {
    return settings.addresses();
  }
}
