package org.annals.web;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.annals.net.ClientAddress;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/// The connections under way: how many each address has, and which of them take too long to say
/// what they want. Thread-safe.
///
/// Those above the limit of an address are told so; those above twice the limit are closed at once.
/// Connections of trusted proxies are not counted, as they are many clients'. A connection whose
/// request stays incomplete is closed, however busily it drips.
final class Connections extends AbstractLifeCycle implements Connection.Listener {
  private static final int SWEEP_MILLIS = 1_000;

  private final WebLimits limits;
  private final TrustedProxies proxies;
  private final Scheduler scheduler;
  private final Runnable everySweep;
  private final Map<Connection, Watched> watched = new ConcurrentHashMap<>();
  private final Map<ClientAddress, Integer> counts = new ConcurrentHashMap<>();

  /// `everySweep` is run once a second.
  Connections(WebLimits limits, TrustedProxies proxies, Scheduler scheduler, Runnable everySweep) {
    this.limits = limits;
    this.proxies = proxies;
    this.scheduler = scheduler;
    this.everySweep = everySweep;
  }

  /// One connection. Between requests, `receivingSince` says when the bytes of the next began to
  /// come; the fields of the sweep belong to its thread.
  private static final class Watched {
    /// Whose it is, if it counts.
    final @Nullable ClientAddress counted;

    final boolean surplus;
    volatile boolean answering;
    long bytesSeen;
    long requestsSeen;
    boolean receiving;
    long receivingSince;

    Watched(@Nullable ClientAddress counted, boolean surplus) {
      this.counted = counted;
      this.surplus = surplus;
    }
  }

  /// The other end of a connection; empty where it is no internet address.
  static Optional<InetAddress> peer(EndPoint endPoint) {
    return endPoint.getRemoteSocketAddress() instanceof InetSocketAddress internet
        ? Optional.ofNullable(internet.getAddress())
        : Optional.empty();
  }

  @Override
  protected void doStart() {
    schedule();
  }

  private void schedule() {
    scheduler.schedule(this::sweep, SWEEP_MILLIS, TimeUnit.MILLISECONDS);
  }

  @Override
  public void onOpened(Connection connection) {
    ClientAddress counted =
        peer(connection.getEndPoint())
            .filter(peer -> !proxies.contains(peer))
            .map(ClientAddress::of)
            .orElse(null);
    int count = counted == null ? 0 : counts.merge(counted, 1, Integer::sum);
    watched.put(connection, new Watched(counted, count > limits.connecting().perAddress()));
    if (count > 2 * limits.connecting().perAddress()) {
      connection.close();
    }
  }

  @Override
  public void onClosed(Connection connection) {
    Watched gone = watched.remove(connection);
    if (gone != null && gone.counted != null) {
      counts.computeIfPresent(gone.counted, (_, count) -> count == 1 ? null : count - 1);
    }
  }

  /// The request is being answered until the result is closed. Refuses what comes over a connection
  /// too many.
  Answering answering(Request request) {
    Watched connection = watched.get(request.getConnectionMetaData().getConnection());
    if (connection == null) {
      return () -> {};
    }
    if (connection.surplus) {
      throw new Refusal(
          Refusal.Reason.TOO_MANY, "Too many connections of yours; use fewer at a time.");
    }
    connection.answering = true;
    return () -> connection.answering = false;
  }

  interface Answering extends AutoCloseable {
    @Override
    void close();
  }

  private void sweep() {
    long now = System.nanoTime();
    watched.forEach((connection, watch) -> {
      if (isLate(connection, watch, now)) {
        connection.close();
      }
    });
    everySweep.run();
    if (isRunning()) {
      schedule();
    }
  }

  private boolean isLate(Connection connection, Watched watch, long now) {
    long bytes = connection.getBytesIn();
    long requests = connection.getMessagesIn();
    boolean came = bytes != watch.bytesSeen;
    boolean complete = watch.answering || requests != watch.requestsSeen;
    watch.bytesSeen = bytes;
    watch.requestsSeen = requests;
    if (complete) {
      watch.receiving = false;
      return false;
    }
    if (came && !watch.receiving) {
      watch.receiving = true;
      watch.receivingSince = now;
    }
    return watch.receiving
        && now - watch.receivingSince
            > TimeUnit.MILLISECONDS.toNanos(limits.times().headerMillis());
  }

  /// How many are open.
  int size() {
    return watched.size();
  }
}
