package org.annals.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.annals.mail.Address;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.annals.store.CommitBatch.Description;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.PersonIdent;
import org.jspecify.annotations.Nullable;

/// The one writer of an inbox: holds its lock from `open` to `close`. Not thread-safe.
///
/// A batch is one ref update: after `append` returns, every message of it is in git and forced to
/// disk; if the process dies before, none is.
public final class InboxWriter implements AutoCloseable {
  /// A new epoch is begun after this many bytes of raw mail (public-inbox: 1 GiB packed / 0.4).
  public static final long EPOCH_BYTES_MAX = 2_684_354_560L;

  private static final int ZONE_MINUTES_MAX = 14 * 60;
  private static final double PACKED_SHARE = 0.4;

  private final Inbox inbox;
  private final InboxLock lock;
  private final PersonIdent identity;
  private final long epochBytesMax;
  private @Nullable Epoch epoch;
  private long epochBytes;

  private InboxWriter(Inbox inbox, InboxLock lock, PersonIdent identity, long epochBytesMax) {
    this.inbox = inbox;
    this.lock = lock;
    this.identity = identity;
    this.epochBytesMax = epochBytesMax;
  }

  /// `address`: the primary address of the inbox, which signs commits. Waits for the lock.
  public static InboxWriter open(Inbox inbox, String address, Duration patience, long epochBytesMax)
      throws IOException {
    InboxLock lock = inbox.lock(patience);
    try {
      PersonIdent identity = new PersonIdent(clean(inbox.name().value()), clean(address));
      InboxWriter writer = new InboxWriter(inbox, lock, identity, epochBytesMax);
      inbox.refresh();
      inbox.linkEpochs(); // a writer that was killed may not have come to it
      if (!inbox.epochs().isEmpty()) {
        Epoch newest = inbox.epochs().getLast();
        writer.epoch = newest;
        writer.epochBytes = (long) (packedBytes(newest.path()) / PACKED_SHARE);
      }
      return writer;
    } catch (IOException | RuntimeException e) {
      lock.close();
      throw e;
    }
  }

  /// Adds messages, one commit each, all of them or none. Returns their blob ids in order.
  public List<BlobId> append(List<Message> messages) throws IOException {
    List<BlobId> blobs = new ArrayList<>(messages.size());
    if (messages.isEmpty()) {
      return blobs;
    }
    Epoch target = writableEpoch();
    long bytes = 0;
    try (CommitBatch batch = CommitBatch.begin(target, messages.size())) {
      for (Message message : messages) {
        ObjectId blob = batch.insert(message.raw());
        blobs.add(new BlobId(blob.name()));
        batch.commit("m", blob, describe(message));
        bytes += message.raw().length;
      }
      batch.publish(lock);
    }
    epochBytes += bytes;
    return blobs;
  }

  /// Hides a message at the tip: a commit with its bytes under the name `d`.
  public void remove(BlobId blob, String reason) throws IOException {
    Epoch target = writableEpoch();
    try (BlobReader reader = inbox.blobs();
        CommitBatch batch = CommitBatch.begin(target, 1)) {
      ObjectId copy = batch.insert(reader.read(blob));
      PersonIdent now = new PersonIdent(identity, Instant.now());
      batch.commit("d", copy, new Description(now, now, clean(reason) + "\n"));
      batch.publish(lock);
    }
  }

  private Description describe(Message message) {
    MailDate now = new MailDate(Instant.now().getEpochSecond(), 0);
    List<Address> from = message.from();
    String name = from.isEmpty() ? "" : clean(from.getFirst().name());
    String mailbox = from.isEmpty() ? "" : clean(from.getFirst().mailbox());
    String subject = message.subject().strip();
    return new Description(
        at(new PersonIdent(name, mailbox), message.sent(now)),
        at(identity, message.received(now)),
        (subject.isEmpty() ? "(no subject)" : clean(subject)) + "\n");
  }

  private static PersonIdent at(PersonIdent who, MailDate when) {
    int zone = Math.abs(when.zoneMinutes()) > ZONE_MINUTES_MAX ? 0 : when.zoneMinutes();
    Instant instant = Instant.ofEpochSecond(Math.max(0, when.epochSecond()));
    return new PersonIdent(who, instant, ZoneOffset.ofTotalSeconds(60 * zone));
  }

  private static String clean(String text) {
    StringBuilder line = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\n' || c == '\t' || c == 0 || c == '\r') {
        line.append(' ');
      } else if (!Character.isSurrogate(c) || isPaired(text, i)) {
        line.append(c);
      }
    }
    return line.toString();
  }

  private static boolean isPaired(String text, int i) {
    return Character.isHighSurrogate(text.charAt(i))
        ? i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))
        : i > 0 && Character.isHighSurrogate(text.charAt(i - 1));
  }

  private Epoch writableEpoch() throws IOException {
    Epoch current = epoch;
    if (current == null || epochBytes >= epochBytesMax) {
      int number = current == null ? 0 : current.number() + 1;
      Path path = inbox.epochPath(number);
      Path making = path.resolveSibling("." + number + ".new");
      Deletion.tree(making);
      Inbox.initEpoch(making);
      Durable.tree(making);
      Files.move(making, path, StandardCopyOption.ATOMIC_MOVE);
      Durable.force(inbox.directory().resolve("git"));
      current = inbox.adopted(number);
      epoch = current;
      epochBytes = 0;
    }
    return current;
  }

  private static long packedBytes(Path repository) throws IOException {
    long bytes = 0;
    Path packs = repository.resolve("objects/pack");
    try (DirectoryStream<Path> files = Files.newDirectoryStream(packs, "*.pack")) {
      for (Path file : files) {
        bytes += Files.size(file);
      }
    } catch (NoSuchFileException e) {
      return 0; // public-inbox makes epochs without the directory
    }
    return bytes;
  }

  /// Copies an epoch from elsewhere beside those of the inbox.
  public EpochCopy copy(Path source) throws IOException {
    return EpochCopy.of(inbox, source);
  }

  /// Makes the files anew that are made from the epochs, for other programs.
  public void mendFiles() throws IOException {
    inbox.linkEpochs();
    for (Epoch one : inbox.epochs()) {
      DumbHttp.update(one);
    }
  }

  /// Tells readers of a change that was made to an epoch under this lock.
  public void announce() throws IOException {
    lock.announce();
  }

  @Override
  public void close() {
    lock.close();
  }
}
