package org.annals.cli;

import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.index.Cursor;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.index.Stretch;

/// The results of a search, one after the other; some of them are held at a time.
///
/// By relevance, and of threads the oldest first, there are at most `DEPTH_MAX`.
record Hits(Archive archive, Scope scope, Query query, Order order, boolean threads) {
  private static final int STEP = 1_000;
  private static final int DEPTH_MAX = 100_000;

  void each(int limit, Archive.PostingSink sink) throws IOException {
    if (order == Order.NEWEST_FIRST && !threads) {
      archive.scan(scope, query, limit, sink);
      return;
    }
    boolean byOffset = order == Order.RELEVANCE || (threads && order == Order.OLDEST_FIRST);
    int given = 0;
    Stretch next = Stretch.of(0, Math.min(limit, STEP));
    while (given < limit && !(byOffset && given >= DEPTH_MAX)) {
      List<Posting> step = find(next);
      for (Posting posting : step) {
        sink.accept(posting);
      }
      given += step.size();
      if (step.isEmpty()) {
        return;
      }
      int more = Math.min(limit - given, STEP);
      next = byOffset ? Stretch.of(given, more) : Stretch.after(Cursor.of(step.getLast()), more);
    }
  }

  private List<Posting> find(Stretch stretch) throws IOException {
    return (threads
            ? archive.searchThreads(scope, query, order, stretch)
            : archive.search(scope, query, order, stretch))
        .hits();
  }
}
