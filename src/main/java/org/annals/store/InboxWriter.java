package org.annals.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.annals.store.CommitBatch.Description;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.Ref;
import org.jspecify.annotations.Nullable;

/// The one writer of an inbox: holds its lock from `open` to `close`. Not thread-safe.
///
/// A batch is one ref update: after `append` returns, every message of it is in git and forced to
/// disk; if the process dies before, none is.
public final class InboxWriter implements AutoCloseable {
  /// A new epoch is begun after this many bytes of raw mail (public-inbox: 1 GiB packed / 0.4).
  public static final long EPOCH_BYTES_MAX = 2_684_354_560L;

  private static final System.Logger LOG = System.getLogger(InboxWriter.class.getName());
  private static final double PACKED_SHARE = 0.4;

  private final Inbox inbox;
  private final InboxLock lock;
  private final PersonIdent identity;
  private final long epochBytesMax;
  private @Nullable Epoch epoch;
  private long epochBytes;
  private boolean wrote;

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
      PersonIdent identity =
          new PersonIdent(CommitWords.clean(inbox.name().value()), CommitWords.clean(address));
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
    wrote = true;
    return blobs;
  }

  /// Hides a message at the tip: a commit with its bytes under the name `d`.
  public void remove(BlobId blob, String reason) throws IOException {
    Epoch target = writableEpoch();
    try (BlobReader reader = inbox.blobs();
        CommitBatch batch = CommitBatch.begin(target, 1)) {
      ObjectId copy = batch.insert(reader.read(blob));
      PersonIdent now = new PersonIdent(identity, Instant.now());
      batch.commit("d", copy, new Description(now, now, CommitWords.clean(reason) + "\n"));
      batch.publish(lock);
    }
  }

  /// Writes bytes that a rewrite is about to need, so that they are there after a kill.
  public BlobId keep(byte[] content) throws IOException {
    Epoch target = writableEpoch();
    try (ObjectInserter inserter = target.repository().newObjectInserter()) {
      ObjectId blob = inserter.insert(Constants.OBJ_BLOB, content);
      inserter.flush();
      Durable.looseNames(target, List.of(blob));
      return new BlobId(blob.name());
    }
  }

  /// Puts other bytes in the place of messages in every epoch, and deletes the old ones from git,
  /// packs and all. A kill leaves each epoch with the old or the new history; to go on then, do it
  /// again with `again`.
  public void rewrite(HistoryRewrite rewrite, boolean again) throws IOException {
    Set<BlobId> old = rewrite.replacements().keySet();
    EpochCopy.deleteLeftovers(inbox);
    for (Epoch one : inbox.epochs()) {
      moveAll(one, rewrite);
      if (again || !UnreachableObjects.present(one, old).isEmpty()) {
        UnreachableObjects.delete(one);
      }
      List<BlobId> left = UnreachableObjects.present(one, old);
      if (!left.isEmpty()) {
        throw new IOException(
            one.path() + ": " + left + " cannot be removed, a reference still leads there");
      }
      DumbHttp.update(one);
    }
    lock.announce();
  }

  private void moveAll(Epoch epoch, HistoryRewrite rewrite) throws IOException {
    String tip = epoch.tip().orElse(null);
    if (tip == null) {
      return;
    }
    Map<String, String> targets = new LinkedHashMap<>();
    targets.put(epoch.branch(), tip);
    for (Ref ref : epoch.repository().getRefDatabase().getRefsByPrefix(Constants.R_REFS)) {
      if (!ref.isSymbolic() && ref.getObjectId() != null) {
        targets.put(ref.getName(), ref.getObjectId().name());
      }
    }
    Map<String, String> moved = rewrite.rewrite(epoch, tip, Set.copyOf(targets.values()));
    for (Map.Entry<String, String> ref : targets.entrySet()) {
      String to = moved.getOrDefault(ref.getValue(), ref.getValue());
      if (!to.equals(ref.getValue())) {
        CommitBatch.move(
            epoch, ref.getKey(), ObjectId.fromString(ref.getValue()), ObjectId.fromString(to));
      }
    }
  }

  private Description describe(Message message) {
    MailDate now = new MailDate(Instant.now().getEpochSecond(), 0);
    return new Description(
        CommitWords.author(message, now),
        CommitWords.at(identity, message.received(now)),
        CommitWords.subject(message));
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
    try (lock) {
      if (wrote && epoch != null) {
        Housekeeping.tidy(epoch);
      }
    } catch (IOException | RuntimeException e) {
      LOG.log(System.Logger.Level.WARNING, inbox.directory() + ": objects are left unpacked", e);
    }
  }
}
