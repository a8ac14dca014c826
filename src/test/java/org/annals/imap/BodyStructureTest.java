package org.annals.imap;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.annals.mail.BodyPart;
import org.annals.mail.Crlf;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The structure of a mail, and its parts by their numbers.
class BodyStructureTest {
  /// A multipart in a multipart with a part behind it, and a message with parts of its own.
  private static final String NESTED =
      """
      Subject: nested
      Content-Type: multipart/mixed; boundary=out

      preamble
      --out
      Content-Type: multipart/alternative; boundary="in"

      --in

      one
      --in
      Content-Type: text/html; charset=utf-8
      Content-Transfer-Encoding: quoted-printable

      <b>=C3=BC</b>
      --in--
      --out
      Content-Type: text/x-patch; name="a b.patch"
      Content-Disposition: attachment; filename="a b.patch"
      Content-ID: <p@example.org>
      Content-Description: the patch

      +x

      --out
      Content-Type: message/rfc822

      Subject: inside
      From: ann@example.org
      Content-Type: multipart/mixed; boundary=deep

      --deep

      deep one
      --deep
      Content-Type: application/octet-stream
      Content-Transfer-Encoding: base64

      AAEC
      --deep--
      --out--
      epilogue
      """;

  private static BodyPart parse(String mail) {
    return BodyPart.parse(Crlf.of(mail.getBytes(StandardCharsets.UTF_8)));
  }

  private static String structure(String mail, boolean extended) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImapWriter out = new ImapWriter(ImapWriter.Sink.of(bytes));
    BodyStructure.write(parse(mail), extended, out);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String envelope(String mail) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    ImapWriter out = new ImapWriter(ImapWriter.Sink.of(bytes));
    Envelope.write(parse(mail).headers(), out);
    out.flush();
    return bytes.toString(StandardCharsets.UTF_8);
  }

  private static String section(String mail, String section) {
    Section asked =
        Section.parse(new Arguments(("[" + section + "]").getBytes(StandardCharsets.UTF_8), false));
    Section.Slice found = asked.find(parse(mail));
    return found == null
        ? "NIL"
        : new String(found.bytes(), found.from(), found.length(), StandardCharsets.UTF_8)
            .replace("\r\n", "|");
  }

  @Test
  void whatFollowsAnInnerMultipartStandsBesideIt() throws IOException {
    assertThat(structure(NESTED, false))
        .isEqualTo(
            "(((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 3 0)"
                + "(\"TEXT\" \"HTML\" (\"CHARSET\" \"utf-8\") NIL NIL \"QUOTED-PRINTABLE\" 13 0)"
                + " \"ALTERNATIVE\")"
                + "(\"TEXT\" \"X-PATCH\" (\"NAME\" \"a b.patch\") \"<p@example.org>\""
                + " \"the patch\" \"7BIT\" 4 1)"
                + "(\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 207"
                + " (NIL \"inside\" ((NIL NIL \"ann\" \"example.org\"))"
                + " ((NIL NIL \"ann\" \"example.org\")) ((NIL NIL \"ann\" \"example.org\"))"
                + " NIL NIL NIL NIL NIL)"
                + " ((\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\") NIL NIL \"7BIT\" 8 0)"
                + "(\"APPLICATION\" \"OCTET-STREAM\" NIL NIL NIL \"BASE64\" 4) \"MIXED\") 12)"
                + " \"MIXED\")");
  }

  @Test
  void bodystructureSaysMore() throws IOException {
    assertThat(structure(NESTED, true))
        .contains(
            "\"7BIT\" 4 1 NIL (\"attachment\" (\"FILENAME\" \"a b.patch\")) NIL NIL)",
            "\"BASE64\" 4 NIL NIL NIL NIL)",
            " \"MIXED\" (\"BOUNDARY\" \"out\") NIL NIL NIL)");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '^',
      value = {
        "1.1 ^ one",
        "1.2 ^ <b>=C3=BC</b>",
        "1.2.MIME ^ Content-Type: text/html; charset=utf-8|Content-Transfer-Encoding:"
            + " quoted-printable||",
        "2 ^ +x|",
        "3.HEADER ^ Subject: inside|From: ann@example.org|Content-Type: multipart/mixed;"
            + " boundary=deep||",
        "3.HEADER.FIELDS (from x-none) ^ From: ann@example.org||",
        "3.HEADER.FIELDS.NOT (From) ^ Subject: inside|Content-Type: multipart/mixed;"
            + " boundary=deep||",
        "3.1 ^ deep one",
        "3.2 ^ AAEC",
        "3.3 ^ NIL",
        "4 ^ NIL",
        "2.1 ^ NIL",
        "1.HEADER ^ NIL",
        "HEADER.FIELDS (Subject) ^ Subject: nested||"
      })
  void partsByTheirNumbers(String section, String expected) {
    assertThat(section(NESTED, section)).isEqualTo(expected);
  }

  @Test
  void theOnlyPartOfAPlainMailIsOne() {
    String plain = "Subject: x\n\ntext\n";
    assertThat(section(plain, "1")).isEqualTo("text|");
    assertThat(section(plain, "TEXT")).isEqualTo("text|");
    assertThat(section(plain, "")).isEqualTo("Subject: x||text|");
    assertThat(section(plain, "1.1")).isEqualTo("NIL");
    assertThat(section(plain, "2")).isEqualTo("NIL");
  }

  @Test
  void multipartsThatAreNoneCountAsText() throws IOException {
    assertThat(structure("Content-Type: multipart/mixed; boundary=x\n\nno such\n", false))
        .startsWith("(\"TEXT\" \"PLAIN\" ");
    assertThat(structure("Content-Type: multipart/mixed\n\nno boundary\n", false))
        .isEqualTo("(\"TEXT\" \"PLAIN\" (\"CHARSET\" \"us-ascii\")" + " NIL NIL \"7BIT\" 13 1)");
  }

  @Test
  void partsOfADigestAreMessages() throws IOException {
    String digest =
        """
        Content-Type: multipart/digest; boundary=x

        --x

        Subject: first

        text
        --x--
        """;
    assertThat(structure(digest, false))
        .startsWith("((\"MESSAGE\" \"RFC822\" NIL NIL NIL \"7BIT\" 22 (NIL \"first\" ");
  }

  @Test
  void nestingWithoutEndEnds() throws IOException {
    StringBuilder mail = new StringBuilder("Content-Type: message/rfc822\n\n");
    mail.repeat("Content-Type: message/rfc822\n\n", 2_000);
    assertThat(structure(mail.toString(), true)).endsWith(")").doesNotContain("()");
    StringBuilder parts = new StringBuilder("Content-Type: multipart/mixed; boundary=x\n\n");
    parts.repeat("--x\n\ny\n", 5_000);
    assertThat(structure(parts.toString(), false)).endsWith("\"MIXED\")");
  }

  @Test
  void envelopeKeepsWhatWasSent() throws IOException {
    String mail =
        """
        Date: Mon, 1 Jan 2024 00:00:00 +0000
        From: =?utf-8?q?J=C3=BCrgen?= <"j.d"@example.org>, list@example.org (The List)
        To: undisclosed-recipients:;
        Cc: "Doe, \\"J\\"" <doe@example.org>
        Subject: =?utf-8?q?=C3=BC?= and
         folded
        In-Reply-To: <a@example.org>
        Message-ID: <b@example.org>

        """;
    assertThat(envelope(mail))
        .isEqualTo(
            "(\"Mon, 1 Jan 2024 00:00:00 +0000\" \"=?utf-8?q?=C3=BC?= and folded\""
                + " ((\"=?utf-8?q?J=C3=BCrgen?=\" NIL \"j.d\" \"example.org\")"
                + "(\"The List\" NIL \"list\" \"example.org\"))"
                + " ((\"=?utf-8?q?J=C3=BCrgen?=\" NIL \"j.d\" \"example.org\")"
                + "(\"The List\" NIL \"list\" \"example.org\"))"
                + " ((\"=?utf-8?q?J=C3=BCrgen?=\" NIL \"j.d\" \"example.org\")"
                + "(\"The List\" NIL \"list\" \"example.org\"))"
                + " ((NIL NIL \"undisclosed-recipients\" NIL)(NIL NIL NIL NIL))"
                + " ((\"Doe, \\\"J\\\"\" NIL \"doe\" \"example.org\")) NIL"
                + " \"<a@example.org>\" \"<b@example.org>\")");
  }

  @Test
  void whatIsNotAsciiIsALiteral() throws IOException {
    assertThat(envelope("Subject: ü\n\n")).startsWith("(NIL {2}\r\nü NIL NIL");
  }
}
