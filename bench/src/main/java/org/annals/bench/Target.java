package org.annals.bench;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/// A server under load: where it is, and the process whose tree does its work (0: unknown).
record Target(String name, URI url, long pid) {

  /// The peer that `bench/run` was pointed at, if any.
  static Optional<Target> peer(Options options) throws IOException {
    if (options.peerUrl().isEmpty()) {
      return Optional.empty();
    }
    long pid = 0;
    if (options.peerDirectory().isPresent()) {
      Path file = options.peerDirectory().get().resolve("httpd.pid");
      pid = Long.parseLong(Files.readString(file).strip());
      if (ProcessHandle.of(pid).isEmpty()) {
        throw new IOException(file + ": process " + pid + " does not run");
      }
    }
    return Optional.of(new Target("peer", options.peerUrl().get(), pid));
  }

  long cpuMillis() {
    return pid == 0 ? 0 : ProcFs.treeCpuMillis(pid);
  }

  Connection connect() throws IOException {
    return new Connection(url.getHost(), url.getPort());
  }

  /// From one of the addresses of this machine's loopback.
  Connection connect(String from) throws IOException {
    return new Connection(url.getHost(), url.getPort(), from);
  }
}
