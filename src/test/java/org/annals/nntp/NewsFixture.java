package org.annals.nntp;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.archive.InboxSettings;
import org.annals.net.LineServer;
import org.annals.net.LineServer.Place;
import org.annals.net.TlsKeys;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.EpochFixture;
import org.annals.testing.MailText;
import org.jspecify.annotations.Nullable;

/// A small archive with all that newsreaders can stumble over, served. Close it.
///
/// `dev` has a gap at 3, a cross-post to `users` at 2, a mail that a newsreader could read wrongly
/// at 4 and one with two ids at 5. `users` is hidden on the web. `quiet` has no article. `private`
/// has no newsgroup, but copies of mail that others have.
final class NewsFixture implements AutoCloseable {
  static final String SERVER = "news.example.org";
  private static final long CREATED = 1_767_225_600; // the first second of 2026

  private final Archive archive;
  private final LineServer server;

  private NewsFixture(Archive archive, LineServer server) {
    this.archive = archive;
    this.server = server;
  }

  static ArchiveFixture make(Path directory) throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users", "quiet", "private");
    ControlInbox control = ControlInbox.open(fixture.layout().control());
    int day = 0;
    for (InboxSettings one : List.copyOf(fixture.settings())) {
      control.append(
          List.of(new ControlRecord.InboxCreated(one.name(), CREATED + 86_400L * day++)));
    }
    for (String name : List.of("dev", "users", "quiet")) {
      fixture.change(name, one -> one.withNewsgroup("org.example." + name));
    }
    fixture.hide("users");
    MailText first = MailText.number(1);
    MailText cross =
        MailText.number(2)
            .subject("=?UTF-8?Q?Re:_caf=C3=A9?=\n\ttwice")
            .from("=?UTF-8?Q?J=C3=BCrgen?= <j@example.org>")
            .inReplyTo("n1@example.org")
            .header("Cc", "users@example.org");
    MailText secret = MailText.of("secret@example.org");
    try (EpochFixture dev = EpochFixture.create(fixture.epoch("dev", 0));
        EpochFixture users = EpochFixture.create(fixture.epoch("users", 0));
        EpochFixture hidden = EpochFixture.create(fixture.epoch("private", 0))) {
      MailText gone = MailText.number(3);
      dev.add(first, cross, gone);
      dev.remove(gone);
      dev.add(trap(), twoIds());
      users.add(cross, MailText.number(6));
      hidden.add(first, secret);
    }
    fixture.index();
    return fixture;
  }

  /// Dots at line ends and beginnings, a folded id, headers of another news server, no line end.
  private static MailText trap() {
    return MailText.number(4)
        .header("Message-ID", "\n <n4@example.org>")
        .header("Path", "elsewhere!not-for-mail")
        .header("Newsgroups", "alt.test,\n\talt.other")
        .header("Xref", "elsewhere alt.test:1")
        .body(".\n..\n.dotted\nFrom here\r\nends.");
  }

  private static MailText twoIds() {
    return MailText.number(5).header("Message-ID", "<n5@example.org> <alt5@example.org>");
  }

  static NewsFixture serve(ArchiveFixture fixture) throws IOException {
    return serve(fixture, NntpLimits.DEFAULT, null);
  }

  static NewsFixture serve(ArchiveFixture fixture, NntpLimits limits, @Nullable TlsKeys keys)
      throws IOException {
    Archive archive = fixture.open();
    NntpServer protocol = new NntpServer(archive, new NntpSettings(SERVER, limits, keys));
    Place anywhere = new Place("127.0.0.1", 0, false);
    return new NewsFixture(
        archive, LineServer.start(protocol, limits.lines(), List.of(anywhere), keys));
  }

  int port() {
    return server.places().get(0).port();
  }

  int connections() {
    return server.connections();
  }

  Archive archive() {
    return archive;
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
