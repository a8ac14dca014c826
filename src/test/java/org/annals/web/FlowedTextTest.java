package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

class FlowedTextTest {
  @Test
  void softLinesJoinAndAreFilledAnew() {
    String text =
        """
        Growing the ring in place costs one pointer more for\s
        each reader,\s
        and nothing for those that never grow. It was measured.

        Tomas
        """;
    assertThat(FlowedText.of(text, false))
        .isEqualTo(
            """
            Growing the ring in place costs one pointer more for each reader, and
            nothing for those that never grow. It was measured.

            Tomas
            """);
  }

  @Test
  void quotesAreFilledUnderTheirMarks() {
    String text =
        """
        >> Shall we grow the ring, which has been full since the day before the\s
        >> last release, or not?
        > It is\s
        > full.
        Yes.
        """;
    assertThat(FlowedText.of(text, false))
        .isEqualTo(
            """
            >> Shall we grow the ring, which has been full since the day before the last
            >> release, or not?
            > It is full.
            Yes.
            """);
  }

  @Test
  void delSpTakesTheBlankAway() {
    assertThat(FlowedText.of("a word bro \nken here\n", true)).isEqualTo("a word broken here\n");
    assertThat(FlowedText.of("two  \nwords\n", true)).isEqualTo("two words\n");
  }

  @Test
  void emptyLinesPartParagraphsAlsoAfterAStrayBlank() {
    assertThat(FlowedText.of("Hi, \n\nthere\n> a \n> \n> b\n", false))
        .isEqualTo("Hi,\n\nthere\n> a\n> \n> b\n");
  }

  @Test
  void stuffedSpacesGoUnlessALineWouldBecomeAQuote() {
    assertThat(FlowedText.of(" From here\n  indented\n > no quote\n", false))
        .isEqualTo("From here\n indented\n > no quote\n");
  }

  @Test
  void unstuffedTextKeepsItsSpaces() {
    assertThat(FlowedText.of(" one space\n  two\n", false)).isEqualTo(" one space\n  two\n");
  }

  @Test
  void diffsKeepTheirLines() {
    String diff =
        """
        diff --git a/x b/x
        --- a/x
        +++ b/x
        @@ -1,2 +1,4 @@
         a
        +b\s
        +c
         d
        """;
    assertThat(FlowedText.of(diff, false)).isEqualTo(diff);
    String quoted = diff.replaceAll("(?m)^", "> ");
    assertThat(FlowedText.of(quoted, false)).isEqualTo(quoted);
  }

  @Test
  void signatureAndTrailersStayApart() {
    String text = "Fine.\nAcked-by: Ines Okafor <ines@okafor.example> \n-- \nInes\n";
    assertThat(FlowedText.of(text, false)).isEqualTo(text);
  }

  @Test
  void columnsAndLongWordsAreNotBroken() {
    String log = "[    6.623186][    T1] TCP established hash table entries: 65536 (order: 7, \n";
    assertThat(FlowedText.of(log + "524288 bytes, vmalloc)\n", false).lines()).hasSize(1);
    String url = "https://example.org/" + "a".repeat(100);
    assertThat(FlowedText.of("See \n" + url + " \nfor all of it.\n", false).lines())
        .containsExactly("See", url, "for all of it.");
  }

  @Test
  void anyTextComesOutWithAllItsWords() {
    long seed = Long.getLong("annals.seed", System.nanoTime());
    Random random = new Random(seed);
    for (int i = 0; i < 2_000; i++) {
      StringBuilder text = new StringBuilder();
      for (int n = random.nextInt(60); n > 0; n--) {
        text.append("ab > \n\n --+@\t".charAt(random.nextInt(13)));
      }
      String flowed = FlowedText.of(text.toString(), false);
      assertThat(words(flowed)).as("seed %d: %s", seed, text).isEqualTo(words(text.toString()));
    }
  }

  /// Quote marks are repeated on new lines and spaces move; nothing else may.
  private static String words(String text) {
    return text.replaceAll("[\\s>]", "");
  }
}
