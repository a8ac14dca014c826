package org.annals.testing;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.CodeSettings;
import org.annals.archive.ImportReport;
import org.annals.archive.Importer;
import org.annals.archive.InboxSettings;
import org.annals.archive.Progress;
import org.annals.archive.Verifier;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.store.Inbox;
import org.annals.store.InboxName;

/// An archive directory with inboxes, as `annals init` makes it, to be opened in this process or
/// given to another.
public final class ArchiveFixture {
  private final ArchiveLayout layout;
  private final List<InboxSettings> settings = new ArrayList<>();
  private final List<CodeSettings> code = new ArrayList<>();

  private ArchiveFixture(Path directory) {
    this.layout = new ArchiveLayout(directory);
  }

  public static ArchiveFixture in(Path directory, String... inboxes) throws IOException {
    ArchiveFixture fixture = new ArchiveFixture(directory);
    for (String inbox : inboxes) {
      fixture.addInbox(inbox);
    }
    return fixture;
  }

  private void addInbox(String inbox) throws IOException {
    InboxName name = new InboxName(inbox);
    Path directory = layout.inbox(name);
    List<String> addresses = List.of(inbox + "@example.org");
    Inbox.create(name, directory, "mail about " + inbox).close();
    Config.add(
        layout.config(),
        Section.empty(layout.config(), Config.INBOX, inbox)
            .with("inboxdir", directory)
            .with("address", addresses));
    settings.add(InboxSettings.of(name, directory, addresses));
  }

  /// What the operator says of the inbox from the next opening on.
  public void change(String inbox, UnaryOperator<InboxSettings> change) {
    settings.replaceAll(one -> one.name().value().equals(inbox) ? change.apply(one) : one);
  }

  /// All inboxes are about this code repository, and it is followed from the next opening on.
  public ArchiveFixture about(String repository, Path directory) {
    return about(new CodeSettings(repository, directory, List.of(), false));
  }

  public ArchiveFixture about(CodeSettings repository) {
    code.removeIf(one -> one.name().equals(repository.name()));
    code.add(repository);
    settings.replaceAll(one -> one.withCode(List.of(repository.name())));
    return this;
  }

  public void hide(String inbox) {
    change(inbox, one -> one.withHidden(Set.of(InboxSettings.Hide.WWW)));
  }

  public void show(String inbox) {
    change(inbox, one -> one.withHidden(Set.of()));
  }

  public ArchiveLayout layout() {
    return layout;
  }

  public List<InboxSettings> settings() {
    return settings;
  }

  public Path inbox(String name) {
    return layout.inbox(new InboxName(name));
  }

  public Path epoch(String inbox, int number) {
    return inbox(inbox).resolve("git").resolve(number + ".git");
  }

  public Archive open() throws IOException {
    return Archive.open(layout, settings, code, Progress.QUIET);
  }

  /// Imports with the archive opened for it alone.
  public ImportReport importFrom(String inbox, Path source) throws IOException {
    try (Archive archive = open()) {
      return new Importer(archive, new InboxName(inbox)).importFrom(source);
    }
  }

  public ImportReport importMails(String inbox, MailText... mails) throws IOException {
    List<byte[]> bytes = new ArrayList<>();
    for (MailText mail : mails) {
      bytes.add(mail.bytes());
    }
    try (Archive archive = open()) {
      return new Importer(archive, new InboxName(inbox)).importMails(bytes);
    }
  }

  /// Brings the index up to git.
  public void index() throws IOException {
    try (Archive archive = open()) {
      for (InboxSettings one : settings) {
        archive.bringUp(one.name());
      }
    }
  }

  /// What verification finds wrong.
  public List<String> problems() throws IOException {
    List<String> problems = new ArrayList<>();
    try (Archive archive = Archive.openForReading(layout, settings)) {
      for (InboxSettings one : settings) {
        problems.addAll(new Verifier(archive, one.name()).run().problems());
      }
    }
    return problems;
  }

  public Snapshot snapshot() throws IOException {
    try (Archive archive = open()) {
      return Snapshot.of(archive);
    }
  }

  /// All postings of an inbox by number.
  public static List<Posting> postings(Archive archive, String inbox) throws IOException {
    return archive.numbered(new InboxName(inbox), 0, Integer.MAX_VALUE);
  }

  /// How many distinct messages the whole archive has.
  public static long total(Archive archive) throws IOException {
    return archive
        .search(
            new Scope.All(),
            new org.annals.index.Query.All(),
            org.annals.index.Order.NEWEST_FIRST,
            0,
            0)
        .total();
  }

  /// Writes an mbox file.
  public static Path mbox(Path file, MailText... mails) throws IOException {
    StringBuilder text = new StringBuilder();
    for (MailText mail : mails) {
      text.append(mail.inMbox());
    }
    return Files.writeString(file, text);
  }
}
