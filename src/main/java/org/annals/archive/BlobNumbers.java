package org.annals.archive;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import org.annals.index.IndexView;
import org.annals.index.Posting;
import org.annals.index.Slot;
import org.annals.store.BlobId;
import org.annals.store.InboxName;

/// Which article number a blob has in an inbox: eight bytes a message, sorted.
///
/// The upper 36 bits are the start of the blob id, the lower 28 the number; a hit is checked
/// against the index.
final class BlobNumbers {
  private static final int NUMBER_BITS = 28;
  private static final int PAGE = 1_000;

  private final InboxName inbox;
  private final IndexView view;
  private final long[] entries;

  private BlobNumbers(InboxName inbox, IndexView view, long[] entries) {
    this.inbox = inbox;
    this.view = view;
    this.entries = entries;
  }

  static BlobNumbers of(InboxName inbox, IndexView view) throws IOException {
    long[] entries = new long[PAGE];
    int count = 0;
    long from = 0;
    while (true) {
      List<Posting> page = view.byNumber(inbox, from, PAGE);
      if (page.isEmpty()) {
        break;
      }
      for (Posting posting : page) {
        if (count == entries.length) {
          entries = Arrays.copyOf(entries, 2 * count);
        }
        entries[count++] = (prefix(posting.blob()) << NUMBER_BITS) | posting.number();
      }
      from = page.getLast().number() + 1;
    }
    long[] sorted = Arrays.copyOf(entries, count);
    Arrays.sort(sorted);
    return new BlobNumbers(inbox, view, sorted);
  }

  private static long prefix(BlobId blob) {
    return Long.parseLong(blob.hex().substring(0, 9), 16) >>> 1;
  }

  /// The number, or 0.
  long find(BlobId blob) throws IOException {
    long start = prefix(blob) << NUMBER_BITS;
    int at = Arrays.binarySearch(entries, start);
    for (int i = at < 0 ? -at - 1 : at; i < entries.length; i++) {
      if (entries[i] >>> NUMBER_BITS != prefix(blob)) {
        return 0;
      }
      long number = entries[i] & ((1L << NUMBER_BITS) - 1);
      var posting = view.bySlot(new Slot(inbox, number));
      if (posting.isPresent() && posting.get().blob().equals(blob)) {
        return number;
      }
    }
    return 0;
  }
}
