package org.annals.net;

import java.nio.charset.StandardCharsets;

/// What came of waiting for a line: its bytes, or why there is none.
public sealed interface Line {
  /// A whole line without its line end; all other bytes are as they were sent.
  record Text(byte[] bytes) implements Line {
    /// One character a byte, so that nothing is lost.
    public String latin1() {
      return new String(bytes, StandardCharsets.ISO_8859_1);
    }
  }

  /// Why there is no line.
  enum Missing implements Line {
    /// It is longer than allowed; its rest was not read yet, see [LineReader#skipLine].
    TOO_LONG,
    /// The client said nothing whole for so long. What came of a line is kept for the next call.
    IDLE,
    /// The server stops, and would like to say so.
    STOPPING,
    /// The client left; half a line is none.
    END
  }
}
