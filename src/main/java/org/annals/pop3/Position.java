package org.annals.pop3;

import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.annals.store.InboxName;
import org.annals.store.LineJournal;

/// How far a user came in a mailbox: the highest article number that was deleted, and the day when
/// that was written down, since 1970. A line of the file: `UUID INBOX SLICE NUMBER DAY CHECKSUM`.
record Position(Login login, long number, long day) {
  private static final int WORDS = 5;

  String line() {
    return LineJournal.checked(
        List.of(
            login.user().toString(),
            login.inbox().toString(),
            Integer.toString(login.slice()),
            Long.toString(number),
            Long.toString(day)));
  }

  /// Empty when the line is not whole.
  static Optional<Position> parse(String line) {
    return LineJournal.words(line, WORDS).map(Position::of);
  }

  private static Position of(List<String> words) {
    UUID user = UUID.fromString(words.get(0));
    Login login = new Login(user, new InboxName(words.get(1)), Integer.parseInt(words.get(2)));
    return new Position(login, Long.parseLong(words.get(3)), Long.parseLong(words.get(4)));
  }
}
