package org.annals.ingest;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.UnaryOperator;
import javax.net.ssl.SSLContext;
import org.annals.archive.Archive;
import org.annals.archive.Follower;
import org.annals.archive.Intake;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.Eventually;

/// An archive with the inboxes `dev` and `users`, that is indexed as mail comes and watches what it
/// is told to. Close it.
final class WatchFixture implements AutoCloseable {
  static final WatchLimits LIMITS =
      new WatchLimits(5_000, 5_000, 1 << 20, 60_000, 50, 20, 200, 100);

  private final ArchiveFixture fixture;
  private final Archive archive;
  private final Follower follower;
  private final Intake intake;
  private final Path positionsFile;
  private final Path netrc;
  private final List<Message> removed = new CopyOnWriteArrayList<>();
  private SSLContext tls;
  private WatchPositions positions;
  private Watcher watcher;

  WatchFixture(Path directory) throws IOException {
    tls = usual();
    fixture = ArchiveFixture.in(directory, "dev", "users");
    archive = fixture.open();
    follower = Follower.start(archive);
    intake = new Intake(archive);
    positionsFile = directory.resolve("watch-positions");
    netrc = directory.resolve("netrc");
  }

  /// Those whom Java trusts.
  static SSLContext usual() throws IOException {
    try {
      return SSLContext.getDefault();
    } catch (NoSuchAlgorithmException e) {
      throw new IOException(e);
    }
  }

  /// `headers` as in the config; the place goes to `dev`.
  void watch(WatchUrl place, String... headers) throws IOException {
    watch(List.of(new Watched(place, List.of(target("dev", headers)), false)));
  }

  static WatchTarget target(String inbox, String... headers) {
    List<WatchTarget.Wanted> wanted = new ArrayList<>();
    for (String header : headers) {
      wanted.add(WatchTarget.Wanted.parse(header));
    }
    return new WatchTarget(new InboxName(inbox), wanted);
  }

  void watch(List<Watched> places) throws IOException {
    watch(places, intake::submit);
  }

  /// What comes to the place goes to `dev` by another way, made of the usual one.
  void watchThrough(WatchUrl place, UnaryOperator<Inflow.Filing> way) throws IOException {
    watch(List.of(new Watched(place, List.of(target("dev")), false)), way.apply(intake::submit));
  }

  private void watch(List<Watched> places, Inflow.Filing filing) throws IOException {
    positions = WatchPositions.open(positionsFile);
    Watcher.Means means = new Watcher.Means(filing, removed::add, positions, netrc, tls, LIMITS);
    watcher = Watcher.start(places, means);
  }

  /// Whom to trust from the next watching on.
  void trust(SSLContext whom) {
    tls = whom;
  }

  void unwatch() throws IOException {
    if (watcher != null) {
      watcher.close();
      positions.close();
      watcher = null;
    }
  }

  WatchPositions.Position position(WatchUrl.Remote place) {
    return positions.find(place);
  }

  Path netrc() {
    return netrc;
  }

  List<Message> removed() {
    return removed;
  }

  /// In the order of their numbers.
  List<String> ids(String inbox) throws IOException {
    return ArchiveFixture.postings(archive, inbox).stream()
        .map(posting -> posting.id())
        .map(MessageId::value)
        .toList();
  }

  byte[] raw(String inbox, int number) throws IOException {
    return archive.raw(archive.byNumber(new InboxName(inbox), number).orElseThrow());
  }

  void await(String inbox, int count) throws Exception {
    Eventually.holds(
        Duration.ofSeconds(60), count + " in " + inbox, () -> ids(inbox).size() >= count);
  }

  static Path maildir(Path directory) throws IOException {
    for (String part : List.of("new", "cur", "tmp")) {
      Files.createDirectories(directory.resolve(part));
    }
    return directory;
  }

  @Override
  public void close() throws IOException {
    unwatch();
    intake.close();
    follower.close();
    archive.close();
  }
}
