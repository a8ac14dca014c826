package org.annals.web;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The proxies that are believed when they say for whom they ask (`X-Forwarded-For`), and by which
/// URL (`SiteOrigin`).
///
/// Each proxy appends the address it was asked from. What stands before the last address that is
/// no proxy of ours was written by that client, who may write anything.
public record TrustedProxies(List<Network> networks) {
  /// A proxy on the same machine. Whoever may connect from there is trusted anyway.
  public static final TrustedProxies LOCAL =
      new TrustedProxies(List.of(Network.parse("127.0.0.0/8"), Network.parse("::1")));

  /// Hops that are followed; a real way is shorter.
  private static final int HOPS_MAX = 16;

  public TrustedProxies {
    networks = List.copyOf(networks);
  }

  /// Addresses whose first `bits` are those of `prefix`.
  public record Network(InetAddress prefix, int bits) {
    /// `ADDRESS` or `ADDRESS/BITS`. Throws on anything else; names are not looked up.
    public static Network parse(String text) {
      int slash = text.indexOf('/');
      try {
        InetAddress prefix = InetAddress.ofLiteral(slash < 0 ? text : text.substring(0, slash));
        int all = prefix.getAddress().length * Byte.SIZE;
        int bits = slash < 0 ? all : Integer.parseInt(text.substring(slash + 1));
        if (bits >= 0 && bits <= all) {
          return new Network(prefix, bits);
        }
      } catch (IllegalArgumentException e) {
        // said below, also for what is out of range
      }
      throw new IllegalArgumentException(
          "'" + text + "' is no network; write an address or ADDRESS/BITS");
    }

    boolean contains(InetAddress address) {
      byte[] wanted = prefix.getAddress();
      byte[] given = address.getAddress();
      if (wanted.length != given.length) {
        return false;
      }
      for (int bit = 0; bit < bits; bit += Byte.SIZE) {
        int mask = bits - bit >= Byte.SIZE ? 0xff : 0xff << (Byte.SIZE - (bits - bit));
        if (((wanted[bit / Byte.SIZE] ^ given[bit / Byte.SIZE]) & mask) != 0) {
          return false;
        }
      }
      return true;
    }
  }

  /// These and the networks that the operator names.
  public TrustedProxies and(List<String> more) {
    List<Network> all = new ArrayList<>(networks);
    more.forEach(text -> all.add(Network.parse(text)));
    return new TrustedProxies(all);
  }

  boolean contains(InetAddress address) {
    return networks.stream().anyMatch(network -> network.contains(address));
  }

  /// Who asks: `peer` is the other end of the connection, `forwarded` what its headers say, in
  /// their order.
  InetAddress client(InetAddress peer, List<String> forwarded) {
    InetAddress client = peer;
    List<String> hops = hops(forwarded);
    for (int i = hops.size() - 1; i >= 0 && contains(client); i--) {
      Optional<InetAddress> before = address(hops.get(i));
      if (before.isEmpty()) {
        return client;
      }
      client = before.get();
    }
    return client;
  }

  /// The last ones, which our own proxies wrote.
  private static List<String> hops(List<String> forwarded) {
    List<String> hops = new ArrayList<>();
    for (String line : forwarded) {
      for (String hop : line.split(",", -1)) {
        hops.add(hop.strip());
      }
    }
    return hops.subList(Math.max(0, hops.size() - HOPS_MAX), hops.size());
  }

  /// Some proxies add the port: `192.0.2.1:4711`, `[2001:db8::1]:4711`.
  private static Optional<InetAddress> address(String hop) {
    String text = hop;
    int colon = text.lastIndexOf(':');
    if (text.startsWith("[")) {
      int end = text.indexOf(']');
      text = end < 0 ? text : text.substring(1, end);
    } else if (colon >= 0 && text.indexOf(':') == colon) {
      text = text.substring(0, colon);
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
