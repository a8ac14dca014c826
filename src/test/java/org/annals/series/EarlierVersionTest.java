package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class EarlierVersionTest {
  private static final String URL = "https://lore.example/r/";

  private static List<String> in(String text) {
    return BodyFacts.of(text).earlier().stream()
        .map(one -> one.number() + " " + one.id().value())
        .toList();
  }

  @Test
  void wordsBeforeALinkSayThatItIsAVersion() {
    assertThat(in("v2: " + URL + "a@x.example\nv1: " + URL + "b%40x.example/T/#u\n"))
        .containsExactly("2 a@x.example", "1 b@x.example");
    assertThat(in("- Link to v1: " + URL + "a@x.example")).containsExactly("1 a@x.example");
    assertThat(in("V1 Thread: " + URL + "a@x.example.")).containsExactly("1 a@x.example");
    assertThat(in("changes since v3 (" + URL + "a@x.example):")).containsExactly("3 a@x.example");
    assertThat(in("Previous version: <a@x.example>")).containsExactly("0 a@x.example");
    assertThat(in("RFC: " + URL + "a@x.example")).containsExactly("0 a@x.example");
    assertThat(in("RFC v2: " + URL + "a@x.example")).containsExactly("2 a@x.example");
    assertThat(in("Supersedes: <a@x.example>")).containsExactly("0 a@x.example");
  }

  @Test
  void wordsAboveLinksAreForAllOfThem() {
    assertThat(in("Earlier versions:\n" + URL + "a@x.example\n  " + URL + "b@x.example\n"))
        .containsExactly("0 a@x.example", "0 b@x.example");
    assertThat(in("The v2 can be seen here:\n\n" + URL + "a@x.example"))
        .containsExactly("2 a@x.example");
    assertThat(in("v2: tidied\n- fixed " + URL + "a@x.example")).isEmpty();
    assertThat(in("v3: " + URL + "a@x.example\n" + URL + "b@x.example"))
        .containsExactly("3 a@x.example");
  }

  @Test
  void footnoteIsWhatTheSentenceBeforeItSays() {
    assertThat(
            in(
                "Changes since v1 [1]:\n- took the advice [2]\n\n[1] "
                    + URL
                    + "a@x.example\n[2]: "
                    + URL
                    + "b@x.example\n"))
        .containsExactly("1 a@x.example");
    assertThat(in("This goes on from the last\nversion [1].\n\n[1] " + URL + "a@x.example"))
        .containsExactly("0 a@x.example");
  }

  @Test
  void linksToSomethingElseAreNone() {
    assertThat(in("Based on v2 of the other series: " + URL + "a@x.example")).isEmpty();
    assertThat(in("mkfs v2: " + URL + "a@x.example")).isEmpty();
    assertThat(in("for v6.6.72 see " + URL + "a@x.example")).isEmpty();
    assertThat(in("Link: " + URL + "a@x.example\nCloses: " + URL + "b@x.example")).isEmpty();
    assertThat(in("v2: as he said in the discussion at " + URL + "a@x.example")).isEmpty();
    assertThat(in("v2: a word or two or three or four more, see " + URL + "a@x.example")).isEmpty();
    assertThat(in("> v1: " + URL + "a@x.example")).isEmpty();
    assertThat(in("v1: https://x.example/page.html")).isEmpty();
  }

  /// It may be either.
  @Test
  void arrowBetweenVersionsSaysNoNumber() {
    assertThat(in("v1 -> v2: " + URL + "a@x.example")).containsExactly("0 a@x.example");
  }

  @Test
  void diffAndRepliesTellOfNone() {
    assertThat(in("Why.\n" + Mail.DIFF + "+v1: " + URL + "a@x.example\n")).isEmpty();
    Mail reply = Mail.of("b", "Re: [PATCH v2] ring: grow").body("v1: " + URL + "a@x.example\n");
    assertThat(reply.read().body().earlier()).isEmpty();
    assertThat(in(("v1: " + URL + "a@x.example" + "x".repeat(2_000) + "\n"))).isEmpty();
  }

  @Test
  void aFewAreRead() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 80; i++) {
      text.append("v1: ").append(URL).append(i).append("@x.example\n");
    }
    assertThat(in(text.toString())).hasSize(50);
  }
}
