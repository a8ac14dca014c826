package org.annals.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class MessageIdTest {
  private static List<String> parse(String value) {
    return MessageId.parseAll(value).stream().map(MessageId::value).toList();
  }

  @Test
  void takesWhatIsBetweenAngleBrackets() {
    assertThat(parse("<a@example.org>")).containsExactly("a@example.org");
    assertThat(parse("  <a@example.org> (added by relay)")).containsExactly("a@example.org");
  }

  @Test
  void takesEveryGroupOnceInOrder() {
    assertThat(parse("<b@x> <a@x><b@x>")).containsExactly("b@x", "a@x");
  }

  @Test
  void takesTheWholeValueWithoutBrackets() {
    assertThat(parse(" a@example.org ")).containsExactly("a@example.org");
    assertThat(parse("<a@example.org")).containsExactly("<a@example.org");
  }

  @Test
  void deletesLineEndsTabsAndNul() {
    assertThat(parse("<a\t@\0x\r\n>")).containsExactly("a@x");
  }

  @Test
  void keepsOtherCharactersAsSent() {
    assertThat(parse("<A b/%\"ü>")).containsExactly("A b/%\"ü");
  }

  @Test
  void dropsEmptyOnes() {
    assertThat(parse("")).isEmpty();
    assertThat(parse("<>")).isEmpty();
    assertThat(parse("<\t>")).isEmpty();
    assertThat(parse("<> <a@x>")).containsExactly("a@x");
  }

  @Test
  void cutsAt244CharactersNotChars() {
    String emoji = "😀".repeat(300);
    String cut = parse("<" + emoji + ">").getFirst();
    assertThat(cut.codePointCount(0, cut.length())).isEqualTo(MessageId.CHARACTERS_MAX);
    assertThat(parse("<" + "x".repeat(244) + ">").getFirst()).hasSize(244);
  }

  @Test
  void anchorIsSha1OfUtf8() {
    assertThat(new MessageId("a@example.org").sha1Hex())
        .isEqualTo("aaf151c535738510a7c0720b5cbb701bf24f5265");
  }
}
