package org.annals.archive;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.BlobReader;
import org.annals.store.CorruptInboxException;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.InboxWriter;
import org.annals.store.StoredCommit;

/// The append-only memory of the archive beside its mail: a v2 inbox under `control/`.
///
/// It is read whole at the start, and small. Strict: a record that cannot be understood is an
/// error that names it. Thread-safe.
public final class ControlInbox {
  private static final InboxName NAME = new InboxName("control");
  private static final String ADDRESS = "control@annals.invalid";
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final DateTimeFormatter DATE =
      DateTimeFormatter.ofPattern("EEE, d MMM uuuu HH:mm:ss Z", Locale.ENGLISH);

  private final Path directory;
  private final List<ControlRecord> records = new ArrayList<>();
  private final Map<OnePatch, List<Numbered>> ofPatches = new HashMap<>();

  private final Map<Integer, String> readTo = new HashMap<>();
  private final Removals removals = new Removals();
  private long followed;

  private ControlInbox(Path directory) {
    this.directory = directory;
  }

  /// Reads what is there; an absent control inbox is an empty one.
  public static ControlInbox open(Path directory) throws IOException {
    ControlInbox control = new ControlInbox(directory);
    control.refresh();
    return control;
  }

  /// Reads what other processes added since.
  public synchronized void refresh() throws IOException {
    if (Files.exists(directory)) {
      try (Inbox inbox = Inbox.open(NAME, directory)) {
        refresh(inbox);
      }
    }
  }

  private void refresh(Inbox inbox) throws IOException {
    try (BlobReader blobs = inbox.blobs()) {
      for (Epoch epoch : inbox.epochs()) {
        String tip = epoch.tip().orElse(null);
        String known = readTo.get(epoch.number());
        if (tip != null && !tip.equals(known)) {
          try (Epoch.Scan scan = epoch.scan(tip, known)) {
            read(scan, blobs);
          }
          readTo.put(epoch.number(), tip);
        }
      }
    }
  }

  private void read(Epoch.Scan scan, BlobReader blobs) throws IOException {
    while (scan.hasNext()) {
      StoredCommit commit = scan.next();
      if (commit.kind() == StoredCommit.Kind.ADD) {
        add(parse(commit, blobs.read(commit.blob())));
      }
    }
  }

  /// The same, at the price of a look at one file when nothing was announced since.
  public synchronized void follow() throws IOException {
    Path lock = directory.resolve("inbox.lock");
    long changes = Files.exists(lock) ? Files.size(lock) : 0; // grows with each record
    if (changes != followed) {
      refresh();
      followed = changes;
    }
  }

  /// Where the keys of the archive are.
  Path keys() {
    return directory.resolveSibling("keys");
  }

  /// The key that signs notices; empty as long as there is none.
  public Optional<SiteKey> siteKey() throws IOException {
    return SiteKey.find(keys());
  }

  /// The same, made if there is none, so that mirrors can pin it before the first notice.
  public SiteKey makeSiteKey() throws IOException {
    return SiteKey.make(keys());
  }

  /// What was removed. It follows what is added.
  public Removals removals() {
    return removals;
  }

  /// What was said of a patch, and the place of the record among all, counted from 1.
  public record Numbered(long number, ControlRecord.OfPatch said) {}

  private record OnePatch(InboxName inbox, MessageId patch) {}

  private void add(ControlRecord entry) {
    records.add(entry);
    if (entry instanceof ControlRecord.OfPatch said) {
      ofPatches
          .computeIfAbsent(new OnePatch(said.inbox(), said.patch()), _ -> new ArrayList<>(1))
          .add(new Numbered(records.size(), said));
    }
    removals.add(entry);
  }

  /// What programs said of a patch in an inbox, in the order in which they did.
  public List<ControlRecord.OfPatch> of(InboxName inbox, MessageId patch) {
    return numbered(inbox, patch).stream().map(Numbered::said).toList();
  }

  /// The same with their places, which they keep for ever.
  public synchronized List<Numbered> numbered(InboxName inbox, MessageId patch) {
    return List.copyOf(ofPatches.getOrDefault(new OnePatch(inbox, patch), List.of()));
  }

  /// The patches of which anything was said in an inbox.
  public synchronized List<MessageId> patches(InboxName inbox) {
    return ofPatches.keySet().stream()
        .filter(one -> one.inbox().equals(inbox))
        .map(OnePatch::patch)
        .toList();
  }

  /// How many records there are; it only grows.
  public synchronized int size() {
    return records.size();
  }

  public synchronized List<ControlRecord> records() {
    return List.copyOf(records);
  }

  /// When the inbox was made; 0 if nobody wrote it down.
  public synchronized long createdAt(InboxName inbox) {
    long created = 0;
    for (ControlRecord known : records) {
      if (known instanceof ControlRecord.InboxCreated(var name, var at) && name.equals(inbox)) {
        created = at;
      }
    }
    return created;
  }

  public synchronized Set<Long> burnt(InboxName inbox) {
    Set<Long> burnt = new HashSet<>();
    for (ControlRecord known : records) {
      if (known instanceof ControlRecord.NumbersBurnt(var name, var numbers)
          && name.equals(inbox)) {
        burnt.addAll(numbers);
      }
    }
    return burnt;
  }

  public synchronized Map<BlobId, Long> kept(InboxName inbox) {
    Map<BlobId, Long> kept = new HashMap<>();
    for (ControlRecord known : records) {
      if (known instanceof ControlRecord.NumberKept(var name, var blob, var number)
          && name.equals(inbox)) {
        kept.put(blob, number);
      }
    }
    return kept;
  }

  /// Adds records; they are in git when this returns.
  public synchronized void append(List<? extends ControlRecord> added) throws IOException {
    if (added.isEmpty()) {
      return;
    }
    Instant now = Instant.now();
    List<Message> mails = new ArrayList<>();
    for (ControlRecord entry : added) {
      mails.add(Message.parse(print(entry, now).getBytes(StandardCharsets.UTF_8)));
    }
    try (Inbox inbox =
            Inbox.create(NAME, directory, "what this archive remembers beside its mail");
        InboxWriter writer =
            InboxWriter.open(inbox, ADDRESS, PATIENCE, InboxWriter.EPOCH_BYTES_MAX)) {
      writer.append(mails);
      inbox.refresh();
      refresh(inbox); // what others added comes before
    }
  }

  static String print(ControlRecord entry, Instant now) {
    String type = ControlText.type(entry);
    return """
    From: Annals <%s>
    Date: %s
    Message-ID: <%s@annals.invalid>
    Subject: %s %s
    Annals-Record: %s
    Annals-Inbox: %s
    Content-Type: text/plain; charset=UTF-8

    %s\
    """
        .formatted(
            ADDRESS,
            DATE.format(now.atOffset(ZoneOffset.UTC)),
            UUID.randomUUID(),
            type,
            entry.inbox(),
            type,
            entry.inbox(),
            ControlText.print(entry));
  }

  private ControlRecord parse(StoredCommit commit, byte[] raw) throws IOException {
    Message mail = Message.parse(raw);
    String type = mail.headers().first("Annals-Record").orElse("");
    String body = new String(raw, StandardCharsets.UTF_8).substring(mail.bodyOffset());
    List<String> lines = body.lines().filter(line -> !line.isBlank()).toList();
    try {
      InboxName inbox = new InboxName(mail.headers().first("Annals-Inbox").orElse("").strip());
      return ControlText.parse(type.strip(), inbox, lines);
    } catch (IllegalArgumentException | NoSuchElementException e) {
      throw new CorruptInboxException(
          directory, "commit " + commit.id() + ": not a control record: " + e.getMessage(), e);
    }
  }
}
