package org.annals.archive;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.index.IndexView;
import org.annals.mail.MessageId;

/// Which conversation a message belongs to, by the ids it bears and names; ghosts included.
///
/// Two messages that name the same id are in one thread, even if nobody holds that id. When a
/// message ties threads together the older number stays. The grouping does not depend on the
/// order of arrival. One thread; one batch.
final class ThreadNumbers {
  private final long unusedBefore;
  private long next;
  private final Map<MessageId, Long> byId = new HashMap<>();
  private final Map<Long, Long> mergedInto = new HashMap<>();

  ThreadNumbers(long next) {
    this.unusedBefore = next;
    this.next = next;
  }

  /// The thread of a message with these ids, tied together with those that share one.
  long join(Collection<MessageId> ids, IndexView view) throws IOException {
    Set<Long> found = new HashSet<>();
    for (MessageId id : ids) {
      Long pending = byId.get(id);
      List<Long> threads = pending == null ? view.threadsNaming(id) : List.of(pending);
      threads.forEach(thread -> found.add(resolve(thread)));
    }
    long winner = found.isEmpty() ? next++ : found.stream().min(Long::compare).orElseThrow();
    for (long thread : found) {
      if (thread != winner) {
        mergedInto.put(thread, winner);
      }
    }
    ids.forEach(id -> byId.put(id, winner));
    return winner;
  }

  /// The number that a thread has now.
  long resolve(long thread) {
    long at = thread;
    for (Long into = mergedInto.get(at); into != null; into = mergedInto.get(at)) {
      at = into;
    }
    if (at != thread) {
      mergedInto.put(thread, at);
    }
    return at;
  }

  /// Threads that were in the index before and are no more; their messages must be rewritten.
  List<Long> losers() {
    return mergedInto.keySet().stream().filter(thread -> thread < unusedBefore).sorted().toList();
  }

  long next() {
    return next;
  }
}
