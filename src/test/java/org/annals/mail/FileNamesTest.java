package org.annals.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FileNamesTest {
  @ParameterizedTest
  @CsvSource({
    "'hello world', hello-world",
    "'Re: hello', hello",
    "'Re: Re: hello', Re-hello",
    "'RE: hello', hello",
    "'re:hello', re-hello",
    "'[PATCH v2 1/3] mm: fix foo()', PATCH-v2-1-3-mm-fix-foo",
    "'a...b', a.b",
    "'a.-.b', a.-.b",
    "'--a__b--', a__b",
    "'...', no-subject",
    "'café', caf",
    "'', no-subject",
    "'Re:', Re",
    "'你好', no-subject",
    "'../../etc/passwd', etc-passwd",
  })
  void slugs(String subject, String slug) {
    assertThat(FileNames.slug(subject)).isEqualTo(slug);
  }
}
