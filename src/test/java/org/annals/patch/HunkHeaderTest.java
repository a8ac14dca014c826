package org.annals.patch;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HunkHeaderTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "@@ -1,5 +2,7 @@ struct x {       | 1 | 5 | 2 | 7 | 1 | struct x {",
        "@@ -1 +1 @@                      | 1 | 1 | 1 | 1 | 1 | ''",
        "@@ -0,0 +1 @@                    | 0 | 0 | 1 | 1 | 1 | ''",
        "@@ -1,5 +2,7 @@x                 | 1 | 5 | 2 | 7 | 1 | x",
        "@@@ -1,2 -3,4 +5,6 @@@ f         | 1 | 2 | 5 | 6 | 2 | f",
        "@@@@ -1,2 -3,4 -5 +5,6 @@@@      | 1 | 2 | 5 | 6 | 3 | ''",
      })
  void reads(String line, int a, int b, int c, int d, int parents, String context) {
    assertThat(HunkHeader.parse(line)).contains(new HunkHeader(a, b, c, d, parents, context));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "@@",
        "@@ -1,5 +2,7",
        "@@ -a +b @@",
        "@@ -1,5 @@",
        "@@@ -1,5 +2,7 @@@",
        "@@ -1,5 -1,5 +2,7 @@",
        "@@ -12345678901 +1 @@",
        "@@ -1,x +1 @@",
        "@@ -1 +1,2 ",
        "@@ -1, +1 @@",
        "> @@ -1 +1 @@"
      })
  void refuses(String line) {
    assertThat(HunkHeader.parse(line)).isEmpty();
  }

  @Test
  void joinsWrappedContext() {
    assertThat(HunkHeader.parse("@@ -1 +1 @@ f(int a,\r\n  int b)\n").orElseThrow().context())
        .isEqualTo("f(int a, int b)");
    assertThat(HunkHeader.parse("@@ -1 +1 @@ g()\r\n").orElseThrow().context()).isEqualTo("g()");
  }
}
