package org.annals.cli;

import java.io.IOException;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import org.annals.archive.Archive;
import org.annals.net.LineServer;
import org.annals.net.LineServer.Place;

/// The line protocols that are served now. Close it.
record LineServers(Map<LineService, LineServer> running) implements AutoCloseable {

  /// Starts all or none.
  static LineServers start(
      Archive archive, ConfiguredListeners config, Map<LineService, List<Place>> places)
      throws IOException {
    LineServers servers = new LineServers(new EnumMap<>(LineService.class));
    try {
      for (Map.Entry<LineService, List<Place>> each : places.entrySet()) {
        LineService service = each.getKey();
        servers.running.put(service, service.start(archive, config, each.getValue()));
      }
    } catch (IOException | RuntimeException e) {
      servers.close();
      throw e;
    }
    return servers;
  }

  /// Gives each place with the name of what is spoken there.
  void forEach(BiConsumer<String, Place> sink) {
    running.forEach((service, server) ->
        server
            .places()
            .forEach(place -> sink.accept(service.key() + (place.secure() ? "s" : ""), place)));
  }

  @Override
  public void close() {
    running.values().forEach(LineServer::close);
  }
}
