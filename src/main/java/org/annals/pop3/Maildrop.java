package org.annals.pop3;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.archive.ReadAhead;
import org.annals.archive.ReadAhead.Place;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Between;
import org.annals.pop3.Letters.Letter;
import org.annals.store.InboxName;

/// What one user finds in a mailbox at login, and which of it was deleted since (RFC 1939 §4, §5).
/// One thread.
///
/// Messages are counted from 1; of each it holds two bytes. A message that was removed from the
/// archive after the login is as good as deleted.
final class Maildrop {
  private final Archive archive;
  private final Letters letters;
  private final InboxName inbox;
  private final long from;
  private final char[] offsets;
  private final BitSet deleted = new BitSet();
  private final BitSet retrieved = new BitSet();

  private Maildrop(Archive archive, Letters letters, InboxName inbox, long from, char[] offsets) {
    this.archive = archive;
    this.letters = letters;
    this.inbox = inbox;
    this.from = from;
    this.offsets = offsets;
  }

  /// The newest `limit` messages of a mailbox with article numbers above `position`.
  static Maildrop open(Archive archive, Letters letters, Mailbox mailbox, long position, int limit)
      throws IOException {
    long from = Math.max(mailbox.from(), position + 1);
    BitSet found = new BitSet();
    archive.scanValues(
        mailbox.inbox(),
        new Between(Axis.NUMBER, from, mailbox.to()),
        Axis.NUMBER,
        (number, _) -> found.set((int) (number - from)));
    int count = Math.min(limit, found.cardinality());
    char[] offsets = new char[count];
    int offset = found.length();
    for (int i = count - 1; i >= 0; i--) {
      offset = found.previousSetBit(offset - 1);
      offsets[i] = (char) offset;
    }
    return new Maildrop(archive, letters, mailbox.inbox(), from, offsets);
  }

  /// Deleted ones count.
  int size() {
    return offsets.length;
  }

  InboxName inbox() {
    return inbox;
  }

  private long number(int message) {
    return from + offsets[message - 1];
  }

  void delete(int message) {
    deleted.set(message);
  }

  /// Whoever takes deletions back wants to find all again.
  void restoreAll() {
    deleted.clear();
    retrieved.clear();
  }

  boolean isDeleted(int message) {
    return deleted.get(message);
  }

  void markRetrieved(int message) {
    retrieved.set(message);
  }

  /// The highest article number among what was deleted; with `expiring` what was retrieved counts
  /// as deleted. 0 if there is none.
  long position(boolean expiring) {
    int highest = Math.max(deleted.length(), expiring ? retrieved.length() : 0) - 1;
    return highest < 1 ? 0 : number(highest);
  }

  /// Takes the sizes of messages.
  interface SizeSink {
    void accept(int message, long octets) throws IOException;
  }

  /// Gives all that are not deleted, ascending. No message is looked at.
  void scanSizes(SizeSink sink) throws IOException {
    if (offsets.length == 0) {
      return;
    }
    int first = offsets[0];
    long[] sizes = new long[offsets[offsets.length - 1] - first + 1];
    Arrays.fill(sizes, -1);
    archive.scanValues(
        inbox,
        new Between(Axis.NUMBER, number(1), number(offsets.length)),
        Axis.SIZE,
        (number, octets) -> sizes[(int) (number - from) - first] = octets);
    Letters.scanUnended(
        archive,
        inbox,
        number(1),
        number(offsets.length),
        number -> sizes[(int) (number - from) - first] += Letters.LINE_END_OCTETS);
    for (int message = 1; message <= offsets.length; message++) {
      long octets = sizes[offsets[message - 1] - first];
      if (octets >= 0 && !isDeleted(message)) {
        sink.accept(message, octets);
      }
    }
  }

  /// Takes messages as they are listed.
  interface LetterSink {
    void accept(int message, Letter letter) throws IOException;
  }

  /// Gives all that are not deleted, ascending.
  void scan(LetterSink sink) throws IOException {
    for (int message = 1; message <= offsets.length; message++) {
      Optional<Letter> letter = find(message);
      if (letter.isPresent() && !isDeleted(message)) {
        sink.accept(message, letter.get());
      }
    }
  }

  /// Empty when the archive no longer has it. Any thread.
  Optional<Letter> find(int message) throws IOException {
    return letters.find(inbox, number(message));
  }

  /// The same for reading ahead.
  private Optional<Place> place(long message) throws IOException {
    return message > offsets.length
        ? Optional.empty()
        : find((int) message).map(letter -> new Place(inbox, letter.blob(), letter.octets()));
  }

  /// For reading its messages by number.
  ReadAhead read() {
    return archive.readAhead(this::place);
  }
}
