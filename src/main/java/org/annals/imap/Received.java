package org.annals.imap;

import org.jspecify.annotations.Nullable;

/// What came of waiting for a command.
sealed interface Received {
  /// All of it, with its literals and without its last line end. Compared by nobody.
  record Command(byte[] bytes) implements Received {}

  /// A command that is refused before it is complete; `begun` is what came of it.
  record Refused(byte[] begun, ImapRefusal why) implements Received {}

  /// Nothing comes any more; `goodbye` is what to say to a client that is still there.
  record Over(@Nullable String goodbye) implements Received {}
}
