package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.annals.index.Highlights;
import org.annals.index.Query.Field;
import org.annals.index.QueryParser;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The line beside a hit that says why it was found.
class MatchesTest {
  private static String snippet(String query, String... texts) throws Exception {
    Highlights sought =
        Highlights.of(QueryParser.parse(query, Instant.parse("2026-11-25T12:00:00Z")), Field.BODY);
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Markup out = new Markup(bytes);
    Matches.writeSnippet(out, List.of(texts), sought);
    out.drain();
    return bytes
        .toString(StandardCharsets.UTF_8)
        .replace("<div class=\"meta snip\">", "")
        .replace("</div>", "");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "leak            | `one\\ntwo leaks\\nthree`              | two <mark>leaks</mark>",
        "leak free       | `a leak\\nfree a leak\\nfree`          | <mark>free</mark> a <mark>leak</mark>",
        "leak            | `> a leak\\nmy leak`                   | my <mark>leak</mark>",
        "leak            | `> a leak`                             | &gt; a <mark>leak</mark>",
        "\"after free\"  | `use after\\nfree it\\nnow`            | `use <mark>after\\nfree</mark> it`",
        "leak            | `<b>leak</b>`                          | &lt;b&gt;<mark>leak</mark>&lt;/b&gt;",
        "absent          | `one\\ntwo`                            | ``",
        "s:one           | `one`                                  | ``",
      })
  void theLineThatSaysMostIsShown(String query, String text, String line) throws Exception {
    assertThat(snippet(query, text.replace("\\n", "\n"))).isEqualTo(line.replace("\\n", "\n"));
  }

  @Test
  void longLinesAreCut() throws Exception {
    String line = snippet("needle", "x ".repeat(500) + "needle" + " y".repeat(500));
    assertThat(line).startsWith("… x x").endsWith("y …").contains("<mark>needle</mark>");
    assertThat(line.length()).isLessThan(260);
  }

  @Test
  void theSecondTextMayBeTheOne() throws Exception {
    assertThat(snippet("needle", "nothing", "a needle")).isEqualTo("a <mark>needle</mark>");
  }

  @Test
  void veryLongTextsAreNotLookedThroughToTheEnd() throws Exception {
    String text = "word\n".repeat(Matches.SEARCHED_CHARACTERS_MAX / 5);
    assertThat(snippet("needle", text + "needle")).isEmpty();
    assertThat(snippet("needle", text, "needle")).isEmpty();
  }

  @Test
  void aWordAcrossTwoStepsIsWhole() throws Exception {
    for (int pad = 3_980; pad < 4_010; pad++) {
      assertThat(snippet("needle", "x".repeat(pad) + " needle"))
          .as("after " + pad)
          .contains("<mark>needle</mark>");
    }
  }
}
