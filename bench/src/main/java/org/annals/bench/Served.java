package org.annals.bench;

import java.io.BufferedReader;
import java.io.IOException;
import java.net.URI;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A running `annals serve`. Closing stops it.
final class Served implements AutoCloseable {
  private static final Pattern LISTENING = Pattern.compile("listening http (\\S+)");
  private static final long STOP_SECONDS = 20;

  private final Process process;
  private final URI url;

  private Served(Process process, URI url) {
    this.process = process;
    this.url = url;
  }

  /// Returns when the server has said where it listens.
  static Served start(Product product) throws IOException {
    Process process = product.command("serve", "--http", "127.0.0.1:0").start();
    BufferedReader out = process.inputReader();
    for (String line = out.readLine(); line != null; line = out.readLine()) {
      Matcher listening = LISTENING.matcher(line);
      if (listening.find()) {
        return new Served(process, URI.create("http://" + listening.group(1)));
      }
    }
    process.destroy();
    throw new IOException("annals serve ended without listening, see its .stderr");
  }

  Target target() {
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
