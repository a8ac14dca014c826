package org.annals.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running `annals serve`. Closing stops it.
final class Served implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening (\\S+) ([0-9.]+):([0-9]+)");
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final Map<String, InetSocketAddress> listening;

  private Served(Process process, Map<String, InetSocketAddress> listening) {
    this.process = process;
    this.listening = listening;
  }

  /// Returns when the server has said where it listens: for HTTP, and for these line protocols.
  static Served start(Product product, String... services) throws IOException {
    List<String> words = new ArrayList<>(List.of("serve", "--http", "127.0.0.1:0"));
    for (String service : services) {
      words.addAll(List.of("--" + service, "127.0.0.1:0"));
    }
    Process process = product.command(words.toArray(String[]::new)).start();
    Map<String, InetSocketAddress> listening = new HashMap<>();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher place = LISTENING.matcher(line);
      if (place.find()) {
        int port = Integer.parseInt(place.group(3));
        listening.put(place.group(1), new InetSocketAddress(place.group(2), port));
        if (listening.size() == services.length + 1) {
          return new Served(process, listening);
        }
      }
    }
    process.destroy();
    throw new IOException("annals serve ended without listening, see its .stderr");
  }

  /// Where it speaks a line protocol.
  InetSocketAddress at(String service) {
    return listening.get(service);
  }

  Target target() {
    InetSocketAddress http = at("http");
    URI url = URI.create("http://" + http.getHostString() + ":" + http.getPort());
    return new Target("Annals", url, process.pid());
  }

  @Override
  public void close() {
    process.destroy();
    try {
      if (!process.waitFor(STOP_SECONDS, TimeUnit.SECONDS)) {
        process.destroyForcibly();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
