package org.annals.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.Set;
import org.annals.mail.AuthenticationResults.Passed;
import org.junit.jupiter.api.Test;

/// RFC 8601, and what servers write.
class AuthenticationResultsTest {
  private static Set<Passed> of(String... values) {
    StringBuilder mail = new StringBuilder();
    for (String value : values) {
      mail.append("Authentication-Results: ").append(value).append('\n');
    }
    byte[] bytes = (mail + "From: a@b.example\n\ntext\n").getBytes(StandardCharsets.ISO_8859_1);
    return AuthenticationResults.of(Message.parse(bytes).headers());
  }

  @Test
  void signaturesThatHoldAreRead() {
    assertThat(
            of(
                "lists.example; dkim=pass (2048-bit key; unprotected) header.d=Kernel.example"
                    + " header.i=@kernel.example\n\theader.a=rsa-sha256 header.s=k1;\n"
                    + "\tdkim-atps=neutral",
                "lists.example; dmarc=pass (p=quarantine dis=none) header.from=ann.example",
                "lists.example 1; spf=pass smtp.mailfrom=other.example;"
                    + " dkim=fail header.d=bad.example; dkim=pass header.d=\"two.example\""))
        .containsExactly(
            new Passed("lists.example", "kernel.example"),
            new Passed("lists.example", "ann.example"),
            new Passed("lists.example", "two.example"));
  }

  @Test
  void whatIsSaidInCommentsAndElsewhereIsNoResult() {
    assertThat(
            of(
                "lists.example; dkim=none (dkim=pass header.d=a.example)",
                "lists.example; spf=pass smtp.helo=\"; dkim=pass header.d=b.example\"",
                "lists.example; spf=fail dkim=pass header.d=c.example",
                "; dkim=pass header.d=d.example",
                "lists.example; dkim=pass; header.d=e.example",
                "lists.example; dkim=pass header.d=",
                "lists.example; none",
                ""))
        .isEmpty();
  }

  /// RFC 8601 §2.2 allows them.
  @Test
  void blanksAroundTheSignAreNoPartOfIt() {
    assertThat(of("lists.example ; dkim = pass  header.d = a.example"))
        .containsExactly(new Passed("lists.example", "a.example"));
  }

  @Test
  void rubbishIsRead() {
    Random random = new Random(7);
    String parts = ";=()\"\\ \taD.dkim=passheader.d=x";
    for (int i = 0; i < 3_000; i++) {
      StringBuilder value = new StringBuilder("s");
      for (int k = random.nextInt(60); k > 0; k--) {
        value.append(parts.charAt(random.nextInt(parts.length())));
      }
      assertThat(of(value.toString())).allMatch(one -> !one.domain().isEmpty());
    }
  }
}
