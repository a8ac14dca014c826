package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.net.InetAddress;
import java.util.List;
import org.annals.net.ClientAddress;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Who asks, over proxies that are trusted and clients that are not.
class ClientAddressTest {
  private static final TrustedProxies PROXIES =
      new TrustedProxies(
          List.of(
              TrustedProxies.Network.parse("10.1.0.0/20"),
              TrustedProxies.Network.parse("192.0.2.7"),
              TrustedProxies.Network.parse("2001:db8:f::/48")));

  @ParameterizedTest
  @CsvSource({
    "198.51.100.7, 198.51.100.7",
    "::ffff:198.51.100.7, 198.51.100.7",
    "2001:db8:1:2:3:4:5:6, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:2:ffff::1, 2001:db8:1:2:0:0:0:0/64",
    "2001:db8:1:3::1, 2001:db8:1:3:0:0:0:0/64",
  })
  void isAnAddressOrANetwork(String literal, String text) {
    assertThat(ClientAddress.of(InetAddress.ofLiteral(literal)).text()).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "198.51.100.7 | 203.0.113.9               | 198.51.100.7",
        "10.1.0.1     | 203.0.113.9               | 203.0.113.9",
        "10.1.15.255  | 203.0.113.9               | 203.0.113.9",
        "10.1.16.0    | 203.0.113.9               | 10.1.16.0",
        "192.0.2.7    | 1.1.1.1, 203.0.113.9      | 203.0.113.9",
        "192.0.2.7    | 1.1.1.1,203.0.113.9,10.1.2.3 | 203.0.113.9",
        "192.0.2.7    | 10.1.2.3, 10.1.2.4        | 10.1.2.3",
        "192.0.2.7    | 203.0.113.9:4711          | 203.0.113.9",
        "192.0.2.7    | [2001:db8::9]:4711        | 2001:db8:0:0:0:0:0:9",
        "192.0.2.7    | 2001:db8::9               | 2001:db8:0:0:0:0:0:9",
        "2001:db8:f::1| 203.0.113.9               | 203.0.113.9",
        "2001:db8:e::1| 203.0.113.9               | 2001:db8:e:0:0:0:0:1",
        "192.0.2.7    | unknown                   | 192.0.2.7",
        "192.0.2.7    | 203.0.113.9, unknown      | 192.0.2.7",
        "192.0.2.7    | ,                         | 192.0.2.7",
        "192.0.2.7    | [2001:db8                 | 192.0.2.7",
        "192.0.2.7    | example.org               | 192.0.2.7",
      })
  void proxiesAreBelievedUpToTheFirstThatIsNotOurs(String peer, String header, String client) {
    assertThat(PROXIES.client(InetAddress.ofLiteral(peer), List.of(header.strip())))
        .isEqualTo(InetAddress.ofLiteral(client));
  }

  @Test
  void severalHeadersAreOne() {
    InetAddress peer = InetAddress.ofLiteral("192.0.2.7");
    assertThat(PROXIES.client(peer, List.of("1.1.1.1", "203.0.113.9", "10.1.2.3")))
        .isEqualTo(InetAddress.ofLiteral("203.0.113.9"));
    assertThat(PROXIES.client(peer, List.of())).isEqualTo(peer);
  }

  @Test
  void aLongHeaderIsFollowedOnlySoFar() {
    InetAddress peer = InetAddress.ofLiteral("192.0.2.7");
    assertThat(
            PROXIES.client(
                peer, List.of("203.0.113.9, " + "10.1.2.3, ".repeat(1_000) + "10.1.2.4")))
        .isEqualTo(InetAddress.ofLiteral("10.1.2.3"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "example.org", "10.0.0.0/33", "10.0.0.0/-1", "::/129", "10.0.0.0/x"})
  void otherTextIsNoNetwork(String text) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> TrustedProxies.Network.parse(text))
        .withMessageContaining("'" + text + "'");
  }
}
