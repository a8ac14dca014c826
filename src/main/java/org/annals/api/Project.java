package org.annals.api;

import org.annals.archive.InboxCard;
import org.annals.index.Scope;
import org.annals.store.InboxName;

/// An inbox as a project.
record Project(long id, InboxCard card) {
  InboxName inbox() {
    return card.name();
  }

  /// The link name.
  String name() {
    return card.name().value();
  }

  Scope scope() {
    return Scope.of(card.name());
  }

  String listEmail() {
    return card.settings().addresses().isEmpty() ? "" : card.settings().address();
  }

  String listId() {
    return card.settings().listIds().isEmpty()
        ? listEmail().replace('@', '.')
        : card.settings().listIds().getFirst();
  }
}
