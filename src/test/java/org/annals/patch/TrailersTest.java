package org.annals.patch;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class TrailersTest {
  @Test
  void knownFormsOnly() {
    assertTrailers(
        """
        Looks good.
        Reviewed-by: Hanna Lindqvist <hanna@lindq.example>
        reported-and-tested-by: J <j@x.example> # on arm64
        Fixes: 0123456789ab ("ring: grow")
        Link: https://x.example/1
        Cc: <stable@x.example> # 6.1
        Closes: https://x.example/2
        Message-ID: <1@x.example>
        Change-Id: I1234
        base-commit: 7c41d0be2f6a
        prerequisite-patch-id: 1234
        Note: not one
        Acked-by:
        https://x.example
        Standby: no
        Cc: the memory people
        """,
        """
        Reviewed-by=Hanna Lindqvist <hanna@lindq.example>
        reported-and-tested-by=J <j@x.example> # on arm64
        Fixes=0123456789ab ("ring: grow")
        Link=https://x.example/1
        Cc=<stable@x.example> # 6.1
        Closes=https://x.example/2
        Message-ID=<1@x.example>
        Change-Id=I1234
        base-commit=7c41d0be2f6a
        prerequisite-patch-id=1234\
        """);
  }

  @Test
  void continuationLinesAreJoined() {
    assertTrailers(
        """
        Signed-off-by: Ines Okafor
         <ines@okafor.example>
        Fixes: 0123456789ab ("ring: a title that
        was wrapped")
        Acked-by: Tomas Brandt
        <tomas@brandt.example>
        Tested-by: A <a@x.example>
          Tested-by: B <b@x.example>
        Link: https://x.example/
        next paragraph
        """,
        """
        Signed-off-by=Ines Okafor <ines@okafor.example>
        Fixes=0123456789ab ("ring: a title that was wrapped")
        Acked-by=Tomas Brandt <tomas@brandt.example>
        Tested-by=A <a@x.example>
        Tested-by=B <b@x.example>
        Link=https://x.example/\
        """);
  }

  @Test
  void diffstatIsNoContinuation() {
    assertTrailers(
        """
        Signed-off-by: I <i@x.example>
         a.c | 1 +
         1 file changed, 1 insertion(+)
        """,
        "Signed-off-by=I <i@x.example>");
  }

  @Test
  void quotesDiffsSignaturesIndentedLogsAndPastedHeadersHaveNone() {
    assertTrailers(
        """
        > Acked-by: A <a@x.example>
            Signed-off-by: Log <l@x.example>

        From: A <a@x.example>
        To: B <b@x.example>
        Cc: C <c@x.example>
        Subject: x

        Cc: D <d@x.example>
        --- a/x
        +++ b/x
        @@ -0,0 +1,2 @@
        +Acked-by: A <a@x.example>
         Acked-by: A <a@x.example>
        --\s
        Acked-by: S <s@x.example>
        """,
        "Cc=D <d@x.example>");
  }

  private static void assertTrailers(String body, String expected) {
    assertThat(
            Trailers.of(body).stream()
                .map(trailer -> trailer.key() + "=" + trailer.value())
                .collect(Collectors.joining("\n")))
        .isEqualTo(expected);
  }
}
