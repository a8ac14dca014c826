package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FragmentsTest {
  /// With one place for each hash one in sixteen of these would push another out for ever.
  @Test
  void keysAskedForInTurnAreKnownTheSecondTime() {
    Fragments fragments = new Fragments(1 << 20);
    assertThat(IntStream.range(0, 4_000).filter(i -> fragments.isAskedAgain("page " + i)).count())
        .isLessThan(10);
    assertThat(IntStream.range(0, 4_000).filter(i -> fragments.isAskedAgain("page " + i)).count())
        .isGreaterThan(3_990);
  }

  @Test
  void nothingIsKeptWhereNothingMayBe() {
    Fragments fragments = new Fragments(0);
    assertThat(fragments.isAskedAgain("page")).isFalse();
    assertThat(fragments.isAskedAgain("page")).isFalse();
  }
}
