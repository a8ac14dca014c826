package org.annals.archive;

import java.util.List;
import org.annals.store.InboxName;

/// One inbox as pages show it. Times are seconds since 1970, 0 when there is no message.
///
/// `createdAt` is the IMAP UIDVALIDITY. `epochs` are the numbers of those that exist, ascending.
public record InboxCard(
    InboxName name,
    String description,
    List<String> addresses,
    List<String> urls,
    String newsgroup,
    List<String> coderepos,
    boolean hidden,
    long createdAt,
    long messages,
    long oldest,
    long newest,
    long highestNumber,
    List<Integer> epochs) {}
