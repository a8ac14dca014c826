package org.annals.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DateTimeException;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DatesTest {
  /// A Wednesday.
  private static final Instant NOW = Instant.parse("2026-11-25T12:34:56Z");

  private static final Dates DATES = new Dates(NOW);

  @ParameterizedTest
  @CsvSource({
    "20260714, 2026-07-14T00:00:00Z, 2026-07-14T23:59:59Z",
    "20260714103000, 2026-07-14T10:30:00Z, 2026-07-14T10:30:00Z",
    "2026-07-14, 2026-07-14T00:00:00Z, 2026-07-14T23:59:59Z",
    "2026/7/14, 2026-07-14T00:00:00Z, 2026-07-14T23:59:59Z",
    "2026-07-14T10:30, 2026-07-14T10:30:00Z, 2026-07-14T10:30:59Z",
    "2026-07-14T10:30:05Z, 2026-07-14T10:30:05Z, 2026-07-14T10:30:05Z",
    "2026-07, 2026-07-01T00:00:00Z, 2026-07-31T23:59:59Z",
    "2026, 2026-01-01T00:00:00Z, 2026-12-31T23:59:59Z",
    "jul, 2026-07-01T00:00:00Z, 2026-07-31T23:59:59Z",
    "december, 2025-12-01T00:00:00Z, 2025-12-31T23:59:59Z",
    "14.jul.2025, 2025-07-14T00:00:00Z, 2025-07-14T23:59:59Z",
    "jul.14, 2026-07-14T00:00:00Z, 2026-07-14T23:59:59Z",
    "now, 2026-11-25T12:34:56Z, 2026-11-25T12:34:56Z",
    "today, 2026-11-25T00:00:00Z, 2026-11-25T23:59:59Z",
    "yesterday, 2026-11-24T00:00:00Z, 2026-11-24T23:59:59Z",
    "noon, 2026-11-25T12:00:00Z, 2026-11-25T12:00:00Z",
    "tea, 2026-11-24T17:00:00Z, 2026-11-24T17:00:00Z",
    "monday, 2026-11-23T00:00:00Z, 2026-11-23T23:59:59Z",
    "last.monday, 2026-11-23T00:00:00Z, 2026-11-23T23:59:59Z",
    "wednesday, 2026-11-18T00:00:00Z, 2026-11-18T23:59:59Z",
    "last.week, 2026-11-18T00:00:00Z, 2026-11-18T23:59:59Z",
    "2.weeks.ago, 2026-11-11T00:00:00Z, 2026-11-11T23:59:59Z",
    "3.hours.ago, 2026-11-25T09:34:56Z, 2026-11-25T09:34:56Z",
    "two.days.ago, 2026-11-23T00:00:00Z, 2026-11-23T23:59:59Z",
    "1.year.2.months.ago, 2025-09-25T00:00:00Z, 2025-09-25T23:59:59Z",
    "last.month, 2026-10-25T00:00:00Z, 2026-10-25T23:59:59Z",
  })
  void datesCoverWhatTheyName(String text, String from, String to) {
    Dates.Span span = DATES.parse(text);
    assertThat(Instant.ofEpochSecond(span.from())).isEqualTo(Instant.parse(from));
    assertThat(Instant.ofEpochSecond(span.to())).isEqualTo(Instant.parse(to));
  }

  @Test
  void whatIsNoDateIsRefused() {
    for (String text :
        new String[] {
          "",
          "never",
          "20261399",
          "2026-13",
          "99.foos.ago",
          "last.foo",
          "14",
          ".",
          "1.day.".repeat(1_300) + "ago"
        }) {
      assertThatThrownBy(() -> DATES.parse(text)).as(text).isInstanceOf(DateTimeException.class);
    }
  }
}
