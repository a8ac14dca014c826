package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ByteRangeTest {
  private static final long SIZE = 100;

  @ParameterizedTest
  @CsvSource({
    "bytes=0-9, 0, 9",
    "bytes=90-, 90, 99",
    "bytes=90-1000, 90, 99",
    "bytes=99-99, 99, 99",
    "bytes=-5, 95, 99",
    "bytes=-1000, 0, 99",
    "bytes=0-999999999999999999, 0, 99",
  })
  void partsOfTheFile(String header, long first, long last) {
    assertThat(ByteRange.parse(header, SIZE)).contains(new ByteRange(first, last));
    assertThat(new ByteRange(first, last).isSatisfiable()).isTrue();
  }

  @ParameterizedTest
  @ValueSource(strings = {"bytes=100-", "bytes=100-200", "bytes=5-2", "bytes=-0"})
  void nothingOfTheFile(String header) {
    assertThat(ByteRange.parse(header, SIZE).orElseThrow().isSatisfiable()).isFalse();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "bytes",
        "bytes=",
        "bytes=-",
        "bytes=a-b",
        "bytes=0-1,4-5",
        "lines=0-1",
        "bytes=+1-2",
        "bytes=0x1-2",
        "bytes=99999999999999999999-",
        "bytes=--5"
      })
  void noSingleRange(String header) {
    assertThat(ByteRange.parse(header, SIZE)).isEmpty();
  }

  @Test
  void anEmptyFileHasNoParts() {
    assertThat(ByteRange.parse("bytes=0-", 0).orElseThrow().isSatisfiable()).isFalse();
    assertThat(ByteRange.parse("bytes=-5", 0).orElseThrow().isSatisfiable()).isFalse();
  }
}
