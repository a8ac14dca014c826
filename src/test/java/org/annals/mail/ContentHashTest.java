package org.annals.mail;

import static org.annals.mail.Mails.crlf;
import static org.annals.mail.Mails.message;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ContentHashTest {
  private static final String VECTOR =
      """
      From: A B <a@example.com>
      To: linux-erofs@lists.ozlabs.org
      Subject: no mid
      Date: Thu, 01 Jan 2026 00:00:00 +0000

      hi https://example.com/foo.
      > q
      """;

  private static byte[] hash(String text) {
    return ContentHash.sha256(message(text));
  }

  /// The id that public-inbox gave to this very message.
  @Test
  void agreesWithPublicInbox() {
    Message m = message(VECTOR);
    MailDate sent = m.sent(new MailDate(0, 0));
    assertThat(ContentHash.syntheticId(m, sent))
        .isEqualTo(new MessageId("20260101000000.KjtuAothRHCl7ak2LiO1dq7mIrpehmBi2cmIt3thwVE@z"));
  }

  @Test
  void transportDoesNotMatter() {
    assertThat(hash("Received: x\nMessage-ID: <a@x>\nList-Id: <l.x>\n" + VECTOR))
        .isEqualTo(hash(VECTOR));
    assertThat(hash(crlf(VECTOR))).isEqualTo(hash(VECTOR));
    assertThat(hash(VECTOR + "\n \n")).isEqualTo(hash(VECTOR));
    assertThat(hash(VECTOR.replace("A B <a@example.com>", "\"A  B\"\n <a@EXAMPLE.com>")))
        .isEqualTo(hash(VECTOR));
  }

  @Test
  void whatPeopleWriteMatters() {
    assertThat(hash(VECTOR.replace("A B", "A C"))).isNotEqualTo(hash(VECTOR));
    assertThat(hash(VECTOR.replace("a@ex", "A@ex"))).isNotEqualTo(hash(VECTOR));
    assertThat(hash(VECTOR.replace("no mid", "No mid"))).isNotEqualTo(hash(VECTOR));
    assertThat(hash(VECTOR.replace("> q", "> r"))).isNotEqualTo(hash(VECTOR));
    assertThat(hash("Cc: c@x\n" + VECTOR)).isNotEqualTo(hash(VECTOR));
    assertThat(hash("References: <a@x>\n" + VECTOR)).isNotEqualTo(hash(VECTOR));
    assertThat(hash("Content-Description: d\n" + VECTOR)).isNotEqualTo(hash(VECTOR));
    assertThat(hash("Content-Disposition: inline; filename=f\n" + VECTOR))
        .isNotEqualTo(hash(VECTOR));
  }

  @Test
  void ownIdAmongReferencesDoesNotMatter() {
    assertThat(hash("Message-ID: <me@x>\nReferences: <a@x> <me@x>\n" + VECTOR))
        .isEqualTo(hash("References: <a@x>\n" + VECTOR));
  }

  @Test
  void stampIsUtc() {
    Message m = message(VECTOR.replace("00:00:00 +0000", "01:00:00 +0200"));
    assertThat(ContentHash.syntheticId(m, m.sent(new MailDate(0, 0))).value())
        .startsWith("20251231230000.");
  }
}
