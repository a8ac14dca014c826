package org.annals.cli;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.annals.archive.Archive;
import org.annals.archive.Intake;
import org.annals.archive.RemovalAction;
import org.annals.archive.RemovalReason;
import org.annals.archive.Remover;
import org.annals.ingest.Delivery;
import org.annals.ingest.SpamCheck;
import org.annals.ingest.WatchPositions;
import org.annals.ingest.Watched;
import org.annals.ingest.Watcher;
import org.annals.mail.Message;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// What watches the places of the config while an archive is open; nothing if there are none. Close
/// it.
final class Watching implements AutoCloseable {
  private static final Logger LOG = System.getLogger(Watching.class.getName());

  private final @Nullable Intake intake;
  private final @Nullable WatchPositions positions;
  private final @Nullable Watcher watcher;

  private Watching(
      @Nullable Intake intake, @Nullable WatchPositions positions, @Nullable Watcher watcher) {
    this.intake = intake;
    this.positions = positions;
    this.watcher = watcher;
  }

  static Watching start(Workspace workspace, Archive archive) throws IOException {
    ConfiguredWatches config = new ConfiguredWatches(workspace.config());
    List<Watched> places = config.all();
    if (places.isEmpty()) {
      return new Watching(null, null, null);
    }
    WatchPositions positions = WatchPositions.open(config.positions());
    try {
      Intake intake = new Intake(archive);
      Delivery.Rules rules = new ConfiguredDelivery(workspace.config()).fromWatches();
      Delivery delivery = new Delivery(intake, workspace.settings(), rules);
      Watcher.Means means =
          new Watcher.Means(
              delivery::submit,
              mail -> remove(archive, mail, rules.spam()),
              positions,
              ConfiguredWatches.netrc(),
              trust(),
              config.limits());
      return new Watching(intake, positions, Watcher.start(places, means));
    } catch (IOException | RuntimeException e) {
      positions.close();
      throw e;
    }
  }

  /// Those whom this Java trusts.
  private static SSLContext trust() throws IOException {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException("TLS cannot be used: " + e.getMessage(), e);
    }
  }

  /// Hidden, with a record, so it does not come back from a place that still has it.
  private static void remove(Archive archive, Message spam, SpamCheck filter) throws IOException {
    Remover.Order order =
        new Remover.Order(RemovalAction.REMOVE, RemovalReason.SPAM, false, "watch", "");
    for (InboxName inbox : archive.names()) {
      new Remover(archive, inbox).remove(spam, order);
    }
    try {
      filter.learn(spam.raw(), true);
    } catch (IOException e) {
      LOG.log(Level.WARNING, "watch: the spam filter has not learnt: " + e.getMessage());
    }
  }

  @Override
  public void close() throws IOException {
    if (watcher != null && intake != null && positions != null) {
      watcher.close();
      intake.close();
      positions.close();
    }
  }
}
