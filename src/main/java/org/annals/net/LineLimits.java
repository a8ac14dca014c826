package org.annals.net;

import java.util.Optional;

/// How much of the machine the clients of one protocol may take.
///
/// `connections` in all, `connectionsPerAddress` from one [ClientAddress], where clients of this
/// machine do not count, as a proxy may stand there. `lineBytes` is the longest line with its end.
/// A session whose client sent no whole line for `idleMillis` ends. Each 16 kB that are sent must
/// be taken within `sendMillis`, TLS be agreed on within `handshakeMillis`. When the server stops,
/// sessions get `stopMillis` to end what they do.
public record LineLimits(
    int connections,
    int connectionsPerAddress,
    int lineBytes,
    int idleMillis,
    int sendMillis,
    int handshakeMillis,
    int stopMillis) {

  public LineLimits {
    int[] all = {
      connections,
      connectionsPerAddress,
      lineBytes,
      idleMillis,
      sendMillis,
      handshakeMillis,
      stopMillis
    };
    for (int limit : all) {
      if (limit < 1) {
        throw new IllegalArgumentException("must be at least 1");
      }
    }
  }

  /// The same with one limit changed that operators may change, by its name in lower case; empty
  /// when no such limit has this name.
  public Optional<LineLimits> with(String name, int value) {
    return switch (name) {
      case "connections" -> Optional.of(with(value, connectionsPerAddress, idleMillis, sendMillis));
      case "connectionsperaddress" -> Optional.of(with(connections, value, idleMillis, sendMillis));
      case "idlemillis" -> Optional.of(with(connections, connectionsPerAddress, value, sendMillis));
      case "sendmillis" -> Optional.of(with(connections, connectionsPerAddress, idleMillis, value));
      default -> Optional.empty();
    };
  }

  private LineLimits with(int all, int perAddress, int idle, int send) {
    return new LineLimits(all, perAddress, lineBytes, idle, send, handshakeMillis, stopMillis);
  }
}
