package org.annals.archive;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.annals.index.Texts;
import org.annals.mail.Message;
import org.junit.jupiter.api.Test;

class MessageTextsTest {
  private static Texts texts(String mail) {
    return MessageTexts.of(Message.parse(mail.getBytes(StandardCharsets.UTF_8)), List.of());
  }

  @Test
  void diffsAreTakenApart() {
    Texts texts =
        texts(
            """
            From: a@example.org
            List-Id: The brook <Brook.lists.example.org>

            Prose.
            > quoted
            diff --git a/src/x.c b/src/x.c
            index 1111111..2222222 100644
            --- a/src/x.c
            +++ b/src/x.c
            @@ -1,2 +1,2 @@ int main(void)
             same
            -old
            +new
            diff --git a/y b/y
            new file mode 100644
            index 0000000..3333333
            --- /dev/null
            +++ b/y
            @@ -0,0 +1 @@
            +more
            """);
    assertThat(texts.prose()).contains("Prose").doesNotContain("quoted", "old", "index");
    assertThat(texts.quoted()).isEqualTo("> quoted\n");
    assertThat(texts.diff().removed()).isEqualTo("-old\n");
    assertThat(texts.diff().added()).isEqualTo("+new\n+more\n");
    assertThat(texts.diff().context()).isEqualTo(" same\n");
    assertThat(texts.diff().hunks()).contains("int main(void)");
    assertThat(texts.diff().paths()).containsExactly("src/x.c", "y");
    assertThat(texts.diff().blobsBefore()).containsExactly("1111111", "0000000");
    assertThat(texts.diff().blobsAfter()).containsExactly("2222222", "3333333");
    assertThat(texts.listIds()).containsExactly("brook.lists.example.org");
    assertThat(texts.patchIds()).hasSize(1);
  }

  @Test
  void aListIdThatIsNoneIsLeftOut() {
    assertThat(texts("List-Id: <" + "x".repeat(40_000) + ">\n\n").listIds()).isEmpty();
    assertThat(texts("List-Id: " + "< ".repeat(40_000) + "\n\n").listIds()).isEmpty();
    assertThat(texts("List-Id: <" + " ".repeat(90_000) + "\n\n").listIds()).isEmpty();
    assertThat(texts("List-Id: a@example.org\n\n").listIds()).isEmpty();
  }

  private static final String HTML =
      """
      <html><head><style>p { color: red }</style></head>
      <body><p>The <b>brook</b> is deep.</p><blockquote>How deep?</blockquote></body></html>
      """;

  @Test
  void ofMailThatIsHtmlAloneTheTextIsRead() {
    Texts texts = texts("Content-Type: text/html\n\n" + HTML);
    assertThat(texts.prose()).contains("The brook is deep.").doesNotContain("color", "<b>");
    assertThat(texts.quoted()).contains("How deep?");
  }

  @Test
  void htmlBesideTextIsNotRead() {
    String both =
        """
        Content-Type: multipart/alternative; boundary=x

        --x
        Content-Type: text/plain

        %s
        --x
        Content-Type: text/html

        %s
        --x--
        """;
    assertThat(texts(both.formatted("plain words", HTML)).prose())
        .contains("plain words")
        .doesNotContain("brook");
    assertThat(texts(both.formatted(" ", HTML)).prose()).contains("brook");
  }

  @Test
  void htmlWithoutAnEndIsReadUpToALimit() {
    Texts texts = texts("Content-Type: text/html\n\n<p>" + "<i>word ".repeat(1_000_000));
    assertThat(texts.prose()).contains("word");
    assertThat(texts.characters()).isLessThanOrEqualTo(MessageTexts.CHARACTERS_MAX + 1);
  }
}
