package org.annals.series;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/// What two versions of a patch make of a file.
class InterdiffTest {
  private static RangeDiff.Patch patch(String... lines) {
    return new RangeDiff.Patch(1, "ring: grow", List.of(lines));
  }

  @Test
  void whatOnlyOneVersionDoesIsTold() {
    assertThat(
            Interdiff.of(
                patch(
                    "    words", "", "## ring.c ##", "@@ grow", " a", "+old", " b", "-gone", " c"),
                patch(
                    "    others",
                    "",
                    "## ring.c ##",
                    "@@ grow",
                    " a",
                    "+new",
                    " b",
                    " gone",
                    " c")))
        .containsExactly("## ring.c ##", "@@ grow", " a", "-old", "+new", " b", "+gone", " c");
  }

  /// A base that moved on, and context that is longer, change nothing in the code.
  @Test
  void whatChangedAroundIsNotTold() {
    assertThat(
            Interdiff.of(
                patch("## ring.c ##", "@@ grow", " a", "+new", " b"),
                patch("## ring.c ##", "@@ shrink", " x", " a", "+new", " b", " y")))
        .isEmpty();
  }

  @Test
  void whatTheBaseHasMeanwhileIsInBoth() {
    assertThat(
            Interdiff.of(
                patch("## ring.c ##", "@@ grow", " a", "+one", "+two", " b"),
                patch("## ring.c ##", "@@ grow", " a", " one", "+two", "+three", " b")))
        .containsExactly("## ring.c ##", "@@ grow", " a", " one", " two", "+three", " b");
  }

  @Test
  void farChangesStandApartUnderTheirFile() {
    assertThat(
            Interdiff.of(
                patch(
                    "## a.c ##",
                    "@@ f",
                    "+1",
                    "+2",
                    "+3",
                    "+4",
                    "+5",
                    "+6",
                    "+7",
                    "+8",
                    "+9",
                    "+x"),
                patch(
                    "## a.c ##",
                    "@@ f",
                    "+0",
                    "+2",
                    "+3",
                    "+4",
                    "+5",
                    "+6",
                    "+7",
                    "+8",
                    "+9",
                    "+y")))
        .containsExactly(
            "## a.c ##",
            "@@ f",
            "-1",
            "+0",
            " 2",
            " 3",
            " 4",
            "@@ f",
            " 7",
            " 8",
            " 9",
            "-x",
            "+y");
  }

  @Test
  void aFileThatOnlyOneVersionTouchesIsNamed() {
    assertThat(
            Interdiff.of(
                patch("## a.c ##", "@@", "+1"),
                patch("## a.c ##", "@@", "+1", "## b.c (new) ##", "@@", "+2")))
        .containsExactly("## b.c (new) ##", "@@", "+2");
    assertThat(
            Interdiff.of(
                patch("## a.c ##", "@@", "+1", "## b.c ##", "@@", "-2"),
                patch("## a.c ##", "@@", "+1")))
        .containsExactly("## b.c ##", "@@", "+2");
  }
}
