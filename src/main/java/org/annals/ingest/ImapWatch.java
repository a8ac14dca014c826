package org.annals.ingest;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.OptionalLong;
import org.annals.ingest.WatchPositions.Position;

/// A mailbox on an IMAP server that is watched: what came since the last time is fetched, in order
/// of UIDs, then the server is asked to tell of more (IDLE), or asked again now and then.
///
/// A position is written down only when what lies before it is in git.
final class ImapWatch implements RemoteWatch.Talk {
  private static final Logger LOG = System.getLogger(ImapWatch.class.getName());

  /// So many UIDs are asked for at a time.
  private static final int STEP = 500;

  private final WatchUrl.Remote place;
  private final Inflow inflow;
  private final Watcher.Means means;

  ImapWatch(WatchUrl.Remote place, Inflow inflow, Watcher.Means means) {
    this.place = place;
    this.inflow = inflow;
    this.means = means;
  }

  @Override
  public void with(LineClient line, WatchUrl.Remote who, Pause pause) throws IOException {
    WatchLimits limits = means.limits();
    ImapClient client = ImapClient.over(line, limits);
    client.start(who);
    client.examine(place.folder());
    catchUp(client, begin(client), pause);
    while (!pause.isStopped()) {
      if (client.can("IDLE")) {
        client.idle();
      } else if (!pause.of(limits.pollMillis())) {
        client.noop();
      }
      while (client.takeNews() && !pause.isStopped()) {
        fetch(client, means.positions().find(place), 0);
      }
    }
  }

  /// Where to go on, which is the start if the server has new numbers.
  private Position begin(ImapClient client) throws IOException {
    Position known = means.positions().find(place);
    boolean renumbered = known.validity() != 0 && known.validity() != client.validity();
    OptionalLong next = client.next();
    boolean lies = !renumbered && next.isPresent() && next.getAsLong() <= known.number();
    if (renumbered || lies) {
      LOG.log(
          Level.WARNING,
          "watch: {0}: {1}; all of it is read again, and what is there already left out",
          place.name(),
          renumbered
              ? "the server gave its mails new numbers"
              : "the server is to use numbers again that it has used up");
    }
    return renumbered || lies || known.validity() == 0 ? new Position(client.validity(), 0) : known;
  }

  private void catchUp(ImapClient client, Position from, Pause pause) throws IOException {
    Position at = from;
    long last = client.next().orElse(1) - 1;
    client.takeNews();
    while (at.number() < last && !pause.isStopped()) {
      long to = Math.min(last, at.number() + STEP);
      fetch(client, at, to);
      at = new Position(at.validity(), to);
      means.positions().set(place, at);
    }
    means.positions().set(place, at);
    if (!pause.isStopped() && (client.next().isEmpty() || client.takeNews())) {
      fetch(client, at, 0);
    }
  }

  /// Fetches what is behind a position, up to `to` or, if that is 0, to the end, where there is
  /// always a last message even if it is an old one (RFC 3501 §6.4.8).
  private void fetch(ImapClient client, Position from, long to) throws IOException {
    long[] highest = {from.number()};
    client.fetch(
        from.number() + 1,
        to,
        mail -> {
          if (mail.uid() <= from.number()) {
            return;
          }
          highest[0] = Math.max(highest[0], mail.uid());
          take(mail);
        });
    inflow.flush();
    if (to == 0) {
      means.positions().set(place, new Position(from.validity(), highest[0]));
    }
  }

  private void take(ImapClient.Mail mail) throws IOException {
    String where = place.name() + " UID " + mail.uid();
    byte[] bytes = mail.bytes();
    if (bytes == null) {
      LOG.log(Level.WARNING, "watch: {0}: refused: larger than the largest mail taken", where);
    } else if (!inflow.isSpam() || mail.seen()) {
      inflow.add(LineEnds.unix(bytes), where);
    }
  }
}
