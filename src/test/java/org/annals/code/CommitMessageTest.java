package org.annals.code;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.annals.code.Commit.By;
import org.annals.code.Commit.Name;
import org.annals.mail.MessageId;
import org.junit.jupiter.api.Test;

class CommitMessageTest {
  private static List<Name> names(String message) {
    return CommitMessage.parse(message).names();
  }

  private static Name link(String id) {
    return new Name(new MessageId(id), By.LINK);
  }

  @Test
  void everyFormOfLinkNamesTheMail() {
    for (String url :
        List.of(
            "https://lore.kernel.org/r/a1.b%2Bc@example.org",
            "https://lore.kernel.org/all/a1.b+c@example.org/",
            "https://lore.kernel.org/linux-erofs/a1.b+c%40example.org/T/#u",
            "http://lkml.kernel.org/r/a1.b+c@example.org",
            "https://patch.msgid.link/a1.b+c@example.org",
            "https://patchwork.example/project/x/patch/a1.b+c@example.org/",
            "https://marc.example/?l=x&i=a1.b%2Bc@example.org",
            "<a1.b+c@example.org>",
            "a1.b+c@example.org")) {
      assertThat(names("x\n\nLink: " + url + "\n"))
          .as(url)
          .containsExactly(link("a1.b+c@example.org"));
    }
    assertThat(names("x\n\nLink: https://patch.msgid.link/no-at\n")).containsExactly(link("no-at"));
    assertThat(names("x\n\nLink: https://lore.kernel.org/r/no-at/\n"))
        .containsExactly(link("no-at"));
    assertThat(names("x\n\nLink: https://example.org/bug/12\nLink: https://example.org\n"))
        .isEmpty();
    assertThat(names("x\n\nLink: https://example.org/r/100%@example.org\n"))
        .containsExactly(link("100%@example.org"));
  }

  @Test
  void whatAppliedIsToldFromWhatIsReferredTo() {
    assertThat(
            names(
                """
                x

                As told in [1], this:
                Link: https://lore.kernel.org/r/talk@example.org [1]
                Closes: https://lore.kernel.org/r/report@example.org
                Reported-by: A <a@example.org>
                Message-ID: <patch@example.org>
                Link: https://lore.kernel.org/r/patch@example.org
                """))
        .containsExactly(
            new Name(new MessageId("talk@example.org"), By.REFERENCE),
            new Name(new MessageId("report@example.org"), By.REFERENCE),
            new Name(new MessageId("patch@example.org"), By.MESSAGE_ID));
  }

  @Test
  void revertsAndPicksAreRead() {
    CommitMessage message =
        CommitMessage.parse(
            """
            Revert "x"

            commit 0123456789abcdef0123456789abcdef01234567 upstream.

            This reverts commit 89ABCDEF0123.
            It reverts commit
            fedcba9876543210.
            (cherry picked from commit aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa)
            """);
    assertThat(message.reverts()).containsExactly("89abcdef0123", "fedcba9876543210");
    assertThat(message.pickedFrom())
        .containsExactly("0123456789abcdef0123456789abcdef01234567", "a".repeat(40));
  }

  @Test
  void hostileMessagesAreReadInTime() {
    assertThat(names("Link: ".repeat(20_000))).isEmpty();
    assertThat(names("x\n" + "Link: <a@b>\n".repeat(50_000))).hasSize(1);
    String many =
        String.join(
            "\n",
            java.util.stream.IntStream.range(0, 9_000)
                .mapToObj(i -> "Link: <" + i + "@b>")
                .toList());
    assertThat(names(many)).hasSizeLessThan(100);
  }
}
