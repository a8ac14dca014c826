package org.annals.api;

import java.util.List;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// Patches of one inbox that a user put together. `shared`: others may see it.
record Bundle(
    long number,
    InboxName inbox,
    String owner,
    String name,
    boolean shared,
    List<MessageId> patches) {}
