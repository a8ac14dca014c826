package org.annals.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class AddressTest {
  /// Header value, then each address as `name|mailbox`.
  static Stream<Arguments> lists() {
    return Stream.of(
        arguments("jane@example.org", "|jane@example.org"),
        arguments("<jane@example.org>", "|jane@example.org"),
        arguments("Jane Doe <jane@example.org>", "Jane Doe|jane@example.org"),
        arguments("\"Doe, Jane\" <jane@example.org>", "Doe, Jane|jane@example.org"),
        arguments("\"Jane \\\"J\\\" Doe\" <j@x.org>", "Jane \"J\" Doe|j@x.org"),
        arguments("jane@example.org (Jane Doe)", "Jane Doe|jane@example.org"),
        arguments("<jane@example.org> (Jane (J) Doe)", "Jane (J) Doe|jane@example.org"),
        arguments("Jane Doe (Example Inc) <jane@example.org>", "Jane Doe|jane@example.org"),
        arguments("a@x.org, b@x.org,c@x.org", "|a@x.org;|b@x.org;|c@x.org"),
        arguments("a@x.org,, b@x.org,", "|a@x.org;|b@x.org"),
        arguments("a@x.org; b@x.org", "|a@x.org;|b@x.org"),
        arguments("Friends: a@x.org, Bea <b@x.org>;", "|a@x.org;Bea|b@x.org"),
        arguments("undisclosed-recipients:;", "undisclosed-recipients|"),
        arguments("unlisted:; (no To-header on input)", "unlisted|"),
        arguments("Note: Jane <j@x.org>", "Note: Jane|j@x.org"),
        // not RFC 5322, all seen in the wild
        arguments("foo@bar.org <baz@qux.org>", "foo@bar.org|baz@qux.org"),
        arguments("Doe, Jane <j@x.org>, a@x.org", "Doe, Jane|j@x.org;|a@x.org"),
        arguments("O'Neil Jane <j@x.org>", "O'Neil Jane|j@x.org"),
        arguments("\"Jane Doe <j@x.org>", "Jane Doe|j@x.org"),
        arguments("Jane\" Doe <j@x.org>", "Jane Doe|j@x.org"),
        arguments("Jane <j@x.org, Bea <b@x.org>", "Jane|j@x.org;Bea|b@x.org"),
        arguments("Jane <j@x.org Bea <b@x.org>", "Jane|j@x.orgBea;|b@x.org"),
        arguments("Jane <<j@x.org>>", "Jane|j@x.org"),
        arguments("Jane j@x.org>", "Jane|j@x.org"),
        arguments("Jane <j@x.org> Bea <b@x.org>", "Jane|j@x.org;Bea|b@x.org"),
        arguments("jane at example.org (Jane Doe)", "Jane Doe|jane@example.org"),
        arguments("Jane <jane at example.org>", "Jane|jane@example.org"),
        arguments("jane@ example.org", "|jane@example.org"),
        arguments("jane@example. org", "|jane@example.org"),
        arguments("jane@example. Best regards", "Best regards|jane@example."),
        arguments("Jane < jane@example.org >", "Jane|jane@example.org"),
        arguments("<@relay.org:jane@example.org>", "|jane@example.org"),
        arguments("<mailto:jane@example.org>", "|jane@example.org"),
        arguments("\"jane doe\"@example.org", "|\"janedoe\"@example.org"),
        arguments("Jane (unbalanced <j@x.org>", "Jane (unbalanced|j@x.org"),
        arguments("Jane <>", "Jane|"),
        arguments("just words", "just words|"),
        arguments("(only a comment)", "only a comment|"),
        arguments("root", "root|"),
        arguments("root, a@x.org", "root|;|a@x.org"),
        // encoded words
        arguments("=?utf-8?q?J=C3=A4ne?= <j@x.org>", "Jäne|j@x.org"),
        arguments("=?utf-8?Q?Doe,_Jane?= <j@x.org>", "Doe, Jane|j@x.org"),
        arguments("=?utf-8?B?IkrDpG5lIg==?= <j@x.org>", "Jäne|j@x.org"),
        arguments("\"=?utf-8?q?J=C3=A4ne?=\" <j@x.org>", "Jäne|j@x.org"),
        arguments("J=?utf-8?q?=C3=A4?=ne <j@x.org>", "Jäne|j@x.org"),
        arguments("=?utf-8?q?J=C3?= =?utf-8?q?=A4ne?= <j@x.org>", "Jäne|j@x.org"),
        arguments("=?utf-8?Q?J=C3=A4ne <j@x.org>, B <b@x.org>", "Jäne|j@x.org;B|b@x.org"),
        arguments("j@x.org (=?utf-8?q?J=C3=A4ne?=)", "Jäne|j@x.org"),
        arguments("", ""),
        arguments(" , ;", ""));
  }

  @ParameterizedTest
  @MethodSource("lists")
  void parsesList(String value, String expected) {
    String found =
        String.join(
            ";", Address.parseList(value).stream().map(a -> a.name() + "|" + a.mailbox()).toList());
    assertThat(found).isEqualTo(expected);
  }

  @Test
  void displayNameFallsBackToTheLocalPart() {
    assertThat(new Address("Jane", "j@x.org").displayName()).isEqualTo("Jane");
    assertThat(new Address("", "j@x.org").displayName()).isEqualTo("j");
    assertThat(new Address("", "root").displayName()).isEqualTo("root");
    assertThat(new Address("", "").displayName()).isEmpty();
  }

  @Test
  void hostileValuesEndSoon() {
    for (String piece : new String[] {"(", "\"", "<", ":", "=?u?q?", ",", "\\", "=?", ":;", "("}) {
      String value = piece.repeat(100_000 / piece.length());
      assertThat(Address.parseList(value)).isNotNull();
      assertThat(Address.parseList(value + ";")).isNotNull();
    }
  }
}
