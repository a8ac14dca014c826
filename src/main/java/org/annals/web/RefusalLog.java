package org.annals.web;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.annals.net.ClientAddress;

/// Tells the operator how many requests were refused for being too many: one line a minute, as a
/// line for each would help the storm. Thread-safe.
final class RefusalLog {
  private static final Logger LOG = System.getLogger(RefusalLog.class.getName());
  private static final long INTERVAL_NANOS = TimeUnit.MINUTES.toNanos(1);

  /// Addresses that are counted apart; a storm from more of them has no worst one.
  private static final int ADDRESSES_MAX = 4_096;

  private final Map<Refusal.Reason, Integer> reasons = new EnumMap<>(Refusal.Reason.class);
  private final Map<ClientAddress, Integer> addresses = new HashMap<>();
  private long begin;

  /// Counts, if the refusal is one for being too many.
  synchronized void note(Refusal.Reason reason, ClientAddress who, long nanoTime) {
    if (reason != Refusal.Reason.TOO_BUSY && reason != Refusal.Reason.TOO_MANY) {
      return;
    }
    if (reasons.isEmpty()) {
      begin = nanoTime;
    }
    reasons.merge(reason, 1, Integer::sum);
    if (addresses.size() < ADDRESSES_MAX || addresses.containsKey(who)) {
      addresses.merge(who, 1, Integer::sum);
    }
  }

  void writeIfDue(long nanoTime) {
    line(nanoTime).ifPresent(line -> LOG.log(Level.INFO, line));
  }

  /// What to say now, if anything; begins anew then.
  synchronized Optional<String> line(long nanoTime) {
    if (reasons.isEmpty() || nanoTime - begin < INTERVAL_NANOS) {
      return Optional.empty();
    }
    Optional<Map.Entry<ClientAddress, Integer>> worst =
        addresses.entrySet().stream().max(Comparator.comparing(Map.Entry::getValue));
    String line =
        ("refused in the last minute: %d busy (503), %d too many of one client (429),"
                + " from %s%d addresses%s")
            .formatted(
                reasons.getOrDefault(Refusal.Reason.TOO_BUSY, 0),
                reasons.getOrDefault(Refusal.Reason.TOO_MANY, 0),
                addresses.size() < ADDRESSES_MAX ? "" : "more than ",
                addresses.size(),
                worst.map(RefusalLog::most).orElse(""));
    reasons.clear();
    addresses.clear();
    return Optional.of(line);
  }

  private static String most(Map.Entry<ClientAddress, Integer> worst) {
    return ", " + worst.getValue() + " of them from " + worst.getKey().text();
  }
}
