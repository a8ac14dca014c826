package org.annals.imap;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
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

/// A small archive with all that mail programs can stumble over, served. Close it.
///
/// `dev` has five messages and a gap at 3: a patch at 1 with an answer at 2 and one to that at 6,
/// one with parts at 4 and one with odd headers at 5. `users` has the copy of one of them and is
/// in the part of the tree that is called INBOX. `quiet` has no message. `private` has no
/// newsgroup.
final class MailFixture implements AutoCloseable {
  private static final long CREATED = 1_767_225_600; // the first second of 2026

  private final ArchiveFixture fixture;
  private final Archive archive;
  private final LineServer server;
  private final EpochFixture dev;

  private MailFixture(
      ArchiveFixture fixture, Archive archive, LineServer server, EpochFixture dev) {
    this.fixture = fixture;
    this.archive = archive;
    this.server = server;
    this.dev = dev;
  }

  static MailFixture serve(Path directory) throws IOException {
    return serve(directory, ImapLimits.DEFAULT, null);
  }

  static MailFixture serve(Path directory, ImapLimits limits, @Nullable TlsKeys keys)
      throws IOException {
    ArchiveFixture fixture = ArchiveFixture.in(directory, "dev", "users", "quiet", "private");
    ControlInbox control = ControlInbox.open(fixture.layout().control());
    int day = 0;
    for (InboxSettings one : List.copyOf(fixture.settings())) {
      control.append(
          List.of(new ControlRecord.InboxCreated(one.name(), CREATED + 86_400L * day++)));
    }
    fixture.change("dev", one -> one.withNewsgroup("org.example.dev"));
    fixture.change("users", one -> one.withNewsgroup("inbox.users"));
    fixture.change("quiet", one -> one.withNewsgroup("org.example.quiet"));
    EpochFixture dev = EpochFixture.create(fixture.epoch("dev", 0));
    fill(dev);
    try (EpochFixture users = EpochFixture.create(fixture.epoch("users", 0));
        EpochFixture hidden = EpochFixture.create(fixture.epoch("private", 0))) {
      users.add(answer());
      hidden.add(MailText.of("secret@example.org"));
    }
    fixture.index();
    Archive archive = fixture.open();
    List<SavedSearch> searches =
        List.of(
            new SavedSearch("patches", new InboxName("dev"), "is:patch"),
            new SavedSearch("Entwürfe", new InboxName("dev"), "s:parts"));
    ImapServer protocol = new ImapServer(archive, searches, limits, keys);
    Place anywhere = new Place("127.0.0.1", 0, false);
    return new MailFixture(
        fixture, archive, LineServer.start(protocol, limits.lines(), List.of(anywhere), keys), dev);
  }

  private static void fill(EpochFixture dev) throws IOException {
    MailText gone = MailText.number(3);
    MailText patch = MailText.number(1).subject("[PATCH] ring: lose no wakeups");
    dev.add(patch.body("The ring lost wakeups.\n\nSigned-off-by: Ann Author\n"), answer(), gone);
    dev.remove(gone);
    dev.add(parts(), odd());
    dev.add(
        MailText.number(6)
            .from("Cleo <cleo@example.org>")
            .subject("Re: [PATCH] ring: lose no wakeups")
            .header("Cc", "users@example.org")
            .references("n1@example.org", "n2@example.org"));
  }

  private static MailText answer() {
    return MailText.number(2)
        .from("=?UTF-8?Q?J=C3=BCrgen?= <jb@example.org>")
        .subject("Re: [PATCH] ring: lose no wakeups")
        .header("X-Mood", "=?UTF-8?Q?fr=C3=B6hlich?=")
        .inReplyTo("n1@example.org")
        .body("> The ring lost wakeups.\n\nGood catch.\n");
  }

  private static MailText parts() {
    return MailText.number(4)
        .subject("two parts")
        .header("Content-Type", "multipart/mixed; boundary=\"b\"")
        .body(
            """
            --b

            first
            --b
            Content-Type: application/octet-stream
            Content-Transfer-Encoding: base64

            AAEC
            --b--
            """);
  }

  private static MailText odd() {
    return MailText.number(5)
        .subject("Grüße \"quoted\"")
        .header("To", "undisclosed-recipients:;")
        .header("Message-ID", "<n5@example.org> <alt5@example.org>")
        .body("ends without a line end");
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

  /// New messages in `dev`, indexed, as the follower does it.
  void add(MailText... mails) throws IOException {
    List<MailText> all = new ArrayList<>(List.of(mails));
    for (MailText mail : all) {
      dev.add(mail);
    }
    bringUp();
  }

  void remove(MailText mail) throws IOException {
    dev.remove(mail);
    bringUp();
  }

  private void bringUp() throws IOException {
    EpochFixture.announce(fixture.inbox("dev"));
    archive.bringUp(new InboxName("dev"));
  }

  @Override
  public void close() throws IOException {
    server.close();
    archive.close();
    dev.close();
  }
}
