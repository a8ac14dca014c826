package org.annals.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import org.annals.mail.NotAMailboxException;
import org.annals.store.Epoch;
import org.annals.store.EpochCopy;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.InboxWriter;

/// Takes mail from files into one inbox: epochs as they are where that fits, else as mail.
///
/// One thread; holds the inbox's lock while it works. What was taken before a failure stays.
public final class Importer {
  private static final Duration PATIENCE = Duration.ofSeconds(10);

  /// The source does not say which epoch it is.
  private static final int NO_NUMBER = -1;

  private final Archive archive;
  private final Inbox inbox;
  private final InboxSettings settings;
  private final long epochBytesMax;

  public Importer(Archive archive, InboxName name) {
    this(archive, name, InboxWriter.EPOCH_BYTES_MAX);
  }

  /// `epochBytesMax`: when to begin the next epoch, in raw bytes.
  public Importer(Archive archive, InboxName name, long epochBytesMax) {
    this.archive = archive;
    this.inbox = archive.opened().get(name);
    this.settings = archive.opened().settings(name);
    this.epochBytesMax = epochBytesMax;
  }

  /// What [#importFrom] would do, from mail in files. Takes no lock and writes nothing; the archive
  /// may be one that is open for reading.
  public ImportReport tryFrom(Path source) throws IOException {
    check(source);
    try (MailSource mails = mailsIn(source)) {
      return new Ingest(archive, inbox, null).all(mails);
    }
  }

  private static void check(Path source) throws IOException {
    if (!Files.exists(source)) {
      throw new NoSuchFileException(source.toString(), null, "no such file or directory");
    }
    if (!Files.isReadable(source)) {
      throw new IOException(source + ": may not be read");
    }
  }

  private static MailSource mailsIn(Path source) throws IOException {
    boolean directory = Files.isDirectory(source);
    boolean history =
        directory
            ? !epochsIn(source).isEmpty()
                || EpochCopy.isRepository(source)
                || EpochCopy.isRepository(source.resolve(".git"))
            : EpochCopy.isBundle(source);
    if (history) {
      throw new IOException(source + ": is git history, which is taken as it is; nothing to try");
    }
    return directory ? openDirectory(source) : openFile(source);
  }

  public ImportReport importFrom(Path source) throws IOException {
    check(source);
    InboxName name = inbox.name();
    try (InboxWriter writer =
        InboxWriter.open(inbox, settings.address(), PATIENCE, epochBytesMax)) {
      IndexReport before = archive.bringUp(name);
      return ImportReport.indexed(before).plus(read(source, writer));
    }
  }

  /// Takes messages from memory.
  public ImportReport importMails(List<byte[]> mails) throws IOException {
    try (InboxWriter writer = InboxWriter.open(inbox, settings.address(), PATIENCE, epochBytesMax);
        MailSource source = new MemorySource(mails)) {
      IndexReport before = archive.bringUp(inbox.name());
      return ImportReport.indexed(before).plus(ingest(source, writer));
    }
  }

  private ImportReport read(Path source, InboxWriter writer) throws IOException {
    if (Files.isDirectory(source)) {
      return readDirectory(source, writer);
    }
    if (EpochCopy.isBundle(source)) {
      return readEpoch(source, NO_NUMBER, writer);
    }
    try (MailSource mails = openFile(source)) {
      return ingest(mails, writer);
    }
  }

  private static MailSource openFile(Path file) throws IOException {
    String name = file.getFileName().toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".eml")) {
      return FilesSource.file(file);
    }
    if (Files.size(file) == 0) {
      throw new NotAMailboxException(file.toString());
    }
    return MboxSource.open(file);
  }

  private ImportReport readDirectory(Path source, InboxWriter writer) throws IOException {
    List<Path> epochs = epochsIn(source);
    if (!epochs.isEmpty()) {
      ImportReport report = ImportReport.NOTHING;
      for (Path epoch : epochs) {
        int number = Integer.parseInt(epoch.getFileName().toString().replace(".git", ""));
        if (!isEmpty(epoch)) {
          report = report.plus(readEpoch(epoch, number, writer));
        }
      }
      return report;
    }
    if (EpochCopy.isRepository(source)) {
      return readEpoch(source, NO_NUMBER, writer);
    }
    if (EpochCopy.isRepository(source.resolve(".git"))) {
      return readEpoch(source.resolve(".git"), NO_NUMBER, writer);
    }
    try (MailSource mails = openDirectory(source)) {
      return ingest(mails, writer);
    }
  }

  private static MailSource openDirectory(Path source) throws IOException {
    boolean maildir =
        Files.isDirectory(source.resolve("cur")) || Files.isDirectory(source.resolve("new"));
    return maildir ? FilesSource.maildir(source) : FilesSource.directory(source);
  }

  /// The newest epoch of a live inbox may have no commit yet.
  private static boolean isEmpty(Path epoch) throws IOException {
    try (Epoch opened = Epoch.open(0, epoch)) {
      return opened.tip().isEmpty();
    }
  }

  /// `git/N.git` of a v2 directory, in order.
  private static List<Path> epochsIn(Path directory) throws IOException {
    List<Path> epochs = new ArrayList<>();
    Path git = directory.resolve("git");
    if (Files.isDirectory(git)) {
      try (var entries = Files.newDirectoryStream(git, "*.git")) {
        for (Path entry : entries) {
          if (entry.getFileName().toString().matches("\\d{1,6}\\.git")) {
            epochs.add(entry);
          }
        }
      }
    }
    epochs.sort(
        Comparator.comparingInt(
            (Path epoch) -> Integer.parseInt(epoch.getFileName().toString().replace(".git", ""))));
    return epochs;
  }

  /// Ruling 3: adopted with its commits if the inbox is empty there or it fast-forwards.
  private ImportReport readEpoch(Path source, int number, InboxWriter writer) throws IOException {
    try (EpochCopy copy = writer.copy(source)) {
      inbox.refresh();
      boolean v1 = copy.isV1();
      if (!v1) {
        archive.control().follow();
        new RecordedRemovals(inbox, archive.control().removals()).applyTo(copy.epoch());
      }
      Optional<Epoch> ours = number == NO_NUMBER ? newest() : epoch(number);
      if (ours.isEmpty() || ours.get().tip().isEmpty()) {
        if (v1 || !fitsAsNew(number)) {
          return ingest(copy, source, writer);
        }
        copy.adopt(Math.max(0, number));
        return published(writer);
      }
      if (ours.get().contains(copy.tip())) {
        return ImportReport.NOTHING;
      }
      if (copy.epoch().contains(ours.get().tip().orElseThrow())) {
        copy.advance(ours.get());
        return published(writer);
      }
      return ingest(copy, source, writer);
    }
  }

  /// An epoch comes after all others, so that numbers go on from theirs.
  private boolean fitsAsNew(int number) {
    return inbox.epochs().isEmpty() || number > inbox.epochs().getLast().number();
  }

  private Optional<Epoch> epoch(int number) {
    return inbox.epochs().stream().filter(epoch -> epoch.number() == number).findFirst();
  }

  private Optional<Epoch> newest() {
    return inbox.epochs().isEmpty() ? Optional.empty() : Optional.of(inbox.epochs().getLast());
  }

  private ImportReport published(InboxWriter writer) throws IOException {
    writer.announce();
    IndexReport indexed = archive.bringUp(inbox.name());
    List<String> unread = indexed.warnings();
    return new ImportReport(
        indexed.added(), indexed.duplicates(), unread.size(), unread, new TreeMap<>(), indexed);
  }

  private ImportReport ingest(EpochCopy copy, Path source, InboxWriter writer) throws IOException {
    try (MailSource mails = EpochSource.of(source.toString(), copy)) {
      return ingest(mails, writer);
    }
  }

  private ImportReport ingest(MailSource mails, InboxWriter writer) throws IOException {
    return new Ingest(archive, inbox, writer).all(mails);
  }
}
