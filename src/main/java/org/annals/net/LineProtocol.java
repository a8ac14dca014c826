package org.annals.net;

import java.io.IOException;

/// A protocol that a [LineServer] serves. Thread-safe.
public interface LineProtocol {
  /// What to call it where addresses are told, threads named and faults logged: `nntp`.
  String name();

  /// Talks with one client, on a virtual thread of its own, until either has had enough. What is
  /// thrown ends the connection; what is ours to mend should have been logged with its command.
  void serve(Wire wire) throws IOException;

  /// The line for a client that finds too many here already; without line end.
  String refusal();

  /// The server that served it has no sessions any more.
  default void close() throws IOException {}
}
