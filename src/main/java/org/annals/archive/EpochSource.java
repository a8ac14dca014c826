package org.annals.archive;

import java.io.IOException;
import java.util.HashSet;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Set;
import org.annals.mail.Defect;
import org.annals.store.BlobId;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.EpochCopy;
import org.annals.store.MissingMessageException;
import org.annals.store.StoredCommit;
import org.annals.store.V1History;
import org.jspecify.annotations.Nullable;

/// The messages of somebody's git repository as mail: a v2 epoch without those removed later, or
/// a v1 inbox.
final class EpochSource implements MailSource {
  private final String name;
  private final Iterator<BlobId> messages;
  private final AutoCloseable history;
  private final BlobReader blobs;

  private EpochSource(
      String name, Iterator<BlobId> messages, AutoCloseable history, BlobReader blobs) {
    this.name = name;
    this.messages = messages;
    this.history = history;
    this.blobs = blobs;
  }

  static EpochSource of(String name, EpochCopy copy) throws IOException {
    if (copy.isV1()) {
      V1History history = V1History.open(copy.epoch(), copy.tip());
      return new EpochSource(name, history, history, BlobReader.of(copy.epoch()));
    }
    Set<BlobId> removed = new HashSet<>();
    try (Epoch.Scan scan = copy.epoch().scan(copy.tip(), null)) {
      while (scan.hasNext()) {
        StoredCommit commit = scan.next();
        if (commit.kind() == StoredCommit.Kind.REMOVE) {
          removed.add(commit.blob());
        }
      }
    }
    Epoch.Scan scan = copy.epoch().scan(copy.tip(), null);
    return new EpochSource(name, new Additions(scan, removed), scan, BlobReader.of(copy.epoch()));
  }

  @Override
  public @Nullable Item next() throws IOException {
    if (!messages.hasNext()) {
      return null;
    }
    BlobId blob = messages.next();
    String where = name + " object " + blob;
    try {
      return new Item.Mail(where, blobs.read(blob));
    } catch (MissingMessageException e) {
      return new Item.Refused(where, "is missing there", Defect.Kind.UNREADABLE);
    }
  }

  @Override
  public void close() throws IOException {
    blobs.close();
    try {
      history.close();
    } catch (IOException | RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new IOException(e);
    }
  }

  /// The blobs of additions that stand.
  private static final class Additions implements Iterator<BlobId> {
    private final Epoch.Scan scan;
    private final Set<BlobId> removed;
    private @Nullable BlobId next;

    Additions(Epoch.Scan scan, Set<BlobId> removed) {
      this.scan = scan;
      this.removed = removed;
    }

    @Override
    public boolean hasNext() {
      while (next == null && scan.hasNext()) {
        StoredCommit commit = scan.next();
        if (commit.kind() == StoredCommit.Kind.ADD && !removed.contains(commit.blob())) {
          next = commit.blob();
        }
      }
      return next != null;
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
  }
}
