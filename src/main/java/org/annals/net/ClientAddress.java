package org.annals.net;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/// Whom to share fairly with: an IPv4 address, or an IPv6 network of 64 bits, as one subscriber
/// has at least that many addresses (RFC 6177).
public record ClientAddress(String text) {
  private static final int NETWORK_BYTES = 8;

  /// Where no address is known.
  public static final ClientAddress UNKNOWN = new ClientAddress("unknown");

  public static ClientAddress of(InetAddress address) {
    if (!(address instanceof Inet6Address)) {
      return new ClientAddress(address.getHostAddress());
    }
    byte[] network = address.getAddress();
    Arrays.fill(network, NETWORK_BYTES, network.length, (byte) 0);
    try {
      return new ClientAddress(InetAddress.getByAddress(network).getHostAddress() + "/64");
    } catch (UnknownHostException e) {
      throw new IllegalStateException("16 bytes are an address", e);
    }
  }
}
