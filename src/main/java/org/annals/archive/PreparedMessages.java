package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.store.BlobReader;
import org.annals.store.Inbox;
import org.annals.store.MissingMessageException;
import org.annals.store.StoredCommit;
import org.jspecify.annotations.Nullable;

/// Commits of an epoch with their messages read and taken apart, in commit order.
///
/// A pool of threads reads slices ahead of the caller, each with a git reader of its own. What
/// cannot be read is a warning and left out. One caller; close it.
final class PreparedMessages implements AutoCloseable {
  /// Commits a thread takes at once.
  private static final int SLICE = 128;

  private final Inbox inbox;
  private final Iterator<StoredCommit> scan;
  private final Collection<IndexHeader> headers;
  private final int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
  private @Nullable ExecutorService pool;
  private final List<String> warnings = new ArrayList<>();
  private @Nullable StoredCommit last;
  private long read;

  PreparedMessages(Inbox inbox, Iterator<StoredCommit> commits, Collection<IndexHeader> headers) {
    this.inbox = inbox;
    this.scan = commits;
    this.headers = headers;
  }

  boolean hasNext() {
    return scan.hasNext();
  }

  /// At least one round of slices, then more until a limit is passed.
  List<Prepared> next(int messagesMax, long charactersMax) throws IOException {
    List<Prepared> batch = new ArrayList<>();
    long characters = 0;
    while (scan.hasNext() && batch.size() < messagesMax && characters < charactersMax) {
      for (Prepared prepared : round()) {
        batch.add(prepared);
        characters += prepared.characters();
      }
    }
    return batch;
  }

  private List<Prepared> round() throws IOException {
    List<Prepared> prepared = new ArrayList<>();
    List<StoredCommit> commits = slice();
    if (!scan.hasNext()) {
      collect(prepare(commits), prepared); // a few: not worth a thread
      return prepared;
    }
    List<Future<Slice>> slices = new ArrayList<>();
    slices.add(pool().submit(task(commits)));
    for (int i = 1; i < threads && scan.hasNext(); i++) {
      slices.add(pool().submit(task(slice())));
    }
    for (Future<Slice> slice : slices) {
      collect(await(slice), prepared);
    }
    return prepared;
  }

  private void collect(Slice done, List<Prepared> prepared) {
    prepared.addAll(done.messages());
    warnings.addAll(done.warnings());
  }

  private List<StoredCommit> slice() {
    List<StoredCommit> commits = new ArrayList<>(SLICE);
    while (commits.size() < SLICE && scan.hasNext()) {
      StoredCommit commit = scan.next();
      commits.add(commit);
      last = commit;
    }
    read += commits.size();
    return commits;
  }

  private ExecutorService pool() {
    if (pool == null) {
      pool = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
    }
    return pool;
  }

  private record Slice(List<Prepared> messages, List<String> warnings) {}

  private Callable<Slice> task(List<StoredCommit> commits) {
    return () -> prepare(commits);
  }

  private Slice prepare(List<StoredCommit> commits) throws IOException {
    List<Prepared> messages = new ArrayList<>(commits.size());
    List<String> unread = new ArrayList<>();
    try (BlobReader blobs = inbox.blobs()) {
      for (StoredCommit commit : commits) {
        if (commit.kind() != StoredCommit.Kind.ADD && commit.kind() != StoredCommit.Kind.REMOVE) {
          continue;
        }
        try {
          messages.add(Prepared.of(commit, blobs.read(commit.blob()), headers));
        } catch (MissingMessageException e) {
          unread.add("commit " + commit.id() + ": " + e.getMessage());
        }
      }
    }
    return new Slice(messages, unread);
  }

  private static Slice await(Future<Slice> slice) throws IOException {
    try {
      return slice.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failure) {
        throw failure;
      }
      throw new IOException("reading mail failed: " + e.getCause(), e);
    } catch (InterruptedException e) {
      throw new IllegalStateException("the index thread must not be interrupted", e);
    }
  }

  /// The newest commit that was handed out, readable or not.
  String lastCommit() {
    if (last == null) {
      throw new IllegalStateException("nothing was read yet");
    }
    return last.id();
  }

  long read() {
    return read;
  }

  IndexReport report() {
    List<String> first = warnings.subList(0, Math.min(warnings.size(), IndexReport.WARNINGS_MAX));
    return new IndexReport(read, 0, 0, 0, 0, List.copyOf(first));
  }

  @Override
  public void close() {
    if (pool != null) {
      pool.shutdown();
    }
  }
}
