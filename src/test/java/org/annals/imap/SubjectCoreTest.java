package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectCoreTest {
  @ParameterizedTest
  @CsvSource({
    "a subject, A SUBJECT",
    "Re: a  subject, A SUBJECT",
    "re[2]: FWD: a subject (fwd), A SUBJECT",
    "[list] Re: [PATCH 1/2] a subject, A SUBJECT",
    "[fwd: Re: a subject], A SUBJECT",
    "[only], [ONLY]",
    "Re:, ''",
    "'', ''"
  })
  void repliesShareIt(String subject, String base) {
    assertThat(SubjectCore.of(subject)).isEqualTo(base);
  }

  @Test
  void hostileSubjectsTakeNoTime() {
    String brackets = "[a]".repeat(100_000);
    assertThat(SubjectCore.of("re".repeat(50_000) + brackets)).isNotEmpty();
    assertThat(SubjectCore.of(brackets)).isNotNull();
    assertThat(SubjectCore.of("[fwd:".repeat(50_000) + "]".repeat(50_000))).isNotNull();
  }
}
