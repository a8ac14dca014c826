package org.annals.net;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.net.BindException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// One protocol, served at several places with the limits in common. Thread-safe; close it.
///
/// A connection has a virtual thread. An accept that fails, as when the process has too many files
/// open, is logged once and tried again.
public final class LineServer implements AutoCloseable {
  private static final Logger LOG = System.getLogger(LineServer.class.getName());
  private static final int BACKLOG = 1_024;
  private static final int SWEEP_MILLIS = 1_000;
  private static final int RETRY_MILLIS = 100;
  private static final int SWEEPS_A_REPORT = 60;

  /// Who does not end even when its connection is closed computes; it is not waited for longer.
  private static final int LEFT_BEHIND_MILLIS = 2_000;

  private final LineProtocol protocol;
  private final LineLimits limits;
  private final @Nullable TlsKeys keys;
  private final Connections connections;
  private final List<Bound> bound = new ArrayList<>();
  private final CountDownLatch closing = new CountDownLatch(1);

  /// Where to listen; port 0 is any that is free. `secure`: TLS from the first byte.
  public record Place(String host, int port, boolean secure) {}

  private record Bound(Place place, ServerSocket socket) {}

  private LineServer(LineProtocol protocol, LineLimits limits, @Nullable TlsKeys keys) {
    this.protocol = protocol;
    this.limits = limits;
    this.keys = keys;
    this.connections = new Connections(limits);
  }

  /// `keys` are needed for places that are secure. Binds all places or none.
  public static LineServer start(
      LineProtocol protocol, LineLimits limits, List<Place> places, @Nullable TlsKeys keys)
      throws IOException {
    LineServer server = new LineServer(protocol, limits, keys);
    try {
      for (Place place : places) {
        server.bind(place);
      }
    } catch (IOException e) {
      server.close();
      throw e;
    }
    server.run();
    return server;
  }

  private void bind(Place place) throws IOException {
    String where = place.host() + ":" + place.port();
    if (place.secure() && keys == null) {
      throw new IOException(protocol.name() + " on " + where + ": TLS needs a certificate");
    }
    InetSocketAddress address = new InetSocketAddress(place.host(), place.port());
    if (address.isUnresolved()) {
      throw new IOException(protocol.name() + " on " + where + ": no such host");
    }
    ServerSocket socket = new ServerSocket();
    bound.add(new Bound(place, socket));
    try {
      socket.bind(address, BACKLOG);
    } catch (BindException e) {
      BindException told = new BindException("cannot listen on " + where + ": " + e.getMessage());
      told.initCause(e);
      throw told;
    }
  }

  private void run() {
    for (Bound one : bound) {
      Thread.ofVirtual()
          .name(protocol.name() + "-accept")
          .start(() -> accept(one.socket(), one.place().secure()));
    }
    Thread.ofPlatform().daemon().name(protocol.name() + "-sweep").start(this::sweep);
  }

  /// Where it listens, with the ports that are used.
  public List<Place> places() {
    return bound.stream()
        .map(
            one -> new Place(one.place().host(), one.socket().getLocalPort(), one.place().secure()))
        .toList();
  }

  /// How many clients are connected.
  public int connections() {
    return connections.size();
  }

  void accept(ServerSocket from, boolean secure) {
    boolean failing = false;
    while (!isClosing()) {
      try {
        Socket accepted = from.accept();
        failing = false;
        Thread.ofVirtual().name(protocol.name()).start(() -> admit(accepted, secure));
      } catch (IOException e) {
        if (!isClosing() && !failing) {
          LOG.log(Level.WARNING, protocol.name() + " cannot accept connections for now", e);
        }
        failing = true;
        waitForClosing(RETRY_MILLIS);
      }
    }
  }

  private void admit(Socket accepted, boolean secure) {
    Wire wire;
    try {
      wire = new Wire(accepted, limits);
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "client went away at once", e);
      return;
    }
    try (wire) {
      if (connections.add(wire)) {
        serve(wire, secure);
      } else if (!secure) {
        wire.writer().line(protocol.refusal());
        wire.writer().flush();
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "client went away", e);
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a session of " + protocol.name() + " failed", e);
    } finally {
      connections.remove(wire); // after it is closed: until then the sweep looks after it
    }
  }

  private void serve(Wire wire, boolean secure) throws IOException {
    if (secure && keys != null) {
      wire.startTls(keys);
    }
    protocol.serve(wire);
    wire.finish();
  }

  private void sweep() {
    for (int sweeps = 1; !waitForClosing(SWEEP_MILLIS); sweeps++) {
      long now = System.nanoTime();
      connections.all().forEach(wire -> wire.closeIfOverdue(now));
      if (sweeps % SWEEPS_A_REPORT == 0) {
        long refused = connections.takeRefused();
        if (refused > 0) {
          LOG.log(
              Level.INFO,
              "{0} refused {1} connections in the last minute, as too many were open",
              protocol.name(),
              refused);
        }
      }
    }
  }

  private boolean isClosing() {
    return closing.getCount() == 0;
  }

  private boolean waitForClosing(int millis) {
    try {
      return closing.await(millis, TimeUnit.MILLISECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return true;
    }
  }

  /// Takes no more clients, lets sessions end what they do and say goodbye, and closes what is left
  /// after a while.
  @Override
  public void close() {
    closing.countDown();
    connections.stop();
    for (Bound one : bound) {
      try {
        one.socket().close();
      } catch (IOException e) {
        LOG.log(Level.WARNING, "cannot stop listening", e);
      }
    }
    connections.all().forEach(Wire::stop);
    try {
      if (!connections.awaitNone(limits.stopMillis())) {
        connections.all().forEach(Wire::abort);
        if (!connections.awaitNone(LEFT_BEHIND_MILLIS)) {
          LOG.log(Level.WARNING, protocol.name() + " stopped although sessions were at work");
        }
      }
      protocol.close();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (IOException e) {
      LOG.log(Level.WARNING, protocol.name() + " cannot be closed", e);
    }
  }
}
