package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SiteOriginTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      nullValues = "-",
      value = {
        "-           | -               | -          | http://a.example:8080",
        "https       | -               | -          | https://a.example:8080",
        "https       | lists.example   | -          | https://lists.example",
        "https, http | b.example, c    | /mail/     | https://b.example/mail",
        "gopher      | -               | -          | http://a.example:8080",
        "-           | [2001:db8::1]:8 | -          | http://[2001:db8::1]:8",
        "-           | evil.example/x  | -          | http://a.example:8080",
        "-           | \"<script>\"    | -          | http://a.example:8080",
        "-           | -               | //evil     | http://a.example:8080",
        "-           | -               | /a/b       | http://a.example:8080/a/b",
        "-           | -               | /          | http://a.example:8080",
      })
  void theProxyTells(String proto, String host, String prefix, String expected) {
    Map<String, Optional<String>> said =
        Map.of(
            "X-Forwarded-Proto", Optional.ofNullable(proto),
            "X-Forwarded-Host", Optional.ofNullable(host),
            "X-Forwarded-Prefix", Optional.ofNullable(prefix));
    assertThat(
            SiteOrigin.of(
                "http", "a.example:8080", name -> said.getOrDefault(name, Optional.empty())))
        .isEqualTo(expected);
  }

  @Test
  void aHostThatIsNoneIsNotRepeated() {
    assertThat(SiteOrigin.of("http", "a\"b", _ -> Optional.empty())).isEqualTo("http://localhost");
  }
}
