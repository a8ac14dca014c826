package org.annals.ingest;

import java.io.IOException;

/// Asks a spam filter what it thinks of a mail. Thread-safe.
public interface SpamCheck {
  /// Why the mail is spam, as the end of a sentence about it; empty if it is not. Fails when the
  /// filter does not answer: the mail is then to be tried again later.
  String spam(byte[] mail) throws IOException;

  /// Tells the filter what people found a mail to be. That it knows already is no failure.
  void learn(byte[] mail, boolean spam) throws IOException;

  /// Asks nobody.
  static SpamCheck none() {
    return new SpamCheck() {
      @Override
      public String spam(byte[] mail) {
        return "";
      }

      @Override
      public void learn(byte[] mail, boolean spam) {
        // nobody is there who could
      }
    };
  }
}
