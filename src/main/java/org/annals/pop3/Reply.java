package org.annals.pop3;

import java.io.IOException;
import org.annals.net.LineWriter;
import org.annals.net.TlsKeys;

/// What a command answers when it is done, and what happens to the connection then. `text` follows
/// `+OK `.
sealed interface Reply {
  /// One line.
  record Done(String text) implements Reply {}

  /// A line, then lines up to a dot (RFC 1939 §3), written as they are made.
  record Block(String text, Lines lines) implements Reply {}

  /// One line, the last: that all went well, or what did not.
  record Last(String line) implements Reply {}

  /// One line, then TLS (RFC 2595 §4).
  record ThenTls(String text, TlsKeys keys) implements Reply {}

  /// Writes lines of a block, dotted; not the dot that ends it.
  interface Lines {
    void writeTo(LineWriter out) throws IOException;
  }
}
