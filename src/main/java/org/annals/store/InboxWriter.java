package org.annals.store;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.locks.LockSupport;
import org.annals.mail.Address;
import org.annals.mail.MailDate;
import org.annals.mail.Message;
import org.eclipse.jgit.internal.storage.file.ObjectDirectory;
import org.eclipse.jgit.lib.CommitBuilder;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.lib.RefUpdate;
import org.eclipse.jgit.lib.TreeFormatter;
import org.jspecify.annotations.Nullable;

/// The one writer of an inbox: holds its lock from `open` to `close`. Not thread-safe.
///
/// A batch is one ref update: after `append` returns, every message of it is in git; if the
/// process dies before, none is.
public final class InboxWriter implements AutoCloseable {
  /// A new epoch is begun after this many bytes of raw mail (public-inbox: 1 GiB packed / 0.4).
  public static final long EPOCH_BYTES_MAX = 2_684_354_560L;

  private static final int ZONE_MINUTES_MAX = 14 * 60;
  private static final double PACKED_SHARE = 0.4;

  /// From this many messages on, a batch is written as one pack and not as loose objects.
  private static final int PACK_MESSAGES_MIN = 20;

  private static final Duration STALE_LOCK = Duration.ofSeconds(1);
  private static final Duration STALE_LOCK_POLL = Duration.ofMillis(20);
  private static final System.Logger LOG = System.getLogger(InboxWriter.class.getName());

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
    try (ObjectInserter inserter = inserter(target, messages.size())) {
      ObjectId tip = target.tip().map(ObjectId::fromString).orElse(null);
      @Nullable ObjectId at = tip;
      for (Message message : messages) {
        ObjectId blob = inserter.insert(Constants.OBJ_BLOB, message.raw());
        blobs.add(new BlobId(blob.name()));
        at = commit(inserter, at, "m", blob, describe(message));
        bytes += message.raw().length;
      }
      inserter.flush();
      publish(target, tip, Objects.requireNonNull(at));
    }
    epochBytes += bytes;
    return blobs;
  }

  /// Hides a message at the tip: a commit with its bytes under the name `d`.
  public void remove(BlobId blob, String reason) throws IOException {
    Epoch target = writableEpoch();
    try (BlobReader reader = inbox.blobs();
        ObjectInserter inserter = inserter(target, 1)) {
      ObjectId tip = target.tip().map(ObjectId::fromString).orElse(null);
      ObjectId copy = inserter.insert(Constants.OBJ_BLOB, reader.read(blob));
      PersonIdent now = new PersonIdent(identity, Instant.now());
      ObjectId commit =
          commit(inserter, tip, "d", copy, new Description(now, now, clean(reason) + "\n"));
      inserter.flush();
      publish(target, tip, commit);
    }
  }

  private record Description(PersonIdent author, PersonIdent committer, String text) {}

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

  private static ObjectId commit(
      ObjectInserter inserter,
      @Nullable ObjectId parent,
      String file,
      ObjectId blob,
      Description description)
      throws IOException {
    TreeFormatter tree = new TreeFormatter();
    tree.append(file, FileMode.REGULAR_FILE, blob);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(inserter.insert(tree));
    if (parent != null) {
      commit.setParentId(parent);
    }
    commit.setAuthor(description.author());
    commit.setCommitter(description.committer());
    commit.setMessage(description.text());
    return inserter.insert(commit);
  }

  private static ObjectInserter inserter(Epoch target, int messages) {
    if (messages >= PACK_MESSAGES_MIN
        && target.repository().getObjectDatabase() instanceof ObjectDirectory objects) {
      return objects.newPackInserter();
    }
    return target.repository().newObjectInserter();
  }

  private void publish(Epoch target, @Nullable ObjectId before, ObjectId after) throws IOException {
    RefUpdate.Result result = move(target, before, after);
    if (result == RefUpdate.Result.LOCK_FAILURE) {
      removeStaleLock(target);
      result = move(target, before, after);
    }
    if (result != RefUpdate.Result.NEW && result != RefUpdate.Result.FAST_FORWARD) {
      throw new IOException(
          target.path() + ": " + target.branch() + " could not be moved: " + result);
    }
    DumbHttp.update(target);
    lock.announce();
  }

  private static RefUpdate.Result move(Epoch target, @Nullable ObjectId before, ObjectId after)
      throws IOException {
    RefUpdate update = target.repository().updateRef(target.branch());
    update.setExpectedOldObjectId(before == null ? ObjectId.zeroId() : before);
    update.setNewObjectId(after);
    update.disableRefLog();
    return update.update();
  }

  /// Writers of the branch hold the inbox's lock, and we hold it: git's own lock on the branch was
  /// left by a process that was killed, unless it goes away in a moment (`git gc`).
  private static void removeStaleLock(Epoch target) throws IOException {
    Path file = target.path().resolve(target.branch() + ".lock");
    long deadline = System.nanoTime() + STALE_LOCK.toNanos();
    while (Files.exists(file) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(STALE_LOCK_POLL.toNanos());
    }
    if (Files.deleteIfExists(file)) {
      LOG.log(System.Logger.Level.WARNING, "{0}: removed, a dead process left it", file);
    }
  }

  private Epoch writableEpoch() throws IOException {
    Epoch current = epoch;
    if (current == null || epochBytes >= epochBytesMax) {
      int number = current == null ? 0 : current.number() + 1;
      Path path = inbox.epochPath(number);
      Path making = path.resolveSibling("." + number + ".new");
      Deletion.tree(making);
      Inbox.initEpoch(making);
      Files.move(making, path, StandardCopyOption.ATOMIC_MOVE);
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
