package org.annals.mail;

import static org.annals.mail.Mails.crlf;
import static org.annals.mail.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.annals.mail.Defect.Kind;
import org.junit.jupiter.api.Test;

class MessageTest {
  private static final MailDate FALLBACK = new MailDate(77, 60);

  private static List<String> references(String headers) {
    return message(headers + "\n").references().stream().map(MessageId::value).toList();
  }

  @Test
  void idsOfAllHeadersInOrder() {
    Message m = message("Message-ID: <a@x>\nMESSAGE-ID: <b@x>\nMessage-Id: <a@x>\n\n");
    assertThat(m.ids()).containsExactly(new MessageId("a@x"), new MessageId("b@x"));
    assertThat(m.defects()).extracting(Defect::kind).contains(Kind.SEVERAL_MESSAGE_IDS);
    assertThat(message("X-Alt-Message-ID: <c@x>\n\n").alternateIds())
        .containsExactly(new MessageId("c@x"));
  }

  @Test
  void parentComesLast() {
    assertThat(references("References: <a@x> <b@x>\nIn-Reply-To: <b@x>\n"))
        .containsExactly("a@x", "b@x");
    assertThat(references("References: <a@x> <b@x> <c@x>\nIn-Reply-To: <a@x>\n"))
        .containsExactly("b@x", "c@x", "a@x");
    assertThat(references("In-Reply-To: <p@x>\nReferences: <a@x>\nReferences: <b@x>\n"))
        .containsExactly("a@x", "b@x", "p@x");
  }

  @Test
  void ownIdsAreNoReferences() {
    assertThat(references("Message-ID: <me@x>\nReferences: <a@x> <me@x>\n")).containsExactly("a@x");
  }

  @Test
  void answersToOldPromptsAreNoReferences() {
    assertThat(references("In-Reply-To: y\nReferences: <n> <a@x>\n")).containsExactly("a@x");
    assertThat(
            references(
                """
                From: J <j@x.org>
                To: a@x.org
                Cc: "B" <b@x.org>
                In-Reply-To: <b@x.org>
                References: <j@x.org> <a@x.org> <id@x.org>
                """))
        .containsExactly("id@x.org");
  }

  @Test
  void addressesAreAlsoFoundBehindManyReferences() {
    String many =
        "<r%d@x> "
            .repeat(150)
            .formatted(java.util.stream.IntStream.range(0, 150).boxed().toArray());
    assertThat(references("To: a@x.org\nReferences: " + many + "\nIn-Reply-To: <a@x.org>\n"))
        .hasSize(150)
        .doesNotContain("a@x.org");
  }

  @Test
  void overlongReferencesAreIgnored() {
    assertThat(references("References: <" + "x".repeat(245) + "> <a@x>\n")).containsExactly("a@x");
  }

  @Test
  void onlyWhatIsInBracketsIsAReference() {
    assertThat(references("In-Reply-To: Your message of \"Wed\" <a@x>\n")).containsExactly("a@x");
    assertThat(references("In-Reply-To: a@x\nReferences: b@x\n")).isEmpty();
  }

  @Test
  void subjectIsTheFirstOnOneLine() {
    assertThat(message("Subject: =?utf-8?q?caf=C3=A9?=\n\tau lait\nSubject: two\n\n").subject())
        .isEqualTo("café au lait");
    assertThat(message("From: a@x\n\n").subject()).isEmpty();
  }

  @Test
  void fromFallsBackToSender() {
    assertThat(message("Sender: S <s@x.org>\nFrom: F <f@x.org>\n\n").from())
        .containsExactly(new Address("F", "f@x.org"));
    assertThat(message("Sender: S <s@x.org>\n\n").from())
        .containsExactly(new Address("S", "s@x.org"));
    assertThat(message("To: a@x.org\nTo: b@x.org\n\n").to()).hasSize(2);
  }

  @Test
  void sentPrefersDateAndReceivedPrefersReceived() {
    Message m =
        message(
            """
            Received: from a by b; nonsense
            Received: from a by b; id 7; Wed, 8 Jul 2026 10:00:00 +0200 (CEST)
            Received: from a by b; Wed, 8 Jul 2026 07:00:00 +0000
            Date: garbage
            Date: Wed, 8 Jul 2026 09:00:00 -0100

            """);
    long hour = 3_600;
    MailDate received = new MailDate(1_783_497_600, 120);
    assertThat(m.received(FALLBACK)).isEqualTo(received);
    assertThat(m.sent(FALLBACK)).isEqualTo(new MailDate(received.epochSecond() + 2 * hour, -60));
  }

  @Test
  void datesFallBackToEachOtherAndThenToTheCaller() {
    Message dated = message("Date: Wed, 8 Jul 2026 09:00:00 +0000\n\n");
    assertThat(dated.received(FALLBACK)).isEqualTo(dated.sent(FALLBACK)).isNotEqualTo(FALLBACK);
    Message traced = message("Received: by b; Wed, 8 Jul 2026 09:00:00 +0000\n\n");
    assertThat(traced.sent(FALLBACK)).isEqualTo(traced.received(FALLBACK)).isNotEqualTo(FALLBACK);
    assertThat(message("Date: never\n\n").sent(FALLBACK)).isEqualTo(FALLBACK);
    assertThat(message("Date: never\n\n").received(FALLBACK)).isEqualTo(FALLBACK);
  }

  @Test
  void sizesCountAsProtocolsDo() {
    String text = "Subject: x\n\none\ntwo\n";
    assertThat(message(text).crlfSize()).isEqualTo(text.length() + 4);
    assertThat(message(crlf(text)).crlfSize()).isEqualTo(text.length() + 4);
    assertThat(message(text).lineCount()).isEqualTo(2);
    assertThat(message("Subject: x\n\none\ntwo").lineCount()).isEqualTo(1);
  }

  @Test
  void listIdIsWhatTheBracketsHold() {
    assertThat(message("List-Id: My list <My-List.example.org>\n\n").listId())
        .contains("my-list.example.org");
    assertThat(message("List-ID: my-list.example.org\n\n").listId())
        .contains("my-list.example.org");
    assertThat(message("List-Id: <>\n\n").listId()).isEmpty();
    assertThat(message("Subject: x\n\n").listId()).isEmpty();
  }

  @Test
  void defectsNameWhatIsMissing() {
    assertThat(message("Subject: x\n\n").defects())
        .extracting(Defect::kind)
        .containsExactlyInAnyOrder(Kind.MISSING_FROM, Kind.MISSING_DATE, Kind.MISSING_MESSAGE_ID);
    assertThat(
            message("From: a@x\nDate: never\nMessage-ID: <" + "x".repeat(300) + ">\n\na\0b")
                .defects())
        .extracting(Defect::kind)
        .containsExactlyInAnyOrder(Kind.BAD_DATE, Kind.MESSAGE_ID_CUT, Kind.NUL_BYTES);
    assertThat(
            message("From: a@x\nDate: Wed, 8 Jul 2026 09:00:00 +0000\nMessage-ID: <a@x>\n\n")
                .defects())
        .isEmpty();
  }
}
