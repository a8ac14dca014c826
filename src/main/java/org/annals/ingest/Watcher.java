package org.annals.ingest;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.net.ssl.SSLContext;

/// Everything that is watched, each place by a thread of its own. Close it.
///
/// A place that fails is tried again, after pauses that double; the log says so once, and once when
/// it is well again.
public final class Watcher implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Watcher.class.getName());

  private final WatchLimits limits;
  private final Pause pause = new Pause();
  private final List<Watch> watches = new ArrayList<>();
  private final List<Thread> threads = new ArrayList<>();

  /// What watching needs beside the places. `netrc` may be absent; `tls` says whom to trust.
  public record Means(
      Inflow.Filing filing,
      Inflow.SpamRemoval spam,
      WatchPositions positions,
      Path netrc,
      SSLContext tls,
      WatchLimits limits) {}

  private Watcher(WatchLimits limits) {
    this.limits = limits;
  }

  public static Watcher start(List<Watched> places, Means means) {
    Watcher watcher = new Watcher(means.limits());
    for (Watched each : places) {
      Inflow inflow = new Inflow(each, means.filing(), means.spam());
      Watch watch =
          switch (each.place()) {
            case WatchUrl.Directory directory ->
                new DirectoryWatch(directory, inflow, means.limits());
            case WatchUrl.Remote remote ->
                new RemoteWatch(
                    remote,
                    means,
                    remote.imap()
                        ? new ImapWatch(remote, inflow, means)
                        : new NntpWatch(remote, inflow, means));
          };
      watcher.watches.add(watch);
      watcher.threads.add(
          Thread.ofVirtual()
              .name("watch " + each.place().name())
              .start(() -> watcher.keep(each.place().name(), watch)));
    }
    return watcher;
  }

  private void keep(String name, Watch watch) {
    long millis = limits.firstPauseMillis();
    String said = "";
    while (!pause.isStopped()) {
      long began = System.nanoTime();
      try {
        watch.run();
        said = "";
      } catch (IOException | RuntimeException e) {
        String why = e.getMessage() == null ? e.toString() : e.getMessage();
        if (!pause.isStopped() && !why.equals(said)) {
          boolean ours = e instanceof RuntimeException;
          LOG.log(
              ours ? Level.ERROR : Level.WARNING, "watch: " + name + ": " + why, ours ? e : null);
          said = why;
        }
      }
      // what worked for long may have to be tried again at once
      boolean worked = (System.nanoTime() - began) / 1_000_000 > limits.longestPauseMillis();
      millis = worked ? limits.firstPauseMillis() : millis;
      if (pause.of(millis)) {
        return;
      }
      millis = Math.min(2 * millis, limits.longestPauseMillis());
    }
  }

  /// What was being filed is filed, and nothing else begun.
  @Override
  public void close() {
    pause.stop();
    watches.forEach(Watch::close);
    for (Thread thread : threads) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        LOG.log(Level.WARNING, "not waited for " + thread.getName());
      }
    }
  }
}
