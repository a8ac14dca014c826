package org.annals.store;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectIdOwnerMap;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevSort;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.jspecify.annotations.Nullable;

/// A v1 inbox ("ssoma"): each commit adds or deletes files named by the hash of a Message-ID.
/// Read only, in the order of its commits. One thread; close it.
public final class V1History implements Iterator<BlobId>, AutoCloseable {
  private final ObjectReader reader;
  private final RevWalk commits;
  private final TreeWalk changes;
  private final ObjectIdOwnerMap<ObjectIdOwnerMap.Entry> standing;
  private boolean inCommit;
  private @Nullable BlobId next;

  private V1History(
      ObjectReader reader, RevWalk commits, ObjectIdOwnerMap<ObjectIdOwnerMap.Entry> standing) {
    this.reader = reader;
    this.commits = commits;
    this.standing = standing;
    this.changes = new TreeWalk(reader);
  }

  /// The messages that the tip has come out once each or more.
  public static V1History open(Epoch epoch, String tip) throws IOException {
    ObjectReader reader = epoch.repository().newObjectReader();
    RevWalk walk = new RevWalk(reader);
    walk.sort(RevSort.TOPO);
    walk.sort(RevSort.REVERSE, true);
    RevCommit start = walk.parseCommit(ObjectId.fromString(tip));
    walk.markStart(start);
    return new V1History(reader, walk, blobsOf(start.getTree(), reader));
  }

  private static ObjectIdOwnerMap<ObjectIdOwnerMap.Entry> blobsOf(RevTree tree, ObjectReader reader)
      throws IOException {
    ObjectIdOwnerMap<ObjectIdOwnerMap.Entry> blobs = new ObjectIdOwnerMap<>();
    try (TreeWalk files = new TreeWalk(reader)) {
      files.addTree(tree);
      files.setRecursive(true);
      while (files.next()) {
        blobs.addIfAbsent(new Standing(files.getObjectId(0)));
      }
    }
    return blobs;
  }

  /// A message that the tip has: neither deleted nor replaced later.
  private static final class Standing extends ObjectIdOwnerMap.Entry {
    Standing(AnyObjectId id) {
      super(id);
    }
  }

  /// Whether there is one, as public-inbox decides it: a repository without the lock of v2.
  public static boolean isAt(Path directory) {
    return !Files.exists(directory.resolve(Inbox.LOCK)) && EpochCopy.isRepository(directory);
  }

  /// Whether the tip's tree has only two-digit hexadecimal directories.
  static boolean isV1(Epoch epoch) throws IOException {
    String tip = epoch.tip().orElse(null);
    if (tip == null) {
      return false;
    }
    try (ObjectReader reader = epoch.repository().newObjectReader();
        RevWalk walk = new RevWalk(reader);
        TreeWalk tree = new TreeWalk(reader)) {
      tree.addTree(walk.parseCommit(ObjectId.fromString(tip)).getTree());
      boolean any = false;
      while (tree.next()) {
        if (!tree.isSubtree() || !tree.getNameString().matches("[0-9a-f]{2}")) {
          return false;
        }
        any = true;
      }
      return any;
    }
  }

  @Override
  public boolean hasNext() {
    try {
      while (next == null) {
        if (!inCommit && !nextCommit()) {
          return false;
        }
        if (!changes.next()) {
          inCommit = false;
        } else if (changes.isSubtree()) {
          changes.enterSubtree();
        } else if (standing.contains(changes.getObjectId(1))) {
          next = new BlobId(changes.getObjectId(1).name());
        }
      }
      return true;
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private boolean nextCommit() throws IOException {
    RevCommit commit = commits.next();
    if (commit == null) {
      return false;
    }
    changes.reset();
    if (commit.getParentCount() == 0) {
      changes.addTree(new EmptyTreeIterator());
    } else {
      RevTree before = commits.parseCommit(commit.getParent(0)).getTree();
      changes.addTree(before);
    }
    changes.addTree(commit.getTree());
    changes.setFilter(TreeFilter.ANY_DIFF);
    inCommit = true;
    return true;
  }

  @Override
  public BlobId next() {
    if (!hasNext() || next == null) {
      throw new NoSuchElementException();
    }
    BlobId blob = next;
    next = null;
    return blob;
  }

  @Override
  public void close() {
    changes.close();
    commits.close();
    reader.close();
  }
}
