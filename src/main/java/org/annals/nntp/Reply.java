package org.annals.nntp;

import java.io.IOException;
import org.annals.net.LineWriter;
import org.annals.net.TlsKeys;

/// What a command answers, and what happens to the connection then.
sealed interface Reply {
  /// One line.
  record Status(int code, String text) implements Reply {}

  /// A line, then lines up to a dot (RFC 3977 §3.1.1), written as they are made.
  record Block(int code, String text, Lines lines) implements Reply {}

  /// One line, the last.
  record Last(int code, String text) implements Reply {}

  /// One line, then TLS (RFC 4642).
  record ThenTls(int code, String text, TlsKeys keys) implements Reply {}

  /// One line, then deflate (RFC 8054).
  record ThenDeflate(int code, String text) implements Reply {}

  /// Writes lines of a block, dotted; not the dot that ends it.
  interface Lines {
    void writeTo(LineWriter out) throws IOException;
  }
}
