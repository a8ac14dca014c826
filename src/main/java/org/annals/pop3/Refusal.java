package org.annals.pop3;

import java.io.Serial;

/// Ends a command with `-ERR` and why. The client's affair: nothing is logged.
final class Refusal extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  Refusal(String why) {
    super(why, null, false, false);
  }

  String line() {
    return "-ERR " + getMessage();
  }
}
