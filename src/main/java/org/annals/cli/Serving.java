package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.annals.api.ApiUser;
import org.annals.api.PatchworkApi;
import org.annals.archive.Archive;
import org.annals.archive.Follower;
import org.annals.archive.Progress;
import org.annals.ingest.Mirror;
import org.annals.ingest.MirrorFollower;
import org.annals.net.LineServer.Place;
import org.annals.web.SiteSettings;
import org.annals.web.WebLimits;
import org.annals.web.WebServer;

/// Everything that runs while an archive is served, wired by hand, until the process is told to
/// stop: then no new requests are taken, those in work end, the batch being indexed is published.
final class Serving {
  private Serving() {}

  static void run(
      Workspace workspace, HostPort http, Map<LineService, List<Place>> lines, PrintWriter out)
      throws IOException {
    SiteSettings site = workspace.site();
    WebLimits limits = workspace.limits();
    List<ApiUser> users = workspace.users();
    ConfiguredMirrors mirrors = new ConfiguredMirrors(workspace.config());
    List<Mirror> followed = mirrors.minutes() == 0 ? List.of() : mirrors.all();
    Duration interval = Duration.ofMinutes(Math.max(1, mirrors.minutes()));
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
        LineServers others =
            LineServers.start(archive, new ConfiguredListeners(workspace.config()), lines);
        Follower _ = Follower.start(archive);
        Watching _ = Watching.start(workspace, archive);
        MirrorFollower _ = MirrorFollower.start(followed, interval, archive)) {
      archive.control().makeSiteKey();
      Runtime.getRuntime().addShutdownHook(hook);
      tell(out, "http", http.host(), web.port());
      others.forEach((name, place) -> tell(out, name, place.host(), place.port()));
      out.flush();
      await(stop);
    } finally {
      stopped.countDown();
    }
  }

  private static void tell(PrintWriter out, String what, String host, int port) {
    String bracketed = host.contains(":") ? "[" + host + "]" : host;
    out.println("listening " + what + " " + bracketed + ":" + port);
  }

  static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
