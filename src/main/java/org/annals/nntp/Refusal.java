package org.annals.nntp;

import java.io.Serial;

/// Ends a command with the reply that says why. The client's affair: nothing is logged.
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  private final Refused why;

  Refusal(Refused why) {
    super(why.reply().text(), null, false, false);
    this.why = why;
  }

  Refused why() {
    return why;
  }
}
