package org.annals.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import org.annals.ingest.MailFilter.Result;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;

/// The filters, as public-inbox-mda 1.9 with each of them was seen to treat the same mails.
class MailFilterTest {
  private static final String TRAILER =
      """
      To unsubscribe from this list: send the line "unsubscribe linux-kernel" in
      the body of a message to majordomo@vger.kernel.org
      More majordomo info at  http://vger.kernel.org/majordomo-info.html
      """;

  @Test
  void vgerDropsTheTrailerOfMajordomo() {
    MailFilter vger = MailFilter.parse("PublicInbox::Filter::Vger");
    assertThat(kept(vger, body("hi\n--\n" + TRAILER))).isEqualTo(body("hi\n").toString());
    assertThat(
            kept(
                vger,
                body("hi\n-\n" + TRAILER + "Please read the FAQ at  http://www.tux.org/lkml/\n")))
        .isEqualTo(body("hi\n").toString());
    String quoted = "hi\n--\n" + TRAILER + "and more\n";
    assertThat(kept(vger, body(quoted))).isEqualTo(body(quoted).toString());
  }

  @Test
  void subjectTagIsDroppedWhereItBegins() {
    MailFilter tag = MailFilter.parse("PublicInbox::Filter::SubjectTag -tag [dev]");
    assertThat(kept(tag, subject("[dev] hello"))).contains("Subject: hello\n");
    assertThat(kept(tag, subject("Re: [dev] hello"))).contains("Subject: Re: hello\n");
    assertThat(kept(tag, subject("[DEV]hello"))).contains("Subject: hello\n");
    assertThat(kept(tag, subject("[PATCH] [dev] x"))).contains("Subject: [PATCH] [dev] x\n");
  }

  @Test
  void baseTakesPlainText() {
    MailFilter base = MailFilter.parse("PublicInbox::Filter::Base");
    assertThat(kept(base, body("hi\n"))).isEqualTo(body("hi\n").toString());
    rejected(base, "text/html", "holds HTML; this list takes plain text only");
    rejected(base, "image/png", "holds an image; this list takes plain text only");
    rejected(
        base,
        "application/octet-stream; name=\"a.EXE\"",
        "holds a file of a kind that is not taken: .EXE");
    assertThat(base.apply(typed("application/pdf; name=a.pdf"))).isInstanceOf(Result.Kept.class);
  }

  @Test
  void unknownFilterIsNamed() {
    assertThatThrownBy(() -> MailFilter.parse("PublicInbox::Filter::Odd"))
        .hasMessage("no filter is named 'PublicInbox::Filter::Odd' here");
    assertThatThrownBy(() -> MailFilter.parse("PublicInbox::Filter::SubjectTag"))
        .hasMessage("SubjectTag needs '-tag TAG'");
  }

  private static void rejected(MailFilter filter, String type, String words) {
    assertThat(filter.apply(typed(type))).isEqualTo(new Result.Rejected(words));
  }

  private static byte[] typed(String type) {
    return MailText.number(1).header("Content-Type", type).bytes();
  }

  private static MailText body(String body) {
    return MailText.number(1).body(body);
  }

  private static MailText subject(String subject) {
    return MailText.number(1).subject(subject);
  }

  private static String kept(MailFilter filter, MailText mail) {
    return filter.apply(mail.bytes()) instanceof Result.Kept(byte[] bytes)
        ? new String(bytes, StandardCharsets.UTF_8)
        : "";
  }
}
