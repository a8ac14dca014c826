package org.annals.cli;

import org.annals.net.LineServer.Place;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/// An address to listen on: `HOST:PORT`, `[v6]:PORT`, `:PORT` or `PORT`; without a host loopback.
record HostPort(String host, int port) {
  private static final int PORT_MAX = 65_535;

  static HostPort parse(String text) {
    int colon = text.lastIndexOf(':');
    String host = colon < 0 ? "" : text.substring(0, colon);
    if (host.startsWith("[") && host.endsWith("]")) {
      host = host.substring(1, host.length() - 1);
    }
    try {
      int port = Integer.parseInt(text.substring(colon + 1));
      if (port < 0 || port > PORT_MAX) {
        throw new IllegalArgumentException("'" + text + "': the port must be 0 to " + PORT_MAX);
      }
      return new HostPort(host.isEmpty() ? "127.0.0.1" : host, port);
    } catch (NumberFormatException e) {
      throw new IllegalArgumentException("'" + text + "' is no address; write HOST:PORT", e);
    }
  }

  Place place(boolean secure) {
    return new Place(host, port, secure);
  }

  static final class Converter implements ITypeConverter<HostPort> {
    @Override
    public HostPort convert(String text) {
      try {
        return parse(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    }
  }
}
