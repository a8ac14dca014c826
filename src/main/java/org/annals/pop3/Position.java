package org.annals.pop3;

import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;
import java.util.zip.CRC32;
import org.annals.store.InboxName;

/// How far a user came in a mailbox: the highest article number that was deleted, and the day when
/// that was written down, since 1970. A line of the file: `UUID INBOX SLICE NUMBER DAY CHECKSUM`.
record Position(Login login, long number, long day) {
  private static final int WORDS = 6;
  private static final HexFormat HEX = HexFormat.of();

  String line() {
    String text =
        login.user() + " " + login.inbox() + " " + login.slice() + " " + number + " " + day;
    return text + " " + checksum(text);
  }

  /// Empty when the line is not whole.
  static Optional<Position> parse(String line) {
    String[] words = line.split(" ", -1);
    int checksum = line.lastIndexOf(' ');
    if (words.length != WORDS || !words[WORDS - 1].equals(checksum(line.substring(0, checksum)))) {
      return Optional.empty();
    }
    Login login =
        new Login(UUID.fromString(words[0]), new InboxName(words[1]), Integer.parseInt(words[2]));
    return Optional.of(new Position(login, Long.parseLong(words[3]), Long.parseLong(words[4])));
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    crc.update(text.getBytes(StandardCharsets.ISO_8859_1));
    return HEX.toHexDigits(crc.getValue(), 8);
  }
}
