package org.annals.archive;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.annals.store.InboxName;

/// What an archive says, signed, of something that it removed, so that its mirrors do the same.
///
/// ```
/// annals-removal-notice 1
/// inbox dev
/// number 1
/// …                     the lines of the record but for the note
/// signature BASE64      of all before, with their line ends
/// ```
///
/// Notices are separated by an empty line. See `docs/formats/removal-notices.md`.
public record RemovalNotice(String text, String signature) {
  /// More cannot be of one message.
  private static final int LINES_MAX = 1_000;

  private static final String FIRST = "annals-removal-notice 1";
  private static final String INBOX = "inbox ";
  private static final String SIGNATURE = "signature ";
  private static final String KEY = "# key ";

  /// What an archive says of its removal; `key` is its own.
  public static RemovalNotice of(ControlRecord.Removed entry, SiteKey key) {
    String text = FIRST + "\n" + INBOX + entry.inbox() + "\n" + ControlText.removed(entry);
    return new RemovalNotice(text, key.sign(text));
  }

  /// What stands behind all notices: the public key, for whoever wants to pin it.
  public static String ending(SiteKey key) {
    return KEY + key.shown() + "\n";
  }

  /// The public key that notices come with. It proves nothing until somebody pins it. Empty if
  /// there is none.
  public static Optional<String> shownKey(String text) {
    return text.lines()
        .filter(line -> line.startsWith(KEY))
        .findFirst()
        .map(line -> line.substring(KEY.length()).strip());
  }

  public String print() {
    return text + SIGNATURE + signature + "\n";
  }

  /// The notices of a text, as they stand there. `IllegalArgumentException` if it holds anything
  /// else.
  public static List<RemovalNotice> parseAll(String text) {
    List<RemovalNotice> all = new ArrayList<>();
    StringBuilder lines = new StringBuilder();
    int count = 0;
    for (String line : (Iterable<String>) text.lines()::iterator) {
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      if (line.startsWith(SIGNATURE)) {
        all.add(new RemovalNotice(lines.toString(), line.substring(SIGNATURE.length())));
        lines.setLength(0);
        count = 0;
      } else {
        if (count == 0 && !line.equals(FIRST)) {
          throw new IllegalArgumentException("'" + line + "' does not begin a removal notice");
        }
        if (++count > LINES_MAX) {
          throw new IllegalArgumentException("a removal notice has over " + LINES_MAX + " lines");
        }
        lines.append(line).append('\n');
      }
    }
    if (count > 0) {
      throw new IllegalArgumentException("the last removal notice has no signature");
    }
    return all;
  }

  /// What it says, of an inbox as it is named there. Empty if the owner of the public key did not
  /// sign it; `IllegalArgumentException` if they signed what is no notice.
  public Optional<ControlRecord.Removed> verified(String publicKey) {
    if (!SiteKey.signed(publicKey, text, signature)) {
      return Optional.empty();
    }
    List<String> lines = text.lines().toList();
    if (lines.size() < 2 || !lines.get(1).startsWith(INBOX)) {
      throw new IllegalArgumentException("a removal notice names no inbox");
    }
    InboxName inbox = new InboxName(lines.get(1).substring(INBOX.length()));
    return ControlText.parse("removed", inbox, lines.subList(2, lines.size()))
            instanceof ControlRecord.Removed said
        ? Optional.of(said)
        : Optional.empty();
  }
}
