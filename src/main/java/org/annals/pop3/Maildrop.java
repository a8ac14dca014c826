package org.annals.pop3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.index.Posting;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Between;
import org.annals.store.BlobId;
import org.annals.store.InboxName;

/// What one user finds in a mailbox at login, and which of it was deleted since (RFC 1939 §4, §5).
/// One thread.
///
/// Messages are counted from 1; of each it holds two bytes. What the index knows of them is read
/// when it is asked for, 128 at once, as neighbours are mostly asked for next. A message that was
/// removed from the archive after the login is as good as deleted.
final class Maildrop {
  private static final int BLOCK = 128;

  private final Archive archive;
  private final InboxName inbox;
  private final long from;
  private final char[] offsets;
  private final BitSet deleted = new BitSet();
  private final BitSet retrieved = new BitSet();
  private int blockAt = -1;
  private List<Letter> block = List.of();

  private Maildrop(Archive archive, InboxName inbox, long from, char[] offsets) {
    this.archive = archive;
    this.inbox = inbox;
    this.from = from;
    this.offsets = offsets;
  }

  /// A message as it is listed: `octets` as it is sent, before dots are doubled.
  record Letter(int message, BlobId blob, long octets) {}

  /// The newest `limit` messages of a mailbox with article numbers above `position`.
  static Maildrop open(Archive archive, Mailbox mailbox, long position, int limit)
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
    return new Maildrop(archive, mailbox.inbox(), from, offsets);
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
    for (int message = 1; message <= offsets.length; message++) {
      long octets = sizes[offsets[message - 1] - first];
      if (octets >= 0 && !isDeleted(message)) {
        sink.accept(message, octets);
      }
    }
  }

  /// Takes messages as they are listed.
  interface LetterSink {
    void accept(Letter letter) throws IOException;
  }

  /// Gives all that are not deleted, ascending.
  void scan(LetterSink sink) throws IOException {
    for (int at = 0; at < offsets.length; at += BLOCK) {
      for (Letter letter : block(at)) {
        if (!isDeleted(letter.message())) {
          sink.accept(letter);
        }
      }
    }
  }

  /// Empty when the archive no longer has it.
  Optional<Letter> find(int message) throws IOException {
    return block((message - 1) / BLOCK * BLOCK).stream()
        .filter(letter -> letter.message() == message)
        .findFirst();
  }

  /// Those after the first `at`.
  private List<Letter> block(int at) throws IOException {
    if (at != blockAt) {
      int last = Math.min(at + BLOCK, offsets.length);
      List<Letter> letters = new ArrayList<>(BLOCK);
      int message = at + 1;
      for (Posting posting : archive.between(inbox, number(at + 1), number(last))) {
        while (message < last && number(message) < posting.number()) {
          message++;
        }
        if (number(message) == posting.number()) {
          letters.add(new Letter(message, posting.blob(), posting.overview().bytes()));
        }
      }
      block = List.copyOf(letters);
      blockAt = at;
    }
    return block;
  }
}
