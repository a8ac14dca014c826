package org.annals.cli;

import java.io.IOException;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.archive.Importer;
import org.annals.store.InboxName;
import org.annals.testing.ArchiveFixture;
import org.annals.testing.MailText;
import org.annals.web.Annex;
import org.annals.web.SiteSettings;
import org.annals.web.WebLimits;
import org.annals.web.WebServer;

/// An archive that is mirrored, served. Close it.
final class Upstream implements AutoCloseable {
  static final long CREATED = 1_600_000_000L;

  private final Archive archive;
  private final WebServer web;
  private boolean closed;

  Upstream(ArchiveFixture fixture) throws IOException {
    ControlInbox control = ControlInbox.open(fixture.layout().control());
    for (var one : fixture.settings()) {
      control.append(List.of(new ControlRecord.InboxCreated(one.name(), CREATED)));
    }
    archive = fixture.open();
    index();
    web =
        WebServer.start(
            archive,
            new WebServer.Place("127.0.0.1", 0),
            new SiteSettings("Upstream", ""),
            WebLimits.DEFAULT,
            Annex.NONE);
  }

  Archive archive() {
    return archive;
  }

  void index() throws IOException {
    for (InboxName name : archive.names()) {
      archive.bringUp(name);
    }
  }

  void add(String inbox, MailText mail) throws IOException {
    new Importer(archive, new InboxName(inbox)).importMails(List.of(mail.bytes()));
  }

  String base() {
    return "http://127.0.0.1:" + web.port() + "/";
  }

  List<String> numbers(String inbox) throws IOException {
    return numbers(archive, inbox);
  }

  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      try (archive) {
        web.close();
      }
    }
  }

  static List<String> numbers(Archive archive, String inbox) throws IOException {
    return ArchiveFixture.postings(archive, inbox).stream()
        .map(posting -> posting.slot().number() + " " + posting.id())
        .toList();
  }
}
