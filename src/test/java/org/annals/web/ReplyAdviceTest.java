package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.annals.archive.ReplyTo;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.junit.jupiter.api.Test;

class ReplyAdviceTest {
  private static ReplyAdvice advice(String headers, String id) {
    return advice(headers, id, ReplyTo.ALL);
  }

  private static ReplyAdvice advice(String headers, String id, ReplyTo whom) {
    Message message = Message.parse((headers + "\n\n").getBytes(StandardCharsets.UTF_8));
    return ReplyAdvice.of(message, new MessageId(id), "brook-devel@lists.brook.example", whom);
  }

  @Test
  void answersTheAuthorAndCopiesEveryoneOnce() {
    ReplyAdvice advice =
        advice(
            "From: Ines <ines@okafor.example>\nTo: tomas@brook.example\n"
                + "Cc: TOMAS@brook.example, Jun <jun@sluice.example>\nSubject: Re: a & b?",
            "1@x");
    assertThat(advice.mailto())
        .isEqualTo(
            "mailto:ines@okafor.example?Cc=tomas@brook.example,jun@sluice.example,"
                + "brook-devel@lists.brook.example&In-Reply-To=%3C1@x%3E&Subject=Re:%20a%20%26%20b%3F");
    assertThat(advice.command(Obfuscation.NONE))
        .isEqualTo(
            """
            git send-email \\
                --in-reply-to=1@x \\
                --to=ines@okafor.example \\
                --cc=tomas@brook.example \\
                --cc=jun@sluice.example \\
                --cc=brook-devel@lists.brook.example \\
                /path/to/YOUR_REPLY\
            """);
  }

  @Test
  void theOperatorSaysWhomToAnswer() {
    String headers = "From: ines@okafor.example\nTo: tomas@brook.example\nReply-To: jun@s.example";
    assertThat(advice(headers, "1@x", ReplyTo.parse(":list")).to())
        .isEqualTo("brook-devel@lists.brook.example");
    ReplyAdvice named = advice(headers, "1@x", ReplyTo.parse("Reply-To, owner@brook.example"));
    assertThat(named.to()).isEqualTo("jun@s.example");
    assertThat(named.cc()).containsExactly("owner@brook.example");
  }

  @Test
  void whatAStrangerWroteDoesNothingInAShell() {
    assertThat(advice("From: a@b.example", "$(reboot);`x`'&@x").command(Obfuscation.NONE))
        .contains("--in-reply-to='$(reboot);`x`'\\''&@x' \\");
    assertThat(ReplyAdvice.shellQuoted("")).isEqualTo("''");
    assertThat(ReplyAdvice.shellQuoted("a\nb")).isEqualTo("'ab'");
  }

  @Test
  void linksStayShortEnoughToWork() {
    StringBuilder cc = new StringBuilder("Cc: a@b.example");
    for (int i = 0; i < 5_000; i++) {
      cc.append(", somebody").append(i).append("@somewhere.example");
    }
    assertThat(advice("From: a@b.example\n" + cc, "1@x").mailto()).hasSizeLessThan(8_001);
  }
}
