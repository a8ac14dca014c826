package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ArgumentsTest {
  private static Arguments of(String text) {
    return new Arguments(text.getBytes(StandardCharsets.UTF_8), false);
  }

  @Test
  void stringsComeInThreeForms() {
    Arguments in = of("atom \"quo\\\"ted\" {6}\r\nlite\r\n {3+}\r\nsh( \"\"");
    assertThat(in.text()).isEqualTo("atom");
    in.space();
    assertThat(in.text()).isEqualTo("quo\"ted");
    in.space();
    assertThat(in.text()).isEqualTo("lite\r\n");
    in.space();
    assertThat(in.text()).isEqualTo("sh(");
    in.space();
    assertThat(in.text()).isEmpty();
    in.end();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "(",
        "\"open",
        "\"wrong \\escape\"",
        "{4}\r\nabc",
        "{4}abcd",
        "{999999999999999999999}\r\n",
        "%",
        "\u0001"
      })
  void whatIsNoTextIsRefused(String text) {
    assertThatThrownBy(() -> of(text).text())
        .isInstanceOf(ImapRefusal.class)
        .extracting(e -> ((ImapRefusal) e).line())
        .asString()
        .startsWith("BAD ");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "1 | 10 | 1",
        "3:1 | 10 | 1:3",
        "* | 10 | 10",
        "5:* | 10 | 5:10",
        "12:* | 10 | 10:12",
        "1,3,2 | 10 | 1:3",
        "4294967295 | 10 | ''"
      })
  void sequenceSetsAreResolved(String text, long star, String expected) {
    assertThat(of(text).sequenceSet().resolve(star)).hasToString(expected);
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "4294967296", "1:", ",", "a", "-1"})
  void whatIsNoSequenceSetIsRefused(String text) {
    assertThatThrownBy(() -> of(text).sequenceSet()).isInstanceOf(ImapRefusal.class);
  }

  @Test
  void numbersAboveAllMessagesAreNoticed() {
    assertThat(of("1:3").sequenceSet().exceeds(3)).isFalse();
    assertThat(of("1:4").sequenceSet().exceeds(3)).isTrue();
    assertThat(of("*").sequenceSet().exceeds(0)).isTrue();
  }

  @Test
  void datesAreReadWithAndWithoutQuotes() {
    assertThat(of("1-Feb-1994").date()).isEqualTo(LocalDate.of(1994, 2, 1));
    assertThat(of("\"28-DEC-2026\"").date()).isEqualTo(LocalDate.of(2026, 12, 28));
    assertThatThrownBy(() -> of("31-Feb-1994").date()).isInstanceOf(ImapRefusal.class);
    assertThatThrownBy(() -> of("1-Foo-1994").date()).isInstanceOf(ImapRefusal.class);
  }

  @Test
  void wildcardsAreOnlyInPatterns() {
    assertThat(of("org.%.*").listMailbox()).isEqualTo("org.%.*");
    assertThat(of("org.%").mailbox()).isEqualTo("org.");
    assertThat(of("(A b C)").words()).isEqualTo(List.of("A", "B", "C"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Entw&APw-rfe | Entwürfe",
        "&- | &",
        "a&-b | a&b",
        "&ZeVnLIqe- | 日本語",
        "plain.0 | plain.0"
      })
  void namesAreInModifiedUtf7(String encoded, String name) {
    assertThat(of("\"" + encoded + "\"").mailbox()).isEqualTo(name);
    assertThat(MailboxNames.encode(name, false)).isEqualTo(encoded);
    assertThat(MailboxNames.encode(name, true)).isEqualTo(name);
  }

  @ParameterizedTest
  @CsvSource({
    "*, a.b.c, true",
    "%, a.b.c, false",
    "a.%, a.b.c, false",
    "a.%.c, a.b.c, true",
    "A.*, a.b.c, true",
    "a.*c, a.b.c, true",
    "a.b, a.b.c, false",
    "%.%.%, a.b.c, true",
    "**, a, true"
  })
  void patternsOfNames(String pattern, String name, boolean matches) {
    assertThat(MailboxNames.matches(pattern, name)).isEqualTo(matches);
  }
}
