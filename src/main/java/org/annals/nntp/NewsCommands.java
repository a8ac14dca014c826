package org.annals.nntp;

import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.annals.archive.Archive;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.nntp.Reply.Block;

/// NEWGROUPS and NEWNEWS (RFC 3977 §7.3, §7.4): what came to be since a time.
final class NewsCommands {
  private NewsCommands() {}

  static Reply newgroups(Session session, Words words) throws IOException {
    long since = time(words, 0);
    List<Group> fresh =
        session.server().groups().all().stream()
            .filter(group -> group.card().createdAt() >= since)
            .toList();
    return new Block(
        231,
        "list of new newsgroups follows",
        out -> {
          for (Group group : fresh) {
            out.dotted(group.active());
          }
        });
  }

  static Reply newnews(Session session, Words words) throws IOException {
    long since = time(words, 1);
    List<Group> groups = session.server().groups().matching(Wildmat.parse(words.get(0)));
    Archive archive = session.server().archive();
    return new Block(
        230,
        "list of new articles follows",
        out -> {
          for (Group group : groups) {
            archive.scanReceived(
                Scope.of(group.inbox()),
                TimeWindow.since(since),
                posting -> out.dotted("<" + posting.id() + ">"));
          }
        });
  }

  /// Date and time, and GMT or nothing behind: both are UTC here.
  private static long time(Words words, int index) {
    boolean zoned = words.has(index + 2);
    if (zoned && !words.get(index + 2).toUpperCase(Locale.ROOT).equals("GMT")) {
      throw new Refusal(Refused.SYNTAX);
    }
    return NntpDate.parse(words.get(index), words.get(index + 1), Instant.now());
  }
}
