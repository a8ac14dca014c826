package org.annals.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class EncodedWordsTest {
  static Stream<Arguments> words() {
    return Stream.of(
        arguments("plain text", "plain text"),
        arguments("=?utf-8?Q?caf=C3=A9?=", "café"),
        arguments("=?UTF-8?q?caf=c3=a9?= au lait", "café au lait"),
        arguments("=?iso-8859-1?Q?caf=E9_noir?=", "café noir"),
        arguments("=?utf-8?B?Y2Fmw6k=?=", "café"),
        arguments("=?utf-8?b?Y2Fmw6k=?=", "café"),
        // RFC 2047 §6.2: blanks between words vanish, beside text they stay
        arguments("=?utf-8?q?a?= =?utf-8?q?b?=", "ab"),
        arguments("=?utf-8?q?a?=   =?iso-8859-1?q?b?=", "ab"),
        arguments("=?utf-8?q?a?= x =?utf-8?q?b?=", "a x b"),
        arguments("=?utf-8?q?a_?= =?utf-8?q?b?=", "a b"),
        arguments("=?utf-8?q?a?==?utf-8?q?b?=", "ab"),
        // a character split between words, also between encodings
        arguments("=?utf-8?Q?caf=C3?= =?utf-8?Q?=A9?=", "café"),
        arguments("=?utf-8?Q?caf=C3?= =?UTF-8?B?qQ==?=", "café"),
        // malformed
        arguments("=?utf-8?Q?two words?=", "two words"),
        arguments("=?utf-8?B?Y2Fm w6k=?=", "café"),
        arguments("=?utf-8?B?Y2Fmw6k?=", "café"),
        arguments("=?utf-8?B?Y2Fmw6k=", "café"),
        arguments("=?utf-8?B?Y2Fmw6k=?", "café"),
        arguments("=?utf-8?B?Y2Fmw6k= and text", "café and text"),
        arguments("=?utf-8?Q?caf=C3=A9", "café"),
        arguments("=?utf-8?Q?caf=C3=A9?", "café"),
        arguments("=?utf-8?Q?caf=C3=A9 noir", "café noir"),
        arguments("=?utf-8?Q?a =?utf-8?Q?b?=", "ab"),
        arguments("=?utf-8?Q?what?=21?=", "what?!"),
        arguments("=?utf-8?Q?a?=20=?utf-8?Q?b?=", "a20b"),
        arguments("=?utf-8?Q?100%=?=", "100%="),
        arguments("\"=?utf-8?Q?caf=C3=A9?=\" <a@x>", "\"café\" <a@x>"),
        arguments("x=?utf-8?Q?=C3=A9?=y", "xéy"),
        arguments("=?utf-8*fr?Q?caf=C3=A9?=", "café"),
        arguments("=?\"utf-8\"?Q?caf=C3=A9?=", "café"),
        arguments("=?x-unknown?Q?caf=C3=A9?=", "café"),
        arguments("=?x-unknown?Q?caf=E9?=", "café"),
        arguments("=?utf-8?Q?caf=E9?=", "café"),
        arguments("=?us-ascii?Q?caf=C3=A9?=", "café"),
        arguments("=?utf-8?Q?caf\u00e9?=", "café"),
        arguments("=?gb2312?B?xOO6ww==?=", "你好"),
        arguments("=?ISO-2022-JP?B?GyRCRnxLXBsoQg==?=", "日本"),
        arguments("=?utf-8?Q??=", ""),
        // not words
        arguments("=?utf-8?X?abc?=", "=?utf-8?X?abc?="),
        arguments("=? =?= ?=", "=? =?= ?="),
        arguments("a =?b c", "a =?b c"),
        arguments("=?utf 8?Q?abc?=", "=?utf 8?Q?abc?="),
        arguments("", ""));
  }

  @ParameterizedTest
  @MethodSource("words")
  void decodes(String raw, String expected) {
    assertThat(EncodedWords.decode(raw)).isEqualTo(expected);
  }

  @Test
  void hostileValuesEndSoon() {
    String[] pieces = {"=?", "=?u?q?", "=?u?b?", "=?u?q?x?=", "?=21", "=?u?q?a ", "=?=?u?q?"};
    for (String piece : pieces) {
      assertThat(EncodedWords.decode(piece.repeat(200_000 / piece.length()))).isNotNull();
    }
  }
}
