package org.annals.series;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.mail.MessageId;
import org.annals.thread.SubjectKey;

/// Patches that are not among the mails, but answers to them are: what was said of them counts all
/// the same.
final class Ghosts {
  private Ghosts() {}

  /// The series that they make up. A patch that is there under the same subject needs no ghost.
  static List<Series> of(Map<MessageId, SeriesMail> mails) {
    Set<String> known = new HashSet<>();
    List<SeriesMail> replies = new ArrayList<>();
    for (SeriesMail mail : mails.values()) {
      if (mail.kind() == SeriesMail.Kind.REPLY) {
        replies.add(mail);
      } else {
        known.add(key(mail));
      }
    }
    replies.sort(SeriesMail.BY_DATE);
    List<SeriesMail> ghosts = new ArrayList<>();
    for (SeriesMail reply : replies) {
      MessageId parent = reply.parent();
      if (reply.subject().reply()
          && reply.subject().patch()
          && parent != null
          && !mails.containsKey(parent)
          && known.add(key(reply))) {
        ghosts.add(SeriesMail.ghost(parent, reply));
      }
    }
    return Assembly.ofGhosts(ghosts);
  }

  private static String key(SeriesMail mail) {
    return mail.subject().number()
        + " "
        + mail.subject().versionText()
        + " "
        + SubjectKey.of(mail.subject().title());
  }
}
