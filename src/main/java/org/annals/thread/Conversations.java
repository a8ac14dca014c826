package org.annals.thread;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.annals.mail.MessageId;

/// Which conversation each Message-ID belongs to, while an index grows. Not thread-safe.
///
/// A union-find over conversation numbers. Merging two conversations keeps the smaller number, the
/// older one. Numbers that were never merged cost nothing, so an increment over a large index holds
/// only the ids it met: tell what is stored already with `place`, then `join` message by message,
/// then move what is stored under the keys of `merged` to their values.
public final class Conversations {
  private final Map<MessageId, Long> byId = new HashMap<>();

  /// From a number that lost to one nearer to the winner, always smaller.
  private final Map<Long, Long> mergedInto = new HashMap<>();

  private long next;

  /// `next` is the number of the next new conversation: greater than all in use.
  public Conversations(long next) {
    this.next = next;
  }

  public OptionalLong find(MessageId id) {
    Long number = byId.get(id);
    return number == null ? OptionalLong.empty() : OptionalLong.of(find(number.longValue()));
  }

  /// The number that stands for this one after all merges so far.
  public long find(long number) {
    Long at = number;
    Long above = mergedInto.get(at);
    while (above != null) {
      Long top = mergedInto.get(above);
      if (top == null) {
        return above;
      }
      mergedInto.put(at, top);
      at = top;
      above = mergedInto.get(at);
    }
    return at;
  }

  /// Says that an id is known to be in a conversation; returns the number that stands for both.
  public long place(MessageId id, long number) {
    next = Math.max(next, number + 1);
    Long before = byId.putIfAbsent(id, number);
    return before == null ? find(number) : union(before, number);
  }

  /// Makes one conversation of two and returns its number: the smaller one.
  public long union(long a, long b) {
    long left = find(a);
    long right = find(b);
    if (left == right) {
      return left;
    }
    long winner = Math.min(left, right);
    mergedInto.put(Math.max(left, right), winner);
    return winner;
  }

  /// Takes in a message: all its ids and references are one conversation, new if none was known.
  public long join(List<MessageId> ids, List<MessageId> references) {
    OptionalLong number = OptionalLong.empty();
    for (List<MessageId> list : List.of(ids, references)) {
      for (MessageId id : list) {
        OptionalLong known = find(id);
        if (known.isPresent()) {
          number =
              OptionalLong.of(
                  number.isPresent()
                      ? union(number.getAsLong(), known.getAsLong())
                      : known.getAsLong());
        }
      }
    }
    long winner = number.isPresent() ? number.getAsLong() : next++;
    ids.forEach(id -> byId.putIfAbsent(id, winner));
    references.forEach(id -> byId.putIfAbsent(id, winner));
    return winner;
  }

  /// The number that the next new conversation will get.
  public long next() {
    return next;
  }

  /// Each number that lost a merge, with the one that stands for it now. Ascending, a copy.
  public Map<Long, Long> merged() {
    Map<Long, Long> all = new TreeMap<>();
    for (Long loser : mergedInto.keySet().toArray(Long[]::new)) {
      all.put(loser, find(loser.longValue()));
    }
    return Collections.unmodifiableMap(all);
  }
}
