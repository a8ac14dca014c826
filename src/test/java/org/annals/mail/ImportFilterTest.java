package org.annals.mail;

import static org.annals.mail.Mails.bytes;
import static org.annals.mail.Mails.crlf;
import static org.annals.mail.Mails.message;
import static org.annals.mail.Mails.string;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class ImportFilterTest {
  private static final MessageId ID = new MessageId("new@z");

  private static String strip(String text) {
    return string(ImportFilter.strip(bytes(text)));
  }

  private static String added(String text) {
    return string(ImportFilter.addMessageId(bytes(text), ID));
  }

  @Test
  void removesPrivateHeadersWithTheirFolds() {
    String text =
        """
        From j@x Wed Jul  8 10:11:12 2026
        Delivered-To: me@x.org
        Subject: x
         Status: folded, not a header
        STATUS: RO
        \tand more
        X-Status: A
        Lines: 3
        From: a@x.org
        Content-Length: 17

        Lines: kept in the body
        """;
    String kept =
        """
        Subject: x
         Status: folded, not a header
        From: a@x.org

        Lines: kept in the body
        """;
    assertThat(strip(text)).isEqualTo(kept);
    assertThat(strip(crlf(text))).isEqualTo(crlf(kept));
  }

  /// What is stored must not have a separator again, behind which nothing was looked at.
  @Test
  void removesSeparatorsBehindOneAnother() {
    byte[] raw = bytes("From mboxrd@z Thu\nFrom x 10:10\nSubject: x\nContent-Length: 30\n");
    assertThat(ImportFilter.strip(raw)).isEqualTo(bytes("Subject: x\n"));
  }

  @Test
  void leavesEverythingElseUntouched() {
    byte[] raw = bytes("Subject: x\r\nStatus-Quo: y\n\nbody");
    assertThat(ImportFilter.strip(raw)).isSameAs(raw);
  }

  @Test
  void addsAnIdAtTheEndOfTheHeaders() {
    assertThat(added("Subject: x\n\nbody\n"))
        .isEqualTo("Subject: x\nMessage-ID: <new@z>\n\nbody\n");
    assertThat(added("Subject: x\r\n\r\nbody\r\n"))
        .isEqualTo("Subject: x\r\nMessage-ID: <new@z>\r\n\r\nbody\r\n");
  }

  @Test
  void addsAnIdToWhatIsHardlyAMessage() {
    for (String text : new String[] {"", "Subject: x", "Subject: x\n", "just text", "\nbody\n"}) {
      Message m = message(added(text));
      assertThat(m.ids()).as(text).containsExactly(ID);
      assertThat(m.subject()).isEqualTo(text.startsWith("Subject") ? "x" : "");
    }
    assertThat(added("just text\n")).isEqualTo("Message-ID: <new@z>\n\njust text\n");
  }

  @Test
  void addsToExistingIds() {
    Message m = message(added("Message-ID: <old@x>\n\nbody\n"));
    assertThat(m.ids()).containsExactly(new MessageId("old@x"), ID);
  }
}
