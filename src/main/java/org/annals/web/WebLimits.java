package org.annals.web;

import java.util.EnumMap;
import java.util.Map;

/// How much of the machine clients may take.
///
/// `requestHeaderBytes` also bounds the URL. `stopMillis` is what requests in work get when the
/// server stops. Each class of answers has its share; what costs nothing needs none.
record WebLimits(
    int requestHeaderBytes,
    int connections,
    int idleMillis,
    int stopMillis,
    Map<Route.Cost, Share> shares) {

  static final WebLimits DEFAULT = of(Runtime.getRuntime().availableProcessors());

  /// What one class of answers may take: at most `workers` are worked on and `answers` begun, the
  /// rest of which are being sent. `queue` wait to begin, each at most `waitMillis`. One address
  /// has at most `perAddress`, waiting ones included.
  record Share(int workers, int answers, int perAddress, int queue, int waitMillis) {
    Share {
      if (workers < 1 || answers < workers || perAddress < 1 || queue < 0 || waitMillis < 0) {
        throw new IllegalArgumentException("nobody could be served: " + this);
      }
    }
  }

  WebLimits {
    shares = new EnumMap<>(shares);
  }

  /// For a machine with so many cores: what readers ask for may take all of them, what programs and
  /// searches ask for half of them each.
  static WebLimits of(int cores) {
    int half = Math.max(1, cores / 2);
    Map<Route.Cost, Share> shares = new EnumMap<>(Route.Cost.class);
    shares.put(Route.Cost.PAGE, new Share(cores, 512, 128, 1_024, 10_000));
    shares.put(Route.Cost.THREAD, new Share(cores, 256, 96, 512, 10_000));
    shares.put(Route.Cost.SEARCH, new Share(half, 64, 16, 64, 10_000));
    shares.put(Route.Cost.BULK, new Share(half, 128, 32, 128, 20_000));
    shares.put(Route.Cost.PACK, new Share(half, 64, 16, 64, 20_000));
    return new WebLimits(16 << 10, 10_000, 30_000, 5_000, shares);
  }
}
