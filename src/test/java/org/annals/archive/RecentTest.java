package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RecentTest {
  private final Recent<String, String> recent = new Recent<>(10, String::length);

  @Test
  void whatWasNotUsedForLongestGoesFirst() {
    recent.keep("a", "11");
    recent.keep("b", "22");
    recent.keep("c", "33");
    recent.keep("d", "44");
    recent.keep("e", "55");
    assertThat(recent.find("a")).isEqualTo("11");

    recent.keep("f", "6");

    assertThat(recent.find("b")).isNull();
    assertThat(recent.find("a")).isEqualTo("11");
    assertThat(recent.find("c")).isEqualTo("33");
    assertThat(recent.weight()).isEqualTo(9);
  }

  @Test
  void aNewValueTakesThePlaceAndTheWeightOfTheOld() {
    recent.keep("a", "11");
    recent.keep("a", "2");

    assertThat(recent.find("a")).isEqualTo("2");
    assertThat(recent.weight()).isEqualTo(1);
  }

  @Test
  void aValueAsHeavyAsManyIsNotKept() {
    recent.keep("a", "11");
    recent.keep("b", "333");

    assertThat(recent.find("b")).isNull();
    assertThat(recent.find("a")).isEqualTo("11");
  }
}
