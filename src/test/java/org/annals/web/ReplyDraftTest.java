package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.annals.mail.Address;
import org.annals.mail.Message;
import org.annals.testing.MailText;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ReplyDraftTest {
  @TempDir Path directory;

  private HttpResponse<byte[]> draft(MailText mail) throws Exception {
    try (RunningSite site = RunningSite.of(directory, "dev")) {
      site.add("dev", mail.bytes());
      return site.get("/dev/a@example.org/reply.eml");
    }
  }

  @Test
  void addressesEveryoneAndQuotesTheText() throws Exception {
    MailText mail =
        MailText.of("a@example.org")
            .header("Cc", "Jun <jun@example.org>")
            .references("root@example.org")
            .body("Shall we?\n\n> It is full.\nYes.\n-- \nAnn\n");
    HttpResponse<byte[]> response = draft(mail);
    assertThat(RunningSite.header(response, "Content-Type")).isEqualTo("message/rfc822");
    assertThat(RunningSite.header(response, "Content-Disposition"))
        .isEqualTo("attachment; filename=reply.eml");
    assertThat(RunningSite.text(response))
        .isEqualTo(
            """
            To: ann@example.org
            Cc: dev@example.org,
            \tjun@example.org
            Subject: Re: about a@example.org
            In-Reply-To: <a@example.org>
            References: <root@example.org>
            \t<a@example.org>
            MIME-Version: 1.0
            Content-Type: text/plain; charset=UTF-8
            Content-Transfer-Encoding: 8bit
            X-Unsent: 1

            On 2026-03-01 00:00 UTC, Ann Author wrote:
            > Shall we?
            >
            >> It is full.
            > Yes.
            """);
  }

  @Test
  void anyLetterSurvives() throws Exception {
    String subject = "Größe der Ringe 环的大小 и ещё несколько слов, чтобы строка была длинной";
    Message reply = Message.parse(draft(MailText.of("a@example.org").subject(subject)).body());
    assertThat(reply.subject()).isEqualTo("Re: " + subject);
  }

  @Test
  void nothingInTheMailBecomesAHeaderOfTheDraft() throws Exception {
    MailText mail =
        MailText.of("a@example.org")
            .from("=?utf-8?q?Ann=0ABcc:_x=40evil.example?= <ann@example.org>")
            .subject("=?utf-8?q?a=0D=0ABcc:_x=40evil.example?=");
    byte[] draft = draft(mail).body();
    Message reply = Message.parse(draft);
    assertThat(reply.headers().first("Bcc")).isEmpty();
    assertThat(reply.to()).extracting(Address::mailbox).containsExactly("ann@example.org");
    assertThat(new String(draft, StandardCharsets.UTF_8)).doesNotContain("\nBcc");
  }
}
