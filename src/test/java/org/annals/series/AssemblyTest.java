package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class AssemblyTest {
  private static List<Series> assemble(Mail... mails) {
    return Assembly.of(Arrays.stream(mails).map(Mail::read).toList());
  }

  /// `v2 0:c 1:a 2:b*` - a star on what was taken over.
  private static String shape(Series series) {
    String cover = series.cover() == null ? "" : " 0:" + series.cover().id();
    return "v"
        + series.version()
        + cover
        + series.patches().entrySet().stream()
            .map(one ->
                " "
                    + one.getKey()
                    + ":"
                    + one.getValue().id()
                    + (series.takenOver().contains(one.getKey()) ? "*" : ""))
            .collect(Collectors.joining());
  }

  private static List<String> shapes(Mail... mails) {
    return assemble(mails).stream().map(AssemblyTest::shape).toList();
  }

  @Test
  void patchesBelongToTheCoverLetterTheyAnswer() {
    assertThat(
            shapes(
                Mail.of("c", "[PATCH 0/2] ring: grow"),
                Mail.patch("b", "[PATCH 2/2] ring: two").to("c"),
                Mail.patch("a", "[PATCH 1/2] ring: one").to("c")))
        .containsExactly("v1 0:c 1:a 2:b");
  }

  @Test
  void patchesWithoutCoverThatAnswerTheFirstAreOneSeries() {
    assertThat(
            shapes(
                Mail.patch("a", "[PATCH v3 1/3] one"),
                Mail.patch("b", "[PATCH v3 2/3] two").to("a").at(1_001),
                Mail.patch("c", "[PATCH v3 3/3] three").to("b").at(1_002)))
        .containsExactly("v3 1:a 2:b 3:c");
  }

  @Test
  void patchesSentTogetherAreOneSeriesAndLaterOnesAreNot() {
    assertThat(
            shapes(
                Mail.patch("a", "[PATCH 1/2] one").at(1_000),
                Mail.patch("b", "[PATCH 2/2] two").at(1_000 + 29 * 60)))
        .containsExactly("v1 1:a 2:b");
    assertThat(
            shapes(
                Mail.patch("a", "[PATCH 1/2] one").at(1_000),
                Mail.patch("b", "[PATCH 2/2] two").at(1_000 + 31 * 60)))
        .containsExactly("v1 1:a", "v1 2:b");
  }

  @Test
  void anotherVersionInAnswerToTheFirstIsItsOwnSeries() {
    assertThat(
            shapes(
                Mail.of("c", "[PATCH 0/1] ring: grow"),
                Mail.patch("a", "[PATCH 1/1] one").to("c"),
                Mail.of("c2", "[PATCH v2 0/1] ring: grow").to("c").at(9_000),
                Mail.patch("a2", "[PATCH v2 1/1] one").to("c2").at(9_001)))
        .containsExactly("v1 0:c 1:a", "v2 0:c2 1:a2");
  }

  @Test
  void patchThatForgetsItsVersionTakesThatOfItsCover() {
    assertThat(
            shapes(
                Mail.of("c", "[PATCH v2 0/1] ring: grow"),
                Mail.patch("a", "[PATCH 1/1] one").to("c")))
        .containsExactly("v2 0:c 1:a");
  }

  @Test
  void numberThatIsTakenBeginsAnotherSeries() {
    assertThat(
            shapes(
                Mail.of("c", "[PATCH 0/2] ring: grow"),
                Mail.patch("a", "[PATCH 1/2] one").to("c"),
                Mail.patch("x", "[PATCH 1/2] one").to("c").at(1_001)))
        .containsExactly("v1 0:c 1:a", "v1 1:x");
  }

  @Test
  void aCoverLetterWithoutANumberIsThatOfOneSeries() {
    List<Series> series =
        Assembly.of(
            List.of(
                Mail.of("c", "ring: two ways to grow").read(),
                Mail.patch("a", "[PATCH 1/2] one").to("c").at(1_001).read(),
                Mail.patch("b", "[PATCH 2/2] two").to("c").at(1_002).read(),
                Mail.patch("d", "[PATCH v2 1/2] one").to("c").at(9_001).read(),
                Mail.patch("e", "[PATCH v2 2/2] two").to("c").at(9_002).read()));
    assertThat(series).extracting(one -> one.head().id().value()).containsExactly("c", "d");
  }

  @Test
  void patchesMayCountOtherwiseThanTheirCoverLetter() {
    assertThat(
            shapes(
                Mail.of("c", "[PATCH v2 00/89] all").body("Why.\n"),
                Mail.patch("a", "[PATCH v2 08/92] one").to("c").at(1_001),
                Mail.patch("b", "[PATCH v2 40/92] two").to("c").at(1_002)))
        .hasSize(1);
  }

  @Test
  void partialRerollMayAnswerAnAnswerToItsOlderSelf() {
    assertThat(
            shapes(
                Mail.patch("a", "[PATCH v2 1/2] one"),
                Mail.patch("b", "[PATCH v2 2/2] two").to("a").at(1_001),
                Mail.of("r", "Re: [PATCH v2 1/2] one").by("J <j@x.example>").to("a").at(2_000),
                Mail.patch("a3", "[PATCH v3 1/2] one").to("r").at(9_000)))
        .containsExactly("v2 1:a 2:b", "v3 1:a3 2:b*");
  }

  @Test
  void partialRerollTakesTheOtherPatchesOver() {
    assertThat(
            shapes(
                Mail.patch("a", "[PATCH v2 1/2] one"),
                Mail.patch("b", "[PATCH v2 2/2] two").to("a").at(1_001),
                Mail.patch("a3", "[PATCH v3 1/2] one").to("a").at(9_000)))
        .containsExactly("v2 1:a 2:b", "v3 1:a3 2:b*");
  }

  @Test
  void openingOfTheAuthorStandsForACoverLetter() {
    assertThat(
            shapes(
                Mail.of("c", "ring: grow without stopping readers"),
                Mail.patch("a", "[PATCH 1/2] one").to("c"),
                Mail.patch("b", "[PATCH 2/2] two").to("c").at(1_001)))
        .containsExactly("v1 0:c 1:a 2:b");
  }

  @Test
  void repliesAreNoPatchesEvenWithADiff() {
    assertThat(
            shapes(
                Mail.patch("a", "[PATCH] one"),
                Mail.patch("r", "Re: [PATCH] one").to("a").by("T <t@x.example>").at(2_000)))
        .containsExactly("v1 1:a");
  }

  @Test
  void answersInACircleAndNumbersOutOfRangeDoNoHarm() {
    assertThat(
            shapes(
                Mail.patch("a", "[PATCH 1/2] one").to("b"),
                Mail.patch("b", "[PATCH 2/2] two").to("a").at(1_001),
                Mail.patch("z", "[PATCH 9999/9999] far").to("a")))
        .containsExactly("v1 1:a 2:b");
    assertThat(assemble(Mail.patch("c", "[PATCH 3/7] three"), Mail.patch("d", "[PATCH 5/7] five")))
        .singleElement()
        .satisfies(one -> {
          assertThat(one.isComplete()).isFalse();
          assertThat(one.missing()).containsExactly(1, 2, 4, 6, 7);
        });
  }

  @Test
  void orderOfArrivalDoesNotMatter() {
    List<SeriesMail> mails = new ArrayList<>();
    for (int version = 1; version < 4; version++) {
      String of = "[PATCH v" + version + " ";
      mails.add(Mail.of("c" + version, of + "0/5] ring: grow").at(version * 10_000L).read());
      for (int i = 1; i < 6; i++) {
        mails.add(
            Mail.patch("p" + version + i, of + i + "/5] patch")
                .to(i % 2 == 0 ? "c" + version : "p" + version + (i - 1))
                .at(version * 10_000L + i % 3)
                .read());
      }
    }
    List<String> expected = Assembly.of(mails).stream().map(AssemblyTest::shape).toList();
    assertThat(expected).hasSize(3).allMatch(shape -> shape.contains(" 5:"));
    Random random = new Random(7);
    for (int round = 0; round < 50; round++) {
      Collections.shuffle(mails, random);
      assertThat(Assembly.of(mails).stream().map(AssemblyTest::shape)).isEqualTo(expected);
    }
  }

  @Test
  void patchBeyondTheTotalIsAddedToWhatItAnswers() {
    assertThat(
            shapes(
                Mail.patch("a", "[PATCH 1/2] one"),
                Mail.patch("b", "[PATCH 2/2] two").to("a").at(1_001),
                Mail.patch("c", "[PATCH 3/2] three").to("a").at(9_000),
                Mail.patch("d", "[PATCH v2 3/2] three").to("a").at(9_001),
                Mail.patch("e", "[PATCH 4/3] four").to("a").at(9_002)))
        .containsExactly("v1 1:a 2:b 3:c", "v2 3:d", "v1 4:e");
  }
}
