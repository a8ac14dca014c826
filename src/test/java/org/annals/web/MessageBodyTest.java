package org.annals.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.annals.mail.Message;
import org.junit.jupiter.api.Test;

class MessageBodyTest {
  private static String render(String mail) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Markup out = new Markup(bytes);
    MessageBody.of(Message.parse(mail.getBytes(StandardCharsets.UTF_8))).writeTo(out, "abc", null);
    out.drain();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String multipart(String... parts) {
    StringBuilder mail = new StringBuilder("Content-Type: multipart/mixed; boundary=B\n\n");
    for (String part : parts) {
      mail.append("--B\n").append(part).append('\n');
    }
    return mail.append("--B--\n").toString();
  }

  @Test
  void namedTextSaysWhatItIs() {
    assertThat(
            render(
                multipart(
                    "Content-Type: text/plain\n\nSee the log.\n",
                    "Content-Type: text/x-log; name=\"a<b.log\"\n\nline\n")))
        .isEqualTo(
            """
            <pre>See the log.
            </pre>
            <p class="part"><a href="#aabc.2">a&lt;b.log, text/x-log, 5 bytes</a></p>
            <pre>line
            </pre>
            """);
  }

  @Test
  void longNamedTextFoldsButPatchesDoNot() {
    String attached = "Content-Type: text/plain; name=a.txt\n\n";
    String text = multipart("Content-Type: text/plain\n\nHi\n", attached + "line\n".repeat(81));
    assertThat(render(text))
        .contains("<details class=\"fold part\"><summary>a.txt, text/plain, 405 bytes</summary>");
    String patch = "--- a/x\n+++ b/x\n@@ -0,0 +1,90 @@\n" + "+line\n".repeat(90);
    assertThat(render(multipart("Content-Type: text/plain\n\nHi\n", attached + patch)))
        .doesNotContain("<details class=\"fold part\">")
        .contains("class=\"file\"");
  }

  @Test
  void aSecondTextStaysApart() {
    String text = "Content-Type: text/plain\n\n";
    assertThat(render(multipart(text + "one\n", text + "two\n")))
        .contains("<p class=\"part\">Part 2, text/plain</p>\n<pre>two");
  }

  @Test
  void messageInTheMessageShowsItsHeaders() {
    String inner =
        """
        Content-Type: message/rfc822

        From: Ann <ann@example.org>
        Subject: =?utf-8?q?T=C3=A4st?=
        X-Other: no

        inner text
        """;
    assertThat(render(multipart("Content-Type: text/plain\n\nouter\n", inner)))
        .contains("<div><i>From:</i> <span>Ann &lt;ann@example.org&gt;</span></div>")
        .contains("<div><i>Subject:</i> <span>Täst</span></div>")
        .doesNotContain("X-Other")
        .contains("<pre>inner text");
  }

  @Test
  void flowedTextIsFilledAnew() {
    String mail = "Content-Type: text/plain; format=flowed\n\nOne \nparagraph.\n";
    assertThat(render(mail)).isEqualTo("<pre>One paragraph.\n</pre>\n");
    String delSp = "Content-Type: text/plain; format=flowed; delsp=yes\n\nOne para \ngraph.\n";
    assertThat(render(delSp)).isEqualTo("<pre>One paragraph.\n</pre>\n");
  }

  @Test
  void signedPatchIsReadAsIfItWereNot() {
    String mail =
        """

        -----BEGIN PGP SIGNED MESSAGE-----
        Hash: SHA256

        Fixes it.

        - --- a/x
        +++ b/x
        @@ -1 +1 @@
        - -a
        +b
        - --\s
        2.50.1
        -----BEGIN PGP SIGNATURE-----

        iQEzBAEBCAAdFiEE
        -----END PGP SIGNATURE-----
        """;
    assertThat(render(mail))
        .startsWith("<pre>Fixes it.\n</pre>\n<div class=\"file\" id=\"iZabc:x\">")
        .contains("<span class=\"del\">-a\n</span><span class=\"add\">+b\n</span>")
        .contains("<summary>PGP signature, not checked here</summary>")
        .doesNotContain("BEGIN PGP SIGNED");
  }

  @Test
  void anUnfinishedSignatureIsText() {
    String mail = "\n-----BEGIN PGP SIGNED MESSAGE-----\nHash: SHA256\n\n- -- x\n";
    assertThat(render(mail)).contains("BEGIN PGP SIGNED", "- -- x");
  }

  @Test
  void undecodableTextIsSaidToBeGuessed() {
    String mail = "Content-Type: text/plain; charset=x-nobody\n\nMüller\n";
    assertThat(render(mail)).startsWith("<p class=\"note\">The character set").contains("Müller");
  }

  @Test
  void htmlOnlyMailIsText() {
    String mail = "Content-Type: text/html\n\n<p>Hello <script>alert(1)</script>there\n";
    assertThat(render(mail)).contains("sent as HTML only", "<pre>Hello there\n</pre>");
  }
}
