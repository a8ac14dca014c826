package org.annals.bench;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/// A peer of our own over one inbox, started as `reference-up` starts it. Closing stops it.
final class PeerServer implements AutoCloseable {
  private static final int TRIES = 100;
  private static final long PAUSE_MILLIS = 100;

  private final Process process;
  private final int port;

  private PeerServer(Process process, int port) {
    this.process = process;
    this.port = port;
  }

  /// Indexes a copy of the epoch in an empty directory; returns when the server takes connections.
  static PeerServer start(String inbox, Path epoch, Path directory)
      throws IOException, InterruptedException {
    PeerIndex.measure(inbox, epoch, directory);
    int port;
    try (ServerSocket free = new ServerSocket(0)) {
      port = free.getLocalPort();
    }
    Process process =
        PeerIndex.command(directory, "public-inbox-httpd", "-l", "127.0.0.1:" + port).start();
    PeerServer server = new PeerServer(process, port);
    for (int i = 0; i < TRIES; i++) {
      try (Socket _ = new Socket(InetAddress.getLoopbackAddress(), port)) {
        return server;
      } catch (IOException e) { // not yet
        TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
      }
    }
    server.close();
    throw new IOException("the peer does not listen on port " + port);
  }

  Target target() {
    return new Target("peer", URI.create("http://127.0.0.1:" + port), process.pid());
  }

  @Override
  public void close() {
    process.destroy();
  }
}
