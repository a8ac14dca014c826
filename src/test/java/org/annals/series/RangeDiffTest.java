package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.annals.series.RangeDiff.Pair;
import org.annals.series.RangeDiff.Patch;
import org.annals.series.RangeDiff.Piece;
import org.junit.jupiter.api.Test;

class RangeDiffTest {
  private static Patch patch(int number, String title, String... diff) {
    List<String> lines = new ArrayList<>(List.of("    " + title, "", "    Why.", "## ring.c ##"));
    lines.addAll(List.of(diff));
    return new Patch(number, title, lines);
  }

  /// `1=2` equal, `1~2` changed, `-3` gone, `+4` new.
  private static String shape(List<Pair> pairs) {
    return pairs.stream()
        .map(pair -> {
          Patch old = pair.before();
          Patch now = pair.after();
          return old == null
              ? "+" + now.number()
              : now == null
                  ? "-" + old.number()
                  : old.number() + (pair.same() ? "=" : "~") + now.number();
        })
        .collect(Collectors.joining(" "));
  }

  @Test
  void patchesArePairedByDiffThenTitleThenLikeness() {
    List<Patch> before =
        List.of(
            patch(1, "ring: one", "+a", "+b"),
            patch(2, "ring: two", "+c", "+d"),
            patch(3, "ring: three", "+e", "+f", "+g", "+h"),
            patch(4, "ring: four", "+never", "+again"));
    List<Patch> after =
        List.of(
            patch(1, "ring: first", "+a", "+b"),
            patch(2, "tests: new", "+quite", "+other"),
            patch(3, "ring: two", "+x", "+y"),
            patch(4, "ring: renamed", "+e", "+f", "+g", "+changed"));
    assertThat(shape(RangeDiff.of(before, after))).isEqualTo("1~1 +2 2~3 3~4 -4");
    assertThat(RangeDiff.of(before, after).getFirst().sameDiff()).isTrue();
  }

  @Test
  void senderOfSomebodysPatchChangesNothing() {
    String text = "Why.\n\nSigned-off-by: J <j@x.example>\n" + Mail.DIFF;
    Mail own = Mail.of("a", "[PATCH] ring: grow").body(text);
    Mail other = Mail.of("b", "[PATCH] ring: grow").body("From: J <j@x.example>\n\n" + text);
    assertThat(PatchText.comparable(other.message(), "ring: grow"))
        .isEqualTo(PatchText.comparable(own.message(), "ring: grow"))
        .contains("    Why.", "## ring.c ##");
  }

  /// Nothing else of it may have changed.
  @Test
  void changeOfTheModeIsShownInTheHeading() {
    Mail own = Mail.of("a", "[PATCH] ring: grow").body("Why.\n" + Mail.DIFF);
    Mail other =
        own.body(
            own.body()
                .replace(
                    "index 1111111..2222222 100644",
                    "old mode 100644\nnew mode 100755\nindex 1111111..2222222"));
    assertThat(PatchText.comparable(own.message(), "ring: grow")).contains("## ring.c ##");
    assertThat(PatchText.comparable(other.message(), "ring: grow"))
        .contains("## ring.c (mode change 100644 => 100755) ##");
  }

  @Test
  void equalVersionsAreEqualAndNothingIsShown() {
    List<Patch> version = List.of(patch(1, "a", "+1"), patch(2, "b", "+2"));
    List<Pair> pairs = RangeDiff.of(version, version);
    assertThat(shape(pairs)).isEqualTo("1=1 2=2");
    assertThat(pairs).allMatch(pair -> pair.pieces().isEmpty());
    assertThat(shape(RangeDiff.of(List.of(), version))).isEqualTo("+1 +2");
    assertThat(shape(RangeDiff.of(version, List.of()))).isEqualTo("-1 -2");
  }

  @Test
  void piecesTellBothVersionsWhole() {
    Random random = new Random(11);
    for (int round = 0; round < 300; round++) {
      Patch old = new Patch(1, "t", lines(random));
      Patch now = new Patch(1, "t", lines(random));
      List<Pair> pairs = RangeDiff.of(List.of(old), List.of(now));
      Pair pair = pairs.getFirst();
      if (pairs.size() == 1 && !pair.same()) {
        assertThat(side(pair, true, old.lines())).isEqualTo(old.lines());
        assertThat(side(pair, false, now.lines())).isEqualTo(now.lines());
      }
    }
  }

  private static List<String> lines(Random random) {
    return IntStream.range(0, random.nextInt(60))
        .mapToObj(i -> random.nextInt(8) == 0 ? "x" + random.nextInt(99) : "line " + i)
        .toList();
  }

  /// One side put together again; what was skipped is taken from the whole.
  private static List<String> side(Pair pair, boolean before, List<String> whole) {
    List<String> lines = new ArrayList<>();
    for (Piece piece : pair.pieces()) {
      switch (piece) {
        case Piece.Same(var same) -> lines.addAll(same);
        case Piece.Skipped(var count) ->
            lines.addAll(whole.subList(lines.size(), lines.size() + count));
        case Piece.Changed(var old, var now) -> lines.addAll(before ? old : now);
      }
    }
    return lines;
  }
}
