package org.annals.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.OffsetDateTime;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MailDateTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          Wed, 08 Jul 2026 10:11:12 +0200            | 2026-07-08T10:11:12+02:00
          Wed,  8 Jul 2026 10:11:12 +0200            | 2026-07-08T10:11:12+02:00
          8 Jul 2026 10:11:12 -0730                  | 2026-07-08T10:11:12-07:30
          Wed, 8 Jul 2026 10:11 +0000                | 2026-07-08T10:11:00Z
          Wed, 8 Jul 2026 10:11:12 +0200 (CEST)      | 2026-07-08T10:11:12+02:00
          Wed, 8 Jul 2026 10:11:12 (when?) +0200     | 2026-07-08T10:11:12+02:00
          wed, 8 JUL 2026 10:11:12 gmt               | 2026-07-08T10:11:12Z
          Wednesday, 8 July 2026 10:11:12 UT         | 2026-07-08T10:11:12Z
          Wed, 8 Jul 2026 10:11:12 Z                 | 2026-07-08T10:11:12Z
          Wed, 8 Jul 2026 10:11:12 EST               | 2026-07-08T10:11:12-05:00
          Wed, 8 Jul 2026 10:11:12 EDT               | 2026-07-08T10:11:12-04:00
          Wed, 8 Jul 2026 10:11:12 PST               | 2026-07-08T10:11:12-08:00
          Wed, 8 Jul 2026 10:11:12 PDT               | 2026-07-08T10:11:12-07:00
          Wed, 8 Jul 2026 10:11:12 CEST              | 2026-07-08T10:11:12+02:00
          Wed, 8 Jul 2026 10:11:12 XYZ               | 2026-07-08T10:11:12Z
          Wed, 8 Jul 2026 10:11:12                   | 2026-07-08T10:11:12Z
          Wed, 8 Jul 2026 10:11:12 GMT+0200          | 2026-07-08T10:11:12+02:00
          Wed, 8 Jul 2026 10:11:12 UTC -05:00        | 2026-07-08T10:11:12-05:00
          Wed, 8 Jul 2026 10:11:12 +2                | 2026-07-08T10:11:12+02:00
          Wed, 8 Jul 2026 10:11:12 --0400            | 2026-07-08T10:11:12-04:00
          Wed, 8 Jul 2026 10.11.12 +0200             | 2026-07-08T10:11:12+02:00
          Wed, 8. Jul 2026 10:11:12 +0200            | 2026-07-08T10:11:12+02:00
          Wed, 8-Jul-2026 10:11:12 +0200             | 2026-07-08T10:11:12+02:00
          10:11:12 8-Jul-2026                        | 2026-07-08T10:11:12Z
          Wed, 8 Jul 26 10:11:12 +0200               | 2026-07-08T10:11:12+02:00
          Sun, 06 Nov 94 08:49:37 GMT                | 1994-11-06T08:49:37Z
          Sunday, 06-Nov-94 08:49:37 GMT             | 1994-11-06T08:49:37Z
          Sat, 1 Jan 100 00:00:00 +0000              | 2000-01-01T00:00:00Z
          Sun Nov  6 08:49:37 1994                   | 1994-11-06T08:49:37Z
          Sun Nov  6 08:49:37 PST 1994               | 1994-11-06T08:49:37-08:00
          Sun Nov  6 08:49:37 1994 -0800             | 1994-11-06T08:49:37-08:00
          2026-07-08T10:11:12Z                       | 2026-07-08T10:11:12Z
          2026-07-08T10:11:12.345+02:00              | 2026-07-08T10:11:12+02:00
          2026-07-08 10:11:12 -0700                  | 2026-07-08T10:11:12-07:00
          2026-07-08                                 | 2026-07-08T00:00:00Z
          07/08/2026 10:11 PM                        | 2026-07-08T22:11:00Z
          2026/07/08 12:11 AM                        | 2026-07-08T00:11:00Z
          Wed, 8 Jul 2026 10:11:60 +0000             | 2026-07-08T10:12:00Z
          Wed, 8 Jul 2026 10:11:12 +0200 id 77 junk  | 2026-07-08T10:11:12+02:00
          Jul 8, 2026 at 10:11:12 +0200              | 2026-07-08T10:11:12+02:00
          """)
  void readsWhatMailHas(String sent, String expected) {
    OffsetDateTime wanted = OffsetDateTime.parse(expected);
    assertThat(MailDate.parse(sent))
        .contains(new MailDate(wanted.toEpochSecond(), wanted.getOffset().getTotalSeconds() / 60));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "yesterday",
        "Wed",
        "Wed, 31 Feb 2026 10:11:12 +0000",
        "Wed, 8 Jul 2026 25:11:12 +0000",
        "Wed, 8 Jul 2026 10:61:12 +0000",
        "Wed, 31 Dec 1969 23:59:59 +0000",
        "Thu, 1 Jan 1970 00:00:00 +0100",
        "8 Juli",
        "99999999999999999999 Jul 8 10:11:12",
        "+++---:::...",
        "((((("
      })
  void rejectsWhatIsNoDate(String sent) {
    assertThat(MailDate.parse(sent)).isEmpty();
  }

  @Test
  void impossibleZoneShiftsTheTimeAndIsThenForgotten() {
    long noon = OffsetDateTime.parse("2026-07-08T12:00:00Z").toEpochSecond();
    assertThat(MailDate.parse("8 Jul 2026 12:00:00 +1500"))
        .contains(new MailDate(noon - 15 * 3600, 0));
    assertThat(MailDate.parse("8 Jul 2026 12:00:00 -9900"))
        .contains(new MailDate(noon + 99 * 3600, 0));
    assertThat(MailDate.parse("8 Jul 2026 12:00:00 +1400"))
        .contains(new MailDate(noon - 14 * 3600, 14 * 60));
  }

  @Test
  void epochIsTheFirstDate() {
    assertThat(MailDate.parse("Thu, 1 Jan 1970 00:00:00 +0000")).contains(new MailDate(0, 0));
    assertThat(MailDate.parse("Wed, 31 Dec 1969 16:00:00 -0800")).contains(new MailDate(0, -480));
  }

  @Test
  void printsZoneAsGitDoes() {
    assertThat(new MailDate(0, 0).zone()).isEqualTo("+0000");
    assertThat(new MailDate(0, -330).zone()).isEqualTo("-0530");
    assertThat(new MailDate(0, 840).zone()).isEqualTo("+1400");
  }
}
