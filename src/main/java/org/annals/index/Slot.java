package org.annals.index;

import org.annals.store.InboxName;

/// The key of a document: an inbox and an article number in it, from 1, never reused.
public record Slot(InboxName inbox, long number) implements Comparable<Slot> {
  @Override
  public int compareTo(Slot other) {
    int byInbox = inbox.compareTo(other.inbox);
    return byInbox != 0 ? byInbox : Long.compare(number, other.number);
  }
}
