package org.annals.pop3;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.archive.Recent;
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

  private final Archive archive;
  private final Recent<Key, List<Letter>> kept;

  Letters(Archive archive, int blocksMax) {
    this.archive = archive;
    this.kept = new Recent<>(blocksMax, _ -> 1);
  }

  /// `octets` as it is sent, before dots are doubled.
  record Letter(long number, BlobId blob, long octets) {}

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
      known =
          archive.between(inbox, from, from + BLOCK - 1).stream()
              .map(one -> new Letter(one.number(), one.blob(), one.overview().bytes()))
              .toList();
      kept.keep(key, known);
    }
    return known;
  }
}
