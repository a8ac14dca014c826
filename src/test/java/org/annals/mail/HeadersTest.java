package org.annals.mail;

import static org.annals.mail.Mails.bytes;
import static org.annals.mail.Mails.crlf;
import static org.annals.mail.Mails.latin1;
import static org.annals.mail.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.annals.mail.Defect.Kind;
import org.junit.jupiter.api.Test;

class HeadersTest {
  private static final String PLAIN =
      """
      From: Jane <jane@example.org>
      Subject: one
      \ttwo
      X-Long:
        starts below  \s
      to: a@x.org
      TO: =?utf-8?q?B=C3=A9a?= <b@x.org>

      body: not a header
      """;

  @Test
  void findsByNameWithoutCase() {
    Headers headers = message(PLAIN).headers();
    assertThat(headers.first("SUBJECT")).contains("one two");
    assertThat(headers.first("X-Long")).contains("starts below");
    assertThat(headers.first("body")).isEmpty();
    assertThat(headers.all("To")).containsExactly("a@x.org", "=?utf-8?q?B=C3=A9a?= <b@x.org>");
    assertThat(headers.joined("To")).isEqualTo("a@x.org, Béa <b@x.org>");
    assertThat(headers.joined("Cc")).isEmpty();
    assertThat(headers.count()).isEqualTo(5);
  }

  @Test
  void iteratesInOrderWithOffsets() {
    assertThat(message(PLAIN).headers())
        .extracting(Header::name)
        .containsExactly("From", "Subject", "X-Long", "to", "TO");
    assertThat(message(PLAIN).headers())
        .extracting(Header::offset)
        .startsWith(0, PLAIN.indexOf("Subject"));
  }

  @Test
  void lineEndsMakeNoDifference() {
    Message lf = message(PLAIN);
    Message crlf = message(crlf(PLAIN));
    Message cr = message(PLAIN.replace("\n", "\r"));
    for (Message m : new Message[] {crlf, cr}) {
      assertThat(m.headers())
          .extracting(Header::value)
          .containsExactlyElementsOf(
              java.util.stream.StreamSupport.stream(lf.headers().spliterator(), false)
                  .map(Header::value)
                  .toList());
      assertThat(m.parts().getFirst().text().strip()).isEqualTo("body: not a header");
    }
  }

  @Test
  void aFoldIsOneBlankBesideThoseBeforeIt() {
    assertThat(message("Subject: a\n\t b\n\n").subject()).isEqualTo("a b");
    assertThat(message("Subject: a \n    b\n\n").subject()).isEqualTo("a  b");
  }

  @Test
  void eightBitIsUtf8OrElseWindows1252() {
    assertThat(message("Subject: café\n\n").subject()).isEqualTo("café");
    assertThat(Message.parse(latin1("Subject: caf\u00e9 \u0093x\u0094\n\n")).subject())
        .isEqualTo("café “x”");
  }

  @Test
  void joinedIsOneLine() {
    assertThat(message("Subject: =?utf-8?q?a=0D=0Ab=00c=09d?=\n\n").headers().joined("Subject"))
        .isEqualTo("a b c d");
    assertThat(message("Subject: =?utf-8?q?a=0D=0Ab?=\n\n").subject()).isEqualTo("a  b");
  }

  @Test
  void brokenLinesAreSkippedAndReported() {
    Message m = message("Subject: x\nthis is no header\n folded onto it\nFrom: a@x.org\n\nb\n");
    assertThat(m.subject()).isEqualTo("x");
    assertThat(m.headers().first("From")).contains("a@x.org");
    assertThat(m.defects()).contains(new Defect(11, Kind.MALFORMED_HEADER));
  }

  @Test
  void blankBeforeTheColonIsTolerated() {
    assertThat(message("Subject : x\n\n").subject()).isEqualTo("x");
  }

  @Test
  void aLineOfBlanksDoesNotEndTheHeaders() {
    assertThat(message("Subject: x\n \nFrom: a@x.org\n\nbody\n").from()).hasSize(1);
  }

  @Test
  void textWithoutHeadersIsBody() {
    Message m = message("just text\n\nmore text\n");
    assertThat(m.headers().isEmpty()).isTrue();
    assertThat(m.bodyOffset()).isZero();
    assertThat(m.parts().getFirst().text()).isEqualTo("just text\n\nmore text\n");
    assertThat(m.defects()).extracting(Defect::kind).contains(Kind.NO_HEADERS);
  }

  @Test
  void headersWithoutBody() {
    for (String text : new String[] {"Subject: x", "Subject: x\n", "Subject: x\n\n"}) {
      Message m = message(text);
      assertThat(m.subject()).isEqualTo("x");
      assertThat(m.bodyOffset()).isEqualTo(text.length());
      assertThat(m.parts().getFirst().text()).isEmpty();
    }
  }

  @Test
  void emptyInputIsAMessage() {
    Message m = Message.parse(new byte[0]);
    assertThat(m.subject()).isEmpty();
    assertThat(m.ids()).isEmpty();
    assertThat(m.lineCount()).isZero();
  }

  @Test
  void leadingEmptyLineMeansNoHeaders() {
    assertThat(message("\nbody\n").parts().getFirst().text()).isEqualTo("body\n");
  }

  @Test
  void leadingMboxSeparatorIsDropped() {
    Message m = message("From jane@x.org Wed Jul  8 10:11:12 2026\nSubject: x\n\nbody\n");
    assertThat(m.subject()).isEqualTo("x");
    assertThat(m.raw()).isEqualTo(bytes("Subject: x\n\nbody\n"));
  }

  @Test
  void longBlockIsCutAtALineEnd() {
    String filler = "X-Filler: 0123456789\n".repeat(10_000);
    Message m = message("Subject: x\n" + filler + "X-Last: y\n\nbody\n");
    assertThat(m.subject()).isEqualTo("x");
    assertThat(m.headers().has("X-Last")).isFalse();
    assertThat(m.headers().all("X-Filler").getLast()).isEqualTo("0123456789");
    assertThat(m.headers().count()).isLessThan(Message.HEADER_BYTES_MAX / 21 + 2);
    assertThat(m.parts().getFirst().text()).isEqualTo("body\n");
    assertThat(m.defects()).extracting(Defect::kind).contains(Kind.HEADERS_CUT);
  }

  @Test
  void oneHugeLineIsCut() {
    Message m = message("Subject: " + "x".repeat(10_000_000) + "\nFrom: a@x.org\n\nbody\n");
    assertThat(m.subject().length()).isLessThan(Message.HEADER_BYTES_MAX);
    assertThat(m.from()).isEmpty();
    assertThat(m.parts().getFirst().text()).isEqualTo("body\n");
  }
}
