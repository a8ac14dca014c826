package org.annals.pop3;

import java.io.IOException;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.annals.archive.Archive;
import org.annals.archive.Recent;
import org.annals.index.Mark;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Query.Axis;
import org.annals.index.Query.Between;
import org.annals.index.Scope;
import org.annals.store.BlobId;
import org.annals.store.InboxName;

/// What the index knows of messages and POP3 tells. Thread-safe.
///
/// It is read in blocks of 128 numbers: neighbours lie together in the index, and who asks for one
/// mostly asks for the next. The blocks that were wanted last are kept for all sessions; a block
/// belongs to a version of the index.
final class Letters {
  private static final int BLOCK = 128;

  /// Of the line end that a message without one at its end is sent with.
  static final int LINE_END_OCTETS = 2;

  private final Archive archive;
  private final Recent<Key, List<Letter>> kept;

  Letters(Archive archive, int blocksMax) {
    this.archive = archive;
    this.kept = new Recent<>(blocksMax, _ -> 1);
  }

  /// `octets` as it is sent, before dots are doubled.
  record Letter(long number, BlobId blob, long octets) {}

  /// Gives those numbers from `from` to `to` whose messages are sent with a line end that git has
  /// not.
  static void scanUnended(
      Archive archive, InboxName inbox, long from, long to, LongConsumer consumer)
      throws IOException {
    Query range = new Between(Axis.NUMBER, from, to);
    archive.scanValues(
        inbox,
        new Query.And(List.of(range, new Query.Marked(Mark.UNENDED))),
        Axis.NUMBER,
        (number, _) -> consumer.accept(number));
  }

  private static long octets(Posting posting, BitSet unended) {
    long size = posting.overview().bytes();
    return unended.get((int) (posting.number() % BLOCK)) ? size + LINE_END_OCTETS : size;
  }

  /// Numbers from `128 * block` on.
  private record Key(long version, InboxName inbox, long block) {}

  /// Empty when the archive does not have it.
  Optional<Letter> find(InboxName inbox, long number) throws IOException {
    return block(inbox, number / BLOCK).stream()
        .filter(letter -> letter.number() == number)
        .findFirst();
  }

  private List<Letter> block(InboxName inbox, long block) throws IOException {
    Key key = new Key(archive.version(Scope.of(inbox)), inbox, block);
    List<Letter> known = kept.find(key);
    if (known == null) {
      long from = block * BLOCK;
      BitSet unended = new BitSet(BLOCK);
      scanUnended(archive, inbox, from, from + BLOCK - 1, n -> unended.set((int) (n % BLOCK)));
      known =
          archive.between(inbox, from, from + BLOCK - 1).stream()
              .map(one -> new Letter(one.number(), one.blob(), octets(one, unended)))
              .toList();
      kept.keep(key, known);
    }
    return known;
  }
}
