package org.annals.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class DiffHashTest {
  /// The hashes are those that b4 gives, which has the same as Patchwork.
  @ParameterizedTest
  @MethodSource("diffs")
  void isThatOfPatchwork(String hash, String diff) {
    assertThat(DiffHash.of(diff)).isEqualTo(hash);
  }

  static Stream<Arguments> diffs() {
    return Stream.of(
        Arguments.of(
            "c7f56e337aef5c47cf47ad83cc725b13e701a29a",
            """
            diff --git a/x.c b/x.c
            index 1..2 100644
            --- a/x.c
            +++ b/x.c
            @@ -1,3 +1,4 @@ int f
             a
            -b
            +c
            +d
             e
            """),
        Arguments.of(
            "351192d4c12529c67344bf79fb4749b2825e11b7",
            "--- /dev/null\n+++ b/x.c\n@@ -0,0 +1 @@\n+c\n"),
        Arguments.of(
            "48545e668b103b9761e720c443185e1c9af34dd1",
            "--- x.c\t2020\n+++ x.c\n@@ -1 +1,2 @@\n+c\n\n  s\n-- \n2.4\n"),
        Arguments.of(
            "a3ea0ea33fef16763bca06ad51dcdc123b54f7ea",
            "--- old/x/y.c\n+++ new/x/y.c\n@@ -1 +1 @@\n-c\n+d\n\\ No newline at end of file\n"),
        Arguments.of(
            "9782235774ccc2ffa7e4e7b35c6e57e77525fb55", "---\n+++ b\n@@ -1 +1 @@\n+\u00fc\r\n"),
        Arguments.of("8624d5a195fb715306fe91a5dc6cf9d3d7a9c1b5", "@@ foo\n--- \n+++ x\n"));
  }
}
