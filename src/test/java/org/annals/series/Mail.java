package org.annals.series;

import java.nio.charset.StandardCharsets;
import org.annals.mail.Message;
import org.annals.mail.MessageId;

/// Writes mails of a series for tests.
record Mail(String id, String from, String subject, String parent, long sent, String body) {
  static final String DIFF =
      """
      ---
       ring.c | 2 +-
       1 file changed, 1 insertion(+), 1 deletion(-)

      diff --git a/ring.c b/ring.c
      index 1111111..2222222 100644
      --- a/ring.c
      +++ b/ring.c
      @@ -1 +1 @@
      -old
      +new
      """;

  static Mail of(String id, String subject) {
    return new Mail(id, "Ines Okafor <ines@okafor.example>", subject, "", 1_000, "Text.\n");
  }

  static Mail patch(String id, String subject) {
    return of(id, subject).body("Why.\n\nSigned-off-by: Ines <ines@okafor.example>\n" + DIFF);
  }

  Mail to(String other) {
    return new Mail(id, from, subject, other, sent, body);
  }

  Mail by(String other) {
    return new Mail(id, other, subject, parent, sent, body);
  }

  Mail at(long seconds) {
    return new Mail(id, from, subject, parent, seconds, body);
  }

  Mail body(String other) {
    return new Mail(id, from, subject, parent, sent, other);
  }

  SeriesMail read() {
    return SeriesMail.of(new MessageId(id), message(), sent);
  }

  Message message() {
    String text =
        "From: "
            + from
            + "\nSubject: "
            + subject
            + "\nMessage-ID: <"
            + id
            + ">\n"
            + (parent.isEmpty() ? "" : "In-Reply-To: <" + parent + ">\n")
            + "\n"
            + body;
    return Message.parse(text.getBytes(StandardCharsets.UTF_8));
  }
}
