package org.annals.web;

import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.Recent;
import org.annals.index.Posting;
import org.annals.index.Scope;

/// The conversations that pages showed lately. Thread-safe.
final class Conversations {
  /// More are left to the mbox. public-inbox has the same limit.
  static final int MESSAGES_MAX = 1_000;

  private static final int KEPT_MESSAGES_MAX = 16_000;

  private record Key(Scope scope, long thread) {}

  private final Archive archive;
  private final Recent<Key, Conversation> kept =
      new Recent<>(KEPT_MESSAGES_MAX, conversation -> conversation.byDate().size());

  Conversations(Archive archive) {
    this.archive = archive;
  }

  /// The conversation of a message as it is now.
  Conversation of(Scope scope, Posting member) throws IOException {
    Archive.ThreadView now = archive.thread(scope, member.thread(), MESSAGES_MAX);
    if (now.messages().isEmpty()) {
      // The message may have gone between two looks at the index; this page still speaks of it.
      return new Conversation(List.of(member), 1);
    }
    Key key = new Key(scope, member.thread());
    Conversation known = kept.find(key);
    if (known == null || known.total() != now.total() || !known.byDate().equals(now.messages())) {
      known = new Conversation(now.messages(), now.total());
      kept.keep(key, known);
    }
    return known;
  }
}
