package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.annals.api.ApiUser;
import org.annals.api.PatchworkApi;
import org.annals.archive.Archive;
import org.annals.archive.Follower;
import org.annals.archive.Progress;
import org.annals.web.SiteSettings;
import org.annals.web.WebLimits;
import org.annals.web.WebServer;

/// Everything that runs while an archive is served, wired by hand, until the process is told to
/// stop: then no new requests are taken, those in work end, the batch being indexed is published.
final class Serving {
  private Serving() {}

  static void run(Workspace workspace, HostPort http, PrintWriter out) throws IOException {
    SiteSettings site = workspace.site();
    WebLimits limits = workspace.limits();
    List<ApiUser> users = workspace.users();
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.countDown();
              await(stopped);
            },
            "stop");
    try (Archive archive = workspace.archive(Progress.QUIET);
        WebServer web =
            WebServer.start(
                archive,
                new WebServer.Place(http.host(), http.port()),
                site,
                limits,
                new PatchworkAnnex(new PatchworkApi(archive, users)));
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
