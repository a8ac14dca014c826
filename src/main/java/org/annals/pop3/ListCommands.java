package org.annals.pop3;

import java.io.IOException;
import java.util.List;
import org.annals.pop3.Letters.Letter;
import org.annals.pop3.Reply.Block;
import org.annals.pop3.Reply.Done;

/// STAT, LIST and UIDL (RFC 1939 §5, §7). The unique id of a message is that of its git blob.
final class ListCommands {
  private ListCommands() {}

  static Reply stat(Session session, List<String> words) throws IOException {
    long[] totals = new long[2];
    session
        .drop()
        .scanSizes((_, octets) -> {
          totals[0]++;
          totals[1] += octets;
        });
    return new Done(totals[0] + " " + totals[1]);
  }

  static Reply list(Session session, List<String> words) throws IOException {
    if (!words.isEmpty()) {
      int message = session.message(words.getFirst());
      return new Done(message + " " + session.letter(message).octets());
    }
    Maildrop drop = session.drop();
    return new Block(
        "scan listing follows",
        out -> drop.scanSizes((message, octets) -> out.line(message + " " + octets)));
  }

  static Reply uidl(Session session, List<String> words) throws IOException {
    if (!words.isEmpty()) {
      int message = session.message(words.getFirst());
      return new Done(unique(message, session.letter(message)));
    }
    Maildrop drop = session.drop();
    return new Block(
        "unique-id listing follows",
        out -> drop.scan((message, letter) -> out.line(unique(message, letter))));
  }

  private static String unique(int message, Letter letter) {
    return message + " " + letter.blob().hex();
  }
}
