package org.annals.ingest;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// A place on a server that is watched, over one connection at a time. To close it drops the line,
/// whatever is waited for there.
final class RemoteWatch implements Watch {
  private final WatchUrl.Remote place;
  private final Watcher.Means means;
  private final Talk talk;
  private final Pause pause = new Pause();
  private @Nullable LineClient open;

  /// What is said to the server as long as the line holds: takes what is new, and waits for more
  /// until `pause` is stopped. `who` is the place with the login for it.
  interface Talk {
    void with(LineClient line, WatchUrl.Remote who, Pause pause) throws IOException;
  }

  RemoteWatch(WatchUrl.Remote place, Watcher.Means means, Talk talk) {
    this.place = place;
    this.means = means;
    this.talk = talk;
  }

  @Override
  public void run() throws IOException {
    WatchUrl.Remote who = Logins.of(place, means.netrc());
    try (LineClient line = LineClient.to(who, means.tls(), means.limits().answerMillis())) {
      if (keep(line)) {
        talk.with(line, who, pause);
      }
    } catch (IOException e) {
      if (!pause.isStopped()) {
        throw e;
      }
    }
  }

  private synchronized boolean keep(LineClient line) {
    open = line;
    return !pause.isStopped();
  }

  @Override
  public synchronized void close() {
    pause.stop();
    if (open != null) {
      open.close();
    }
  }
}
