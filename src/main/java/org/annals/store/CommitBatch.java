package org.annals.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
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

/// Commits that an epoch gets by one move of its branch, after all of them are on disk. Whoever
/// makes one holds the inbox's lock. Not thread-safe; close it.
final class CommitBatch implements AutoCloseable {
  /// From this many messages on, a batch is written as one pack and not as loose objects, each of
  /// which would have to be forced to disk by itself.
  private static final int PACK_MESSAGES_MIN = 3;

  private static final Duration STALE_LOCK = Duration.ofSeconds(1);
  private static final Duration STALE_LOCK_POLL = Duration.ofMillis(20);
  private static final System.Logger LOG = System.getLogger(CommitBatch.class.getName());

  private final Epoch target;
  private final ObjectInserter inserter;
  private final boolean packed;
  private final Set<Path> packsBefore;
  private final List<ObjectId> written = new ArrayList<>();
  private final @Nullable ObjectId tip;
  private @Nullable ObjectId at;

  /// Who, when and what, as a commit says it.
  record Description(PersonIdent author, PersonIdent committer, String text) {}

  private CommitBatch(Epoch target, ObjectInserter inserter, boolean packed) throws IOException {
    this.target = target;
    this.inserter = inserter;
    this.packed = packed;
    this.packsBefore = packed ? Durable.packs(target) : Set.of();
    this.tip = target.tip().map(ObjectId::fromString).orElse(null);
    this.at = tip;
  }

  static CommitBatch begin(Epoch target, int commits) throws IOException {
    if (commits >= PACK_MESSAGES_MIN
        && target.repository().getObjectDatabase() instanceof ObjectDirectory objects) {
      return new CommitBatch(target, objects.newPackInserter(), true);
    }
    return new CommitBatch(target, target.repository().newObjectInserter(), false);
  }

  ObjectId insert(byte[] message) throws IOException {
    ObjectId blob = inserter.insert(Constants.OBJ_BLOB, message);
    written.add(blob);
    return blob;
  }

  /// One more commit, upon the one before. `file`: `m` or `d`.
  void commit(String file, ObjectId blob, Description description) throws IOException {
    TreeFormatter tree = new TreeFormatter();
    tree.append(file, FileMode.REGULAR_FILE, blob);
    CommitBuilder commit = new CommitBuilder();
    commit.setTreeId(inserter.insert(tree));
    if (at != null) {
      commit.setParentId(at);
    }
    commit.setAuthor(description.author());
    commit.setCommitter(description.committer());
    commit.setMessage(description.text());
    at = inserter.insert(commit);
    written.add(commit.getTreeId());
    written.add(at);
  }

  /// All commits are on disk and in the branch when it returns.
  void publish(InboxLock lock) throws IOException {
    ObjectId after = at;
    if (after == null) {
      throw new IllegalStateException("nothing to publish");
    }
    inserter.flush();
    if (packed) {
      Durable.newPacks(target, packsBefore);
    } else {
      Durable.looseNames(target, written);
    }
    move(target, target.branch(), tip, after);
    DumbHttp.update(target);
    lock.announce();
  }

  /// Moves a reference from `before` and from nowhere else; it is on disk when this returns.
  static void move(Epoch target, String ref, @Nullable ObjectId before, ObjectId after)
      throws IOException {
    RefUpdate.Result result = tryMove(target, ref, before, after);
    if (result == RefUpdate.Result.LOCK_FAILURE) {
      removeStaleLock(target, ref);
      result = tryMove(target, ref, before, after);
    }
    switch (result) {
      case NEW, FAST_FORWARD, FORCED -> Durable.branch(target, ref);
      default ->
          throw new IOException(target.path() + ": " + ref + " could not be moved: " + result);
    }
  }

  private static RefUpdate.Result tryMove(
      Epoch target, String ref, @Nullable ObjectId before, ObjectId after) throws IOException {
    RefUpdate update = target.repository().updateRef(ref);
    update.setExpectedOldObjectId(before == null ? ObjectId.zeroId() : before);
    update.setNewObjectId(after);
    update.setForceUpdate(true);
    update.disableRefLog();
    return update.update();
  }

  /// Writers of the branch hold the inbox's lock, and we hold it: git's own lock on the branch was
  /// left by a process that was killed, unless it goes away in a moment (`git gc`).
  private static void removeStaleLock(Epoch target, String ref) throws IOException {
    Path file = target.path().resolve(ref + ".lock");
    long deadline = System.nanoTime() + STALE_LOCK.toNanos();
    while (Files.exists(file) && System.nanoTime() < deadline) {
      LockSupport.parkNanos(STALE_LOCK_POLL.toNanos());
    }
    if (Files.deleteIfExists(file)) {
      LOG.log(System.Logger.Level.WARNING, "{0}: removed, a dead process left it", file);
    }
  }

  @Override
  public void close() {
    inserter.close();
  }
}
