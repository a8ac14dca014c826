package org.annals.nntp;

import java.util.List;
import org.annals.index.Posting;
import org.annals.index.Slot;

/// What the index knows of an article. `slots` are all places of a message that was posted to
/// several groups, else none.
record Article(Posting posting, List<Slot> slots) {
  long number() {
    return posting.number();
  }

  /// As commands and replies have it: in angle brackets.
  String id() {
    return "<" + posting.id() + ">";
  }
}
