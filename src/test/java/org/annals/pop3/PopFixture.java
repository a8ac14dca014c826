package org.annals.pop3;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.net.LineServer;
import org.annals.net.LineServer.Place;
import org.annals.net.TlsKeys;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.jspecify.annotations.Nullable;

/// A small archive with all that mail programs can stumble over, served. Close it.
///
/// `dev` has a gap at 3 and at 4 a mail that could be read wrongly. `users` is hidden on the web.
/// `quiet` has no message. `private` has no newsgroup.
final class PopFixture implements AutoCloseable {
  private final Archive archive;
  private final LineServer server;

  private PopFixture(Archive archive, LineServer server) {
    this.archive = archive;
    this.server = server;
  }

  static ArchiveFixture make(Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users", "quiet", "private");
    for (String name : List.of("dev", "users", "quiet")) {
      fixture.change(name, one -> one.withNewsgroup("org.example." + name));
    }
    fixture.hide("users");
    MailText gone = MailText.number(3);
    MailText trap = MailText.number(4).body(".\n..\n.dotted\nFrom here\r\nends.\n");
    try (EpochFixture dev = EpochFixture.create(fixture.epoch("dev", 0));
        EpochFixture users = EpochFixture.create(fixture.epoch("users", 0));
        EpochFixture hidden = EpochFixture.create(fixture.epoch("private", 0))) {
      dev.add(MailText.number(1), MailText.number(2), gone);
      dev.remove(gone);
      dev.add(trap, MailText.number(5));
      users.add(MailText.number(6));
      hidden.add(MailText.of("secret@example.org"));
    }
    fixture.index();
    return fixture;
  }

  static PopFixture serve(ArchiveFixture fixture, @Nullable TlsKeys keys) throws IOException {
    Archive archive = fixture.open();
    Path positions = fixture.layout().directory().resolve("pop3-positions");
    Pop3Server protocol =
        Pop3Server.open(
            archive, new Pop3Settings("pop.example.org", positions, Pop3Limits.DEFAULT, keys));
    Place anywhere = new Place("127.0.0.1", 0, false);
    return new PopFixture(
        archive, LineServer.start(protocol, Pop3Limits.DEFAULT.lines(), List.of(anywhere), keys));
  }

  int port() {
    return server.places().getFirst().port();
  }

  int connections() {
    return server.connections();
  }

  void index(String inbox) throws IOException {
    archive.bringUp(new InboxName(inbox));
  }

  @Override
  public void close() throws IOException {
    server.close();
    archive.close();
  }
}
