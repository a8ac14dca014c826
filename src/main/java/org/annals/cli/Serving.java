package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.CountDownLatch;
import org.annals.archive.Archive;
import org.annals.archive.Follower;
import org.annals.web.SiteSettings;
import org.annals.web.WebLimits;
import org.annals.web.WebServer;

/// Everything that runs while an archive is served, wired by hand, until the process is told to
/// stop: then no new requests are taken, those in work end, the batch being indexed is published.
final class Serving {
  private Serving() {}

  static void run(
      Archive archive, HostPort http, SiteSettings site, WebLimits limits, PrintWriter out)
      throws IOException {
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.countDown();
              await(stopped);
            },
            "stop");
    try (archive;
        WebServer web = WebServer.start(archive, http.host(), http.port(), site, limits);
        Follower _ = Follower.start(archive)) {
      Runtime.getRuntime().addShutdownHook(hook);
      out.println("listening http " + bracketed(http.host()) + ":" + web.port());
      out.flush();
      await(stop);
    } finally {
      stopped.countDown();
    }
  }

  private static String bracketed(String host) {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
