package org.annals.mail;

import static org.annals.mail.Mails.crlf;
import static org.annals.mail.Mails.latin1;
import static org.annals.mail.Mails.message;
import static org.annals.mail.Mails.string;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.annals.mail.Defect.Kind;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PartTest {
  private static Part only(String text) {
    List<Part> parts = message(text).parts();
    assertThat(parts).hasSize(1);
    return parts.getFirst();
  }

  private static List<Kind> kinds(Message message) {
    return message.defects().stream()
        .map(Defect::kind)
        .filter(kind -> !kind.name().startsWith("MISSING_") || kind == Kind.MISSING_BOUNDARY)
        .toList();
  }

  @Test
  void plainMessageIsOnePart() {
    Part part = only("Subject: x\n\nbody\n");
    assertThat(part.index()).isEqualTo("1");
    assertThat(part.depth()).isZero();
    assertThat(part.contentType()).isEqualTo("text/plain");
    assertThat(part.charset()).isEmpty();
    assertThat(part.fileName()).isEmpty();
    assertThat(part.inlineText()).isTrue();
    assertThat(part.text()).isEqualTo("body\n");
    assertThat(part.size()).isEqualTo(5);
  }

  @Test
  void contentTypeIsCleaned() {
    Part part =
        only("Content-Type: Text/X-Patch; CharSet=\"UTF-8\"; format=Flowed; DelSp=YES\n\nx\n");
    assertThat(part.contentType()).isEqualTo("text/x-patch");
    assertThat(part.charset()).contains("utf-8");
    assertThat(part.formatFlowed()).isTrue();
    assertThat(part.delSp()).isTrue();
    assertThat(only("Content-Type: text\n\n").contentType()).isEqualTo("text/plain");
    assertThat(only("Content-Type: image/png\nContent-Type: text/plain\n\n").contentType())
        .isEqualTo("image/png");
  }

  @Test
  void decodesBase64Leniently() {
    String head = "Content-Transfer-Encoding: BASE64\n\n";
    assertThat(only(head + "aGVs\nbG8g d29y*bGQ=\n").text()).isEqualTo("hello world");
    assertThat(only(head + "aGVsbG8=\n-- \nfooter of the list\n").text()).isEqualTo("hello");
    assertThat(only(head + "aGVsbG8").text()).isEqualTo("hello");
    assertThat(kinds(message(head + "aGVsbG8"))).containsExactly(Kind.TRUNCATED_BASE64);
    assertThat(kinds(message(head + "aGVsbG8="))).isEmpty();
    assertThat(only(head + "aGVsbG8=").size()).isEqualTo(5);
  }

  @Test
  void decodesQuotedPrintableLeniently() {
    String head = "Content-Transfer-Encoding: Quoted-Printable\n\n";
    assertThat(only(head + "caf=C3=A9 =\nau=20\nlait  \n=\t\n=zz = =4").text())
        .isEqualTo("café au \nlait\n=zz = =4");
    assertThat(only(crlf(head + "a=\nb  \nc\n")).content()).isEqualTo(Mails.bytes("ab\r\nc\r\n"));
  }

  @Test
  void unknownTransferEncodingIsLeftAlone() {
    Message m = message("Content-Transfer-Encoding: x-rot13\n\nuryyb\n");
    assertThat(m.parts().getFirst().text()).isEqualTo("uryyb\n");
    assertThat(kinds(m)).containsExactly(Kind.UNKNOWN_TRANSFER_ENCODING);
  }

  @Test
  void lineEndsOfTextAreLf() {
    assertThat(only("Subject: x\r\n\r\na\r\nb\rc\n").text()).isEqualTo("a\nb\rc\n");
  }

  @ParameterizedTest
  @CsvSource({
    "iso-8859-1, \u00e9, é, false",
    "iso-8859-1, \u0093, “, false",
    "windows-1252, \u0080, €, false",
    "iso-8859-1, \u00c3\u00a9, é, true",
    "iso-8859-15, \u00a4, €, false",
    "koi8-r, \u00c1, а, false",
    "gb2312, \u00c4\u00e3, 你, false",
    "GBK, \u00c4\u00e3, 你, false",
    "euc-kr, \u00b0\u00a1, 가, false",
    "shift_jis, \u0082\u00a0, あ, false",
    "utf-8, \u00c3\u00a9, é, false",
    "UTF8, \u00c3\u00a9, é, false",
    "'\"utf-8\"', \u00c3\u00a9, é, false",
    "us-ascii, \u00c3\u00a9, é, false",
    "'', \u00c3\u00a9, é, false",
    "'', \u00e9, é, true",
    "us-ascii, \u00e9, é, true",
    "utf-8, \u00e9, é, true",
    "y, \u00c3\u00a9, é, true",
    "y, \u00e9, é, true",
    "y, e, e, false",
    "gb2312, \u00c3\u00a9\u00c3, é�, true",
  })
  void decodesCharsetOrGuesses(String label, String sent, String text, boolean mangled) {
    String type = label.isEmpty() ? "" : "; charset=" + label;
    Part part =
        Message.parse(latin1("Content-Type: text/plain" + type + "\n\n" + sent)).parts().getFirst();
    if (!text.contains("\ufffd")) {
      assertThat(part.text()).isEqualTo(text);
    }
    assertThat(part.mangled()).isEqualTo(mangled);
  }

  @Test
  void guessesLineByLine() {
    String body = "caf\u00c3\u00a9\ncaf\u00e9\n";
    Message m = Message.parse(latin1("Content-Type: text/plain; charset=utf-8\n\n" + body));
    assertThat(m.parts().getFirst().text()).isEqualTo("café\ncafé\n");
    assertThat(kinds(m)).containsExactly(Kind.WRONG_CHARSET);
  }

  @Test
  void fileNamesInEverySpelling() {
    String[][] names = {
      {"Content-Disposition: attachment; filename=a.txt", "a.txt"},
      {"Content-Disposition: attachment; filename=\"a b.txt\"", "a b.txt"},
      {"Content-Disposition: attachment; filename=a b.txt", "a b.txt"},
      {"Content-Disposition: attachment; filename=\"a\\\"b.txt\"", "a\"b.txt"},
      {"Content-Disposition: attachment; filename=\"open.txt", "open.txt"},
      {"Content-Disposition: attachment; FileName*=utf-8''caf%C3%A9.txt", "café.txt"},
      {"Content-Disposition: attachment; filename=a; filename*=utf-8'fr'%C3%A9", "é"},
      {"Content-Disposition: attachment; filename*0=\"one \"; filename*1=two", "one two"},
      {"Content-Disposition: a; filename*0*=utf-8''%C3; filename*1*=%A9; filename*2=x", "éx"},
      {"Content-Disposition: a; filename=\"=?utf-8?q?caf=C3=A9?=\"", "café"},
      {"Content-Type: text/plain; name=\"b.txt\"", "b.txt"},
      {"Content-Type: text/plain; name=b\nContent-Disposition: a; filename=c", "c"},
      {"Content-Type: text/plain; name=b\nContent-Disposition: inline", "b"},
    };
    for (String[] name : names) {
      assertThat(only(name[0] + "\n\nx\n").fileName()).as(name[0]).contains(name[1]);
    }
    assertThat(only("Content-Disposition: a; filename=\"\"\n\nx\n").fileName()).isEmpty();
  }

  @Test
  void describesItself() {
    Part part = only("Content-Description: =?utf-8?q?caf=C3=A9?=\nContent-ID: <c@x>\n\nx\n");
    assertThat(part.description()).contains("café");
    assertThat(part.contentId()).contains("c@x");
    assertThat(part.headers().has("content-id")).isTrue();
  }

  @Test
  void htmlIsNeverInline() {
    assertThat(only("Content-Type: text/html\n\n<b>x</b>\n").inlineText()).isFalse();
    assertThat(only("Content-Type: text/xhtml\n\nx\n").html()).isTrue();
    assertThat(only("Content-Type: image/png\n\nx\n").inlineText()).isFalse();
  }

  @Test
  void printableOctetStreamIsText() {
    String type = "Content-Type: application/octet-stream\n";
    assertThat(only(type + "\ndiff --git\n+caf\u00e9\n").inlineText()).isTrue();
    assertThat(only(type + "\na\0b\n").inlineText()).isFalse();
    assertThat(only(type + "\n").inlineText()).isFalse();
    String base64 = type + "Content-Transfer-Encoding: base64\n\n";
    assertThat(only(base64 + "aGVsbG8=").inlineText()).isTrue();
    assertThat(only(base64 + "//79").inlineText()).isFalse();
    assertThat(only(base64 + "aGVs".repeat(2000) + "/////").inlineText()).isFalse();
  }

  @Test
  void fileNamesForUrlsAreHarmless() {
    assertThat(attachment("text/plain", "0001-fix.patch")).isEqualTo("0001-fix.patch");
    assertThat(attachment("text/plain", "../x")).isEqualTo("a.txt");
    assertThat(attachment("image/png", "a b.png")).isEqualTo("a.bin");
    assertThat(attachment("image/png", "ab")).isEqualTo("a.bin");
    assertThat(attachment("image/png", "abc.")).isEqualTo("a.bin");
  }

  private static String attachment(String type, String name) {
    String disposition = "Content-Disposition: attachment; filename=\"" + name + "\"";
    return FileNames.attachment(only("Content-Type: " + type + "\n" + disposition + "\n\nx\n"));
  }

  @Test
  void contentIsACopy() {
    Part part = only("Subject: x\n\nbody\n");
    part.content()[0] = 'X';
    assertThat(string(part.content())).isEqualTo("body\n");
  }
}
