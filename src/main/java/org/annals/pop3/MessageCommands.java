package org.annals.pop3;

import java.io.IOException;
import java.util.List;
import org.annals.mail.Message;
import org.annals.pop3.Letters.Letter;
import org.annals.pop3.Reply.Block;
import org.annals.pop3.Reply.Done;

/// RETR, TOP, DELE and RSET (RFC 1939 §5, §7). Deleting touches nothing but what the user finds the
/// next time.
final class MessageCommands {
  private MessageCommands() {}

  static Reply retr(Session session, List<String> words) throws IOException {
    int message = session.message(words.getFirst());
    Letter letter = session.letter(message);
    byte[] raw = Message.withoutSeparator(session.read(message, letter));
    session.drop().markRetrieved(message);
    return new Block(letter.octets() + " octets", out -> out.dotted(raw, 0, raw.length));
  }

  static Reply top(Session session, List<String> words) throws IOException {
    int lines = Session.number(words.get(1));
    if (lines < 0) {
      throw new Refusal("how many lines?");
    }
    int message = session.message(words.getFirst());
    byte[] raw = Message.withoutSeparator(session.read(message, session.letter(message)));
    return new Block("top follows", out -> out.dotted(raw, 0, end(raw, lines)));
  }

  /// Where so many lines of the body end.
  private static int end(byte[] raw, int lines) {
    int at = 0;
    while (at < raw.length && !isEmptyLine(raw, at)) {
      at = lineEnd(raw, at);
    }
    at = at < raw.length ? lineEnd(raw, at) : at;
    for (int left = lines; left > 0 && at < raw.length; left--) {
      at = lineEnd(raw, at);
    }
    return at;
  }

  private static boolean isEmptyLine(byte[] raw, int at) {
    return raw[at] == '\n' || (raw[at] == '\r' && at + 1 < raw.length && raw[at + 1] == '\n');
  }

  private static int lineEnd(byte[] raw, int from) {
    int at = from;
    while (at < raw.length && raw[at] != '\n') {
      at++;
    }
    return Math.min(at + 1, raw.length);
  }

  static Reply dele(Session session, List<String> words) {
    int message = session.message(words.getFirst());
    session.drop().delete(message);
    return new Done("message " + message + " deleted");
  }

  static Reply rset(Session session, List<String> words) {
    session.drop().restoreAll();
    return new Done("nothing is deleted");
  }
}
