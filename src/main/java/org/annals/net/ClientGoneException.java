package org.annals.net;

import java.io.IOException;
import java.io.Serial;

/// The client left, was too slow, or cannot be understood any more: nothing to log, and nobody to
/// tell. All that [LineReader], [LineWriter] and [Wire] throw, so that sessions can tell it from
/// what fails behind them.
public final class ClientGoneException extends IOException {
  @Serial private static final long serialVersionUID = 1;

  ClientGoneException(String message) {
    super(message);
  }

  ClientGoneException(IOException cause) {
    super(cause.getMessage(), cause);
  }
}
