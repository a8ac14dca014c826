package org.annals.thread;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SubjectsTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "ring: grow          | ring: grow | false",
        "Re: ring: grow      | ring: grow | true",
        "RE: re:  ring: grow | ring: grow | true",
        "Re[2]: ring         | ring       | true",
        "Re : ring           | ring       | true",
        "Re:                 | ''         | true",
        "AW: Re: ring        | ring       | true",
        "回复：ring           | ring       | true",
        "答复: ring           | ring       | true",
        "Regarding: ring     | Regarding: ring | false",
        "Reply: ring         | Reply: ring | false",
        "''                  | ''         | false",
      })
  void dropsReply(String subject, String rest, boolean reply) {
    assertThat(Subjects.withoutReply(subject)).isEqualTo(rest);
    assertThat(Subjects.isReply(subject)).isEqualTo(reply);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "Ring:  Grow               | ring_grow",
        "Re: Ring: Grow            | ring_grow",
        "re: re: x                 | re_x",
        "Re:                       | ''",
        "...                       | ''",
        "''                        | ''",
        "[PATCH v3 2/7] a.c: fix () | _patch_v3_2/7_a.c_fix_",
        "what now...               | what_now",
        "~user/file-name_x         | ~user/file-name_x",
        "größe Ärger               | größe_ärger",
        "a 😀 b                     | a_b",
      })
  void keyFollowsTheRule(String subject, String key) {
    assertThat(SubjectKey.of(subject)).isEqualTo(key);
  }

  @Test
  void keySqueezesEveryKindOfWhiteSpace() {
    assertThat(SubjectKey.of("\t a\u00a0\n b\u3000c ")).isEqualTo("a_b_c");
  }

  @Test
  void manyRepliesCostNoMoreThanTheirLength() {
    String subject = "Re: ".repeat(500_000) + "x";
    assertThat(Subjects.withoutReply(subject)).isEqualTo("x");
  }
}
