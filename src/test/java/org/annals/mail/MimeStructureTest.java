package org.annals.mail;

import static org.annals.mail.Mails.bytes;
import static org.annals.mail.Mails.crlf;
import static org.annals.mail.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.List;
import org.annals.mail.Defect.Kind;
import org.junit.jupiter.api.Test;

/// Structures are written as `index type` for each part in walk order.
class MimeStructureTest {
  private static final String NESTED =
      """
      Subject: nested
      Content-Type: multipart/mixed; boundary="outer"

      This is a multi-part message in MIME format.
      --outer
      Content-Type: multipart/alternative; boundary=inner

      --inner

      plain
      --inner
      Content-Type: text/html

      <p>html</p>
      --inner--
      --outer
      Content-Type: image/png; name=a.png
      Content-Transfer-Encoding: base64

      iVBORw0KGgo=

      --outer--
      epilogue: not a part
      """;

  private static List<String> structure(Message message) {
    return message.parts().stream().map(p -> p.index() + " " + p.contentType()).toList();
  }

  private static List<Kind> kinds(Message message) {
    return message.defects().stream()
        .map(Defect::kind)
        .filter(kind -> !kind.name().startsWith("MISSING_") || kind == Kind.MISSING_BOUNDARY)
        .toList();
  }

  @Test
  void numbersNestedParts() {
    for (String text : new String[] {NESTED, crlf(NESTED)}) {
      Message m = message(text);
      assertThat(structure(m)).containsExactly("1.1 text/plain", "1.2 text/html", "2 image/png");
      assertThat(m.parts()).extracting(Part::depth).containsExactly(2, 2, 1);
      assertThat(m.parts().getFirst().text()).isEqualTo("plain");
      assertThat(m.parts().get(2).size()).isEqualTo(8);
      assertThat(kinds(m)).isEmpty();
    }
  }

  @Test
  void lineEndBeforeADelimiterIsNotContent() {
    Message m = message("Content-Type: multipart/mixed; boundary=b\n\n--b\n\na\n\n--b--\n");
    assertThat(m.parts().getFirst().text()).isEqualTo("a\n");
  }

  @Test
  void boundaryMustBeTheWholeLine() {
    Message m =
        message(
            """
            Content-Type: multipart/mixed; boundary=b

            --b \t

            --bc
            --b- not a delimiter
             --b
            --b--
            """);
    assertThat(m.parts()).hasSize(1);
    assertThat(m.parts().getFirst().text()).isEqualTo("--bc\n--b- not a delimiter\n --b");
  }

  @Test
  void innerMultipartEndsWithTheOuterPart() {
    Message m =
        message(
            """
            Content-Type: multipart/mixed; boundary=o

            --o
            Content-Type: multipart/mixed; boundary=i

            --i

            one
            --o

            two
            """);
    assertThat(structure(m)).containsExactly("1.1 text/plain", "2 text/plain");
    assertThat(kinds(m)).containsExactly(Kind.UNCLOSED_MULTIPART, Kind.UNCLOSED_MULTIPART);
  }

  @Test
  void emptyPartsAreNotNumbered() {
    Message m =
        message(
            """
            Content-Type: multipart/mixed; boundary=b

            --b
            \t
            --b

            text
            --b
            --b--
            """);
    assertThat(structure(m)).containsExactly("1 text/plain");
    assertThat(m.parts().getFirst().text()).isEqualTo("text");
  }

  @Test
  void preambleWithAColonIsAPart() {
    Message m =
        message(
            """
            Content-Type: multipart/mixed; boundary=b

            From: someone else

            patch text
            --b

            text
            --b--
            """);
    assertThat(structure(m)).containsExactly("1 text/plain", "2 text/plain");
    assertThat(m.parts().getFirst().text()).isEqualTo("patch text");
  }

  @Test
  void multipartThatCannotBeTakenApartIsText() {
    for (String type :
        new String[] {
          "multipart/mixed",
          "multipart/mixed; boundary=\"\"",
          "multipart/mixed; boundary=absent",
          "multipart/mixed; boundary=b",
          "multipart/mixed; boundary=" + "b".repeat(3_000)
        }) {
      Message m = message("Content-Type: " + type + "\n\ntext: here\n--b--\n");
      assertThat(m.parts()).as(type).hasSize(1);
      assertThat(m.parts().getFirst().inlineText()).isTrue();
      assertThat(m.parts().getFirst().text()).startsWith("text: here");
      assertThat(kinds(m)).contains(Kind.MISSING_BOUNDARY);
    }
  }

  @Test
  void embeddedMessageIsWrapperThenParts() {
    String attached = "Content-Type: multipart/mixed; boundary=o\n\n--o\n\ntext\n--o\n";
    Message plain =
        message(attached + "Content-Type: message/rfc822\n\nSubject: inner\n\nbody\n--o--\n");
    assertThat(structure(plain))
        .containsExactly("1 text/plain", "2 message/rfc822", "2.1 text/plain");
    assertThat(plain.parts().get(1).embeddedMessage()).isTrue();
    assertThat(plain.parts().get(1).inlineText()).isFalse();
    assertThat(plain.parts().get(1).embedded().orElseThrow().subject()).isEqualTo("inner");
    assertThat(plain.parts().get(2).text()).isEqualTo("body");
  }

  @Test
  void embeddedMessageMayBeEncodedOrHaveASeparator() {
    String inner = "From j@x Wed Jul  8 10:11:12 2026\nSubject: inner\n\nbody\n";
    String encoded = Base64.getMimeEncoder().encodeToString(bytes(inner));
    Message m =
        message("Content-Type: message/rfc822\nContent-Transfer-Encoding: base64\n\n" + encoded);
    assertThat(structure(m)).containsExactly("0 message/rfc822", "1 text/plain");
    assertThat(m.parts().get(1).text()).isEqualTo("body\n");
    assertThat(m.parts().getFirst().embedded().orElseThrow().subject()).isEqualTo("inner");
  }

  @Test
  void tooManyPartsEndInOne() {
    String part = "--b\n\ntext\n";
    Message m =
        message("Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(5_000) + "--b--\n");
    assertThat(m.parts()).hasSize(Message.PARTS_MAX);
    assertThat(m.parts().getLast().text()).startsWith("text\n--b\n\ntext").endsWith("--b--\n");
    assertThat(kinds(m)).containsExactly(Kind.TOO_MANY_PARTS);
  }

  @Test
  void tooDeepNestingEndsInOpaqueText() {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < 200; i++) {
      text.append("Content-Type: multipart/mixed; boundary=b" + i + "\n\n--b" + i + "\n");
    }
    Message m = message(text + "\nfloor: here\n");
    assertThat(m.parts()).hasSize(1);
    assertThat(m.parts().getFirst().depth()).isEqualTo(Message.DEPTH_MAX);
    assertThat(m.parts().getFirst().text()).contains("floor: here");
    assertThat(kinds(m)).contains(Kind.NESTED_TOO_DEEP);
  }

  @Test
  void tooDeepEmbeddingEnds() {
    Message m = message("Content-Type: message/rfc822\n\n".repeat(200) + "Subject: x\n\nfloor\n");
    assertThat(m.parts()).hasSize(Message.DEPTH_MAX + 1);
    assertThat(kinds(m)).containsExactly(Kind.NESTED_TOO_DEEP);
  }

  @Test
  void manyEmbeddedMessagesLeaveRoomForTheRest() {
    String part = "--b\nContent-Type: message/rfc822\n\nSubject: s\n\nbody\n";
    Message m =
        message("Content-Type: multipart/mixed; boundary=b\n\n" + part.repeat(2_000) + "--b--\n");
    assertThat(m.parts()).hasSizeLessThanOrEqualTo(Message.PARTS_MAX);
    assertThat(kinds(m)).containsExactly(Kind.TOO_MANY_PARTS);
  }

  @Test
  void hugeBodyIsOnlyLookedAt() {
    byte[] head = bytes("Content-Type: multipart/mixed; boundary=b\n\n--b\n\n");
    byte[] raw = new byte[100_000_000];
    System.arraycopy(head, 0, raw, 0, head.length);
    Message m = Message.parse(raw);
    assertThat(m.parts()).hasSize(1);
    assertThat(m.parts().getFirst().size()).isEqualTo(raw.length - head.length);
  }

  @Test
  void sameBoundaryInsideDoesNotLoop() {
    String level = "Content-Type: multipart/mixed; boundary=b\n\n--b\n";
    Message m = message(level.repeat(50) + "\ntext\n--b--\n");
    assertThat(m.parts()).isNotEmpty();
  }
}
