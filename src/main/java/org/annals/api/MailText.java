package org.annals.api;

import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.patch.Run;
import org.annals.patch.TextRuns;

/// The text of a mail in two: what its sender writes, and its diff. Line ends are LF; a signature
/// is left out.
record MailText(String content, String diff) {
  static MailText of(Message message) {
    StringBuilder content = new StringBuilder();
    StringBuilder diff = new StringBuilder();
    for (Part part : message.parts()) {
      if (part.inlineText()) {
        String text = part.text().replace("\r\n", "\n");
        for (Run run : TextRuns.split(text)) {
          if (run.kind() != Run.Kind.SIGNATURE) {
            (run.inDiff() ? diff : content).append(run.of(text));
          }
        }
      }
    }
    return new MailText(content.toString().strip(), diff.toString());
  }
}
