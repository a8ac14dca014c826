package org.annals.web;

import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.annals.archive.InboxSettings.Limit;

/// How much of the machine clients may take.
///
/// `requestHeaderBytes` also bounds the URL. In `fragmentMegabytes` of the heap, parts of pages are
/// kept, compressed. Each class of answers has its share; what costs nothing needs none.
public record WebLimits(
    int requestHeaderBytes,
    int requestBodyBytes,
    Connecting connecting,
    Times times,
    int fragmentMegabytes,
    Map<Route.Cost, Share> shares) {

  /// An eighth of the heap that the launcher gives. A part takes about 2 kB.
  private static final int FRAGMENT_MEGABYTES = 64;

  /// Pages that listen for new mail, each with a connection and a buffer.
  private static final int STREAMS = 512;

  public static final WebLimits DEFAULT = of(Runtime.getRuntime().availableProcessors());

  /// What `with` changes that is no class's.
  public static final List<String> NAMES =
      List.of("connections", "connectionsperaddress", "fragmentmegabytes");

  /// Connections at a time: of all, and of one address.
  record Connecting(int all, int perAddress) {
    Connecting {
      requirePositive(all, perAddress);
    }
  }

  /// Within `headerMillis` a request's line and headers must have come, within `bodyMillis` its
  /// body; within `sendMillis` a client must take 32 kB of an answer, and nothing may rest for
  /// `idleMillis`. When all connections are taken, those that rest are closed after
  /// `crowdedMillis`. `stopMillis` is what requests in work get when the server stops.
  record Times(
      int headerMillis,
      int bodyMillis,
      int sendMillis,
      int idleMillis,
      int crowdedMillis,
      int stopMillis) {}

  /// What one class of answers may take: at most `workers` are worked on and `answers` begun, the
  /// rest of which are being sent. `queue` wait to begin, each at most `waitMillis`. One address
  /// has at most `perAddress`, waiting ones included.
  record Share(int workers, int answers, int perAddress, int queue, int waitMillis) {
    Share {
      requirePositive(workers, answers, perAddress);
      if (queue < 0 || waitMillis < 0) {
        throw new IllegalArgumentException("must not be below 0");
      }
    }

    /// For as many answers as the operator allows some inboxes.
    Share within(Limit limit) {
      return new Share(limit.most(), limit.most(), perAddress, limit.waiting(), waitMillis);
    }

    /// The same with one limit changed; empty when no limit has this name.
    Optional<Share> with(String name, int value) {
      return switch (name) {
        case "workers" -> Optional.of(new Share(value, answers, perAddress, queue, waitMillis));
        case "answers" -> Optional.of(new Share(workers, value, perAddress, queue, waitMillis));
        case "peraddress" -> Optional.of(new Share(workers, answers, value, queue, waitMillis));
        case "queue" -> Optional.of(new Share(workers, answers, perAddress, value, waitMillis));
        case "waitmillis" -> Optional.of(new Share(workers, answers, perAddress, queue, value));
        default -> Optional.empty();
      };
    }
  }

  public WebLimits {
    shares = new EnumMap<>(shares);
  }

  /// For a machine with so many cores: what readers ask for may take all of them, what programs and
  /// searches ask for half of them each.
  static WebLimits of(int cores) {
    int half = Math.max(1, cores / 2);
    Map<Route.Cost, Share> shares = new EnumMap<>(Route.Cost.class);
    shares.put(Route.Cost.STREAM, new Share(STREAMS, STREAMS, 64, 0, 0));
    shares.put(Route.Cost.PAGE, new Share(cores, 512, 128, 1_024, 10_000));
    shares.put(Route.Cost.THREAD, new Share(cores, 256, 96, 512, 10_000));
    shares.put(Route.Cost.SEARCH, new Share(half, 64, 16, 64, 10_000));
    shares.put(Route.Cost.SOLVE, new Share(half, 32, 8, 32, 10_000));
    shares.put(Route.Cost.BULK, new Share(half, 128, 32, 128, 20_000));
    shares.put(Route.Cost.PACK, new Share(half, 64, 16, 64, 20_000));
    return new WebLimits(
        16 << 10,
        8 << 20,
        new Connecting(10_000, 256),
        new Times(20_000, 60_000, 30_000, 30_000, 2_000, 5_000),
        FRAGMENT_MEGABYTES,
        shares);
  }

  /// The same with one limit changed, by its names in the config: `share` is that of a class of
  /// answers, in any case, or empty. Throws when there is no such limit or it cannot be so.
  public WebLimits with(String share, String name, int value) {
    String lower = name.toLowerCase(Locale.ROOT);
    Optional<WebLimits> changed =
        share.isEmpty() ? with(lower, value) : inShare(share, lower, value);
    return changed.orElseThrow(() -> new IllegalArgumentException("is no limit"));
  }

  private Optional<WebLimits> with(String name, int value) {
    return switch (name) {
      case "connections" -> Optional.of(with(new Connecting(value, connecting.perAddress())));
      case "connectionsperaddress" -> Optional.of(with(new Connecting(connecting.all(), value)));
      case "fragmentmegabytes" -> Optional.of(withFragments(value));
      default -> Optional.empty();
    };
  }

  private Optional<WebLimits> inShare(String share, String name, int value) {
    for (Map.Entry<Route.Cost, Share> each : shares.entrySet()) {
      if (each.getKey().name().equalsIgnoreCase(share)) {
        return each.getValue().with(name, value).map(changed -> with(each.getKey(), changed));
      }
    }
    return Optional.empty();
  }

  WebLimits with(Connecting other) {
    return new WebLimits(
        requestHeaderBytes, requestBodyBytes, other, times, fragmentMegabytes, shares);
  }

  WebLimits with(Times other) {
    return new WebLimits(
        requestHeaderBytes, requestBodyBytes, connecting, other, fragmentMegabytes, shares);
  }

  /// 0 keeps none.
  private WebLimits withFragments(int megabytes) {
    if (megabytes < 0) {
      throw new IllegalArgumentException("must not be below 0");
    }
    return new WebLimits(
        requestHeaderBytes, requestBodyBytes, connecting, times, megabytes, shares);
  }

  WebLimits with(Route.Cost cost, Share share) {
    Map<Route.Cost, Share> changed = new EnumMap<>(shares);
    changed.put(cost, share);
    return new WebLimits(
        requestHeaderBytes, requestBodyBytes, connecting, times, fragmentMegabytes, changed);
  }

  private static void requirePositive(int... limits) {
    for (int limit : limits) {
      if (limit < 1) {
        throw new IllegalArgumentException("must be at least 1");
      }
    }
  }
}
