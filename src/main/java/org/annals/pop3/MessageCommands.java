package org.annals.pop3;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.annals.pop3.Letters.Letter;
import org.annals.pop3.Reply.Block;
import org.annals.pop3.Reply.Done;

/// RETR, TOP, DELE and RSET (RFC 1939 §5, §7). Deleting touches nothing but what the user finds the
/// next time.
final class MessageCommands {
  private static final byte[] MBOX_SEPARATOR = "From ".getBytes(StandardCharsets.US_ASCII);

  private MessageCommands() {}

  static Reply retr(Session session, List<String> words) throws IOException {
    int message = session.message(words.getFirst());
    Letter letter = session.letter(message);
    byte[] raw = session.read(message, letter);
    session.drop().markRetrieved(message);
    return new Block(letter.octets() + " octets", out -> out.dotted(raw, start(raw), raw.length));
  }

  static Reply top(Session session, List<String> words) throws IOException {
    int lines = Session.number(words.get(1));
    if (lines < 0) {
      throw new Refusal("how many lines?");
    }
    int message = session.message(words.getFirst());
    byte[] raw = session.read(message, session.letter(message));
    int start = start(raw);
    return new Block("top follows", out -> out.dotted(raw, start, end(raw, start, lines)));
  }

  /// Behind the line that mbox files put before a message, if one came along.
  private static int start(byte[] raw) {
    int length = MBOX_SEPARATOR.length;
    boolean separated =
        raw.length > length && Arrays.equals(raw, 0, length, MBOX_SEPARATOR, 0, length);
    return separated ? lineEnd(raw, 0) : 0;
  }

  /// Where so many lines of the body end.
  private static int end(byte[] raw, int start, int lines) {
    int at = start;
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
