package org.annals.code;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.mail.Address;
import org.eclipse.jgit.lib.PersonIdent;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// Reads and compares commits on all cores, in batches, in the order in which they are asked for.
/// One thread asks.
final class CommitReader implements AutoCloseable {
  private static final int BATCH = 64;
  private static final int BATCHES_PER_CORE = 3;
  private static final int TITLE_CHARACTERS_MAX = 1_000;

  private final CodeRepository code;
  private final Set<String> shallow;
  private final int cores = Runtime.getRuntime().availableProcessors();
  private final ExecutorService workers =
      Executors.newFixedThreadPool(
          cores, Thread.ofPlatform().daemon().name("commits-", 0).factory());
  private final Queue<CommitDiff.Reader> readers = new ConcurrentLinkedQueue<>();
  private final Deque<Future<Batch>> running = new ArrayDeque<>();
  private List<Asked> asked = new ArrayList<>();
  private int unreadable;
  private String firstUnreadable = "";

  /// The diffs of commits whose parents are not there would be of all their files.
  CommitReader(CodeRepository code, Set<String> shallow) {
    this.code = code;
    this.shallow = Set.copyOf(shallow);
  }

  private record Asked(RevCommit commit, boolean mainline) {}

  private record Batch(List<Commit> commits, List<String> unreadable) {}

  /// Commits that are ready now, often none.
  List<Commit> add(RevCommit commit, boolean mainline) throws IOException {
    asked.add(new Asked(commit, mainline));
    if (asked.size() < BATCH) {
      return List.of();
    }
    submit();
    return running.size() < BATCHES_PER_CORE * cores ? List.of() : next();
  }

  /// The rest, a batch at a time; empty when there is none.
  List<Commit> rest() throws IOException {
    submit();
    return running.isEmpty() ? List.of() : next();
  }

  private void submit() {
    List<Asked> batch = asked;
    asked = new ArrayList<>();
    if (!batch.isEmpty()) {
      running.add(workers.submit(() -> read(batch)));
    }
  }

  private List<Commit> next() throws IOException {
    try {
      Batch batch = running.remove().get();
      unreadable += batch.unreadable.size();
      if (firstUnreadable.isEmpty() && !batch.unreadable.isEmpty()) {
        firstUnreadable = batch.unreadable.getFirst();
      }
      return batch.commits;
    } catch (InterruptedException e) {
      throw new IOException("interrupted", e);
    } catch (ExecutionException e) {
      throw new IOException(code + ": commits cannot be read", e.getCause());
    }
  }

  /// Commits whose files could not be compared; they have no patch-id.
  int unreadable() {
    return unreadable;
  }

  String firstUnreadable() {
    return firstUnreadable;
  }

  private Batch read(List<Asked> batch) {
    CommitDiff.Reader known = readers.poll();
    CommitDiff.Reader reader = known == null ? new CommitDiff.Reader(code) : known;
    List<Commit> commits = new ArrayList<>();
    List<String> failures = new ArrayList<>();
    try (RevWalk walk = new RevWalk(code.repository())) {
      for (Asked one : batch) {
        CommitDiff diff = CommitDiff.NONE;
        try {
          diff = diff(walk, reader, one.commit);
        } catch (IOException | RuntimeException e) { // JGit on objects that are damaged
          failures.add(one.commit.name() + ": " + e.getMessage());
        }
        commits.add(commit(one, diff));
      }
    }
    readers.add(reader);
    return new Batch(commits, failures);
  }

  private CommitDiff diff(RevWalk walk, CommitDiff.Reader reader, RevCommit commit)
      throws IOException {
    if (commit.getParentCount() > 1 || shallow.contains(commit.name())) {
      return CommitDiff.NONE;
    }
    return reader.of(
        commit.getParentCount() == 0 ? null : walk.parseCommit(commit.getParent(0)).getTree(),
        commit.getTree());
  }

  private Commit commit(Asked one, CommitDiff diff) {
    CommitMessage message = CommitMessage.parse(one.commit.getFullMessage());
    String title = one.commit.getShortMessage();
    PersonIdent author = one.commit.getAuthorIdent();
    PersonIdent committer = one.commit.getCommitterIdent();
    return new Commit(
        code.name(),
        one.commit.name(),
        diff.patchId(),
        title.substring(0, Math.min(TITLE_CHARACTERS_MAX, title.length())),
        address(author),
        time(author, one.commit),
        address(committer),
        time(committer, one.commit),
        message.names(),
        message.reverts(),
        message.pickedFrom(),
        diff.paths(),
        one.mainline);
  }

  private static Address address(@Nullable PersonIdent who) {
    return who == null ? new Address("", "") : new Address(who.getName(), who.getEmailAddress());
  }

  private static Instant time(@Nullable PersonIdent who, RevCommit commit) {
    return who == null ? Instant.ofEpochSecond(commit.getCommitTime()) : who.getWhenAsInstant();
  }

  @Override
  public void close() {
    workers.close();
    readers.forEach(CommitDiff.Reader::close);
  }
}
