package org.annals.ingest;

import java.io.IOException;

/// Asks a spam filter what it thinks of a mail. Thread-safe.
public interface SpamCheck {
  /// Why the mail is spam, as the end of a sentence about it; empty if it is not. Fails when the
  /// filter does not answer: the mail is then to be tried again later.
  String spam(byte[] mail) throws IOException;

  /// Asks nobody.
  static SpamCheck none() {
    return mail -> "";
  }
}
