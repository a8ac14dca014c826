package org.annals.code;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.annals.code.CommitIndex.Progress;
import org.annals.code.CommitIndex.State;
import org.annals.index.RecordFilter;
import org.annals.index.RecordIndex;
import org.annals.index.RecordView;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;
import org.jspecify.annotations.Nullable;

/// Brings the records of one repository from the tips where they were left to those of now.
///
/// History is walked from HEAD and then from the other tips, down to what is known. Of what no ref
/// reaches any more, git tells the difference between old and new tips; where it cannot (the old
/// ones are gone, or the last time was not finished), the whole history is walked and what was not
/// met is dropped. Memory: 40 to 80 bytes a commit that is walked, and the steps.
final class CommitCatchUp {
  /// So many commits are published at once.
  private static final int STEP = 5_000;

  private static final int PAGE = 1_000;

  /// A walk forgets its commits after so many.
  private static final int WALK_MAX = 10_000;

  private final RecordIndex records;
  private final RecordView before;
  private final CodeRepository code;
  private final CommitSink sink;
  private final Publishing publishing;
  private final IdSet seen = new IdSet();
  private final List<Commit> came = new ArrayList<>();
  private final List<Commit> went = new ArrayList<>();
  private final List<String> damage = new ArrayList<>();
  private RepositoryTips left = new RepositoryTips("", Set.of(), Set.of());
  private boolean known;
  private boolean everything;
  private long added;
  private long removed;

  /// Makes visible what was put, together with how far this is.
  interface Publishing {
    void at(State reached) throws IOException;
  }

  CommitCatchUp(
      RecordIndex records,
      RecordView before,
      CodeRepository code,
      CommitSink sink,
      Publishing publishing) {
    this.records = records;
    this.before = before;
    this.code = code;
    this.sink = sink;
    this.publishing = publishing;
  }

  CommitReport run(@Nullable State state, RepositoryTips tips) throws IOException {
    known = state != null;
    left = state == null ? left : state.tips();
    everything =
        state != null
            && (state.progress() != Progress.WHOLE
                || !left.shallow().equals(tips.shallow())
                || !areReadable(left.ids()));
    try (CommitReader reader = new CommitReader(code, tips.shallow())) {
      walk(reader, head(tips), true);
      walk(reader, tips.ids(), false);
      List<Commit> rest = reader.rest();
      while (!rest.isEmpty()) {
        put(rest);
        rest = reader.rest();
      }
      if (reader.unreadable() > 0) {
        damage.add(reader.unreadable() + " commits have no patch-id: " + reader.firstUnreadable());
      }
    }
    if (known && damage.isEmpty()) {
      lose(tips);
    }
    publish(new State(damage.isEmpty() ? Progress.WHOLE : Progress.DAMAGED, tips));
    return new CommitReport(
        added,
        removed,
        damage.stream().map(line -> "coderepo." + code.name() + ": " + line).toList());
  }

  private boolean areReadable(Collection<ObjectId> ids) {
    try (RevWalk walk = new RevWalk(code.repository())) {
      for (ObjectId id : ids) {
        walk.parseCommit(id);
      }
      return true;
    } catch (IOException | RuntimeException e) {
      return false;
    }
  }

  private void walk(CommitReader reader, Collection<ObjectId> tips, boolean mainline)
      throws IOException {
    Deque<ObjectId> open = new ArrayDeque<>(tips);
    RevWalk walk = new RevWalk(code.repository());
    try {
      for (int count = 0; !open.isEmpty(); count++) {
        ObjectId id = open.pop();
        if (!seen.add(id)) {
          continue;
        }
        if (count % WALK_MAX == WALK_MAX - 1) {
          walk.close();
          walk = new RevWalk(code.repository());
        }
        RevCommit commit = parsed(walk, id);
        if (commit != null && visit(reader, commit, mainline)) {
          for (int i = commit.getParentCount() - 1; i >= 0; i--) {
            open.push(commit.getParent(i).copy());
          }
        }
      }
    } finally {
      walk.close();
    }
  }

  private @Nullable RevCommit parsed(RevWalk walk, ObjectId id) {
    try {
      return walk.parseCommit(id);
    } catch (IOException | RuntimeException e) { // JGit on objects that are damaged
      if (damage.isEmpty()) {
        damage.add("history is not whole: cannot read commit " + id.name());
      }
      return null;
    }
  }

  /// Whether to go on to its parents.
  private boolean visit(CommitReader reader, RevCommit commit, boolean mainline)
      throws IOException {
    Optional<Commit> old = known ? known(commit.name()) : Optional.empty();
    boolean again =
        everything
            && commit.getParentCount() == 1
            && old.isPresent()
            && old.get().patchId().isEmpty();
    if (old.isEmpty() || again) {
      put(reader.add(commit, mainline));
      return true;
    }
    boolean same = old.get().mainline() == mainline;
    if (everything ? !same : mainline && !same) {
      put(List.of(old.get().withMainline(mainline)));
    }
    return everything || (mainline && !same);
  }

  private Optional<Commit> known(String id) throws IOException {
    Optional<byte[]> bytes = before.get(CommitRecord.key(code.name(), id));
    return bytes.isEmpty() ? Optional.empty() : Optional.of(CommitRecord.read(bytes.get()));
  }

  private void put(List<Commit> commits) throws IOException {
    if (commits.isEmpty()) {
      return;
    }
    records.put(commits.stream().map(CommitRecord::of).toList());
    added += commits.size();
    came.addAll(commits);
    publishFullStep();
  }

  private void remove(Commit commit) throws IOException {
    records.remove(CommitRecord.exactly(commit.repository(), commit.id()));
    removed++;
    went.add(commit);
    publishFullStep();
  }

  private void publishFullStep() throws IOException {
    if (came.size() + went.size() >= STEP) {
      publish(new State(Progress.PARTIAL, left));
    }
  }

  private void publish(State reached) throws IOException {
    publishing.at(reached);
    if (!came.isEmpty()) {
      sink.added(List.copyOf(came));
      came.clear();
    }
    if (!went.isEmpty()) {
      sink.removed(List.copyOf(went));
      went.clear();
    }
  }

  /// Removes what no tip reaches any more, and puts anew what only HEAD lost.
  private void lose(RepositoryTips tips) throws IOException {
    if (everything) {
      removeUnseen();
      return;
    }
    Set<String> gone = between(left.ids(), tips.ids());
    for (String id : gone) {
      Optional<Commit> lost = known(id);
      if (lost.isPresent()) {
        remove(lost.get());
      }
    }
    if (!left.head().isEmpty() && !left.head().equals(tips.head())) {
      for (String id : between(head(left), head(tips))) {
        Optional<Commit> old = gone.contains(id) ? Optional.empty() : known(id);
        if (old.isPresent()) {
          put(List.of(old.get().withMainline(false)));
        }
      }
    }
  }

  private static List<ObjectId> head(RepositoryTips tips) {
    return tips.head().isEmpty() ? List.of() : List.of(ObjectId.fromString(tips.head()));
  }

  private void removeUnseen() throws IOException {
    RecordFilter all = RecordFilter.of(CommitRecord.repository(code.name()));
    RecordView.Place place = null;
    List<RecordView.Found> page;
    do {
      page = before.find(all, false, place, 0, PAGE);
      for (RecordView.Found found : page) {
        Commit commit = CommitRecord.read(found.value());
        if (!seen.contains(ObjectId.fromString(commit.id()))) {
          remove(commit);
        }
        place = new RecordView.Place(found.rank(), found.key());
      }
    } while (page.size() == PAGE);
  }

  /// What is reachable from `from` and not from `to`.
  private Set<String> between(List<ObjectId> from, List<ObjectId> to) throws IOException {
    Set<String> ids = new HashSet<>();
    try (RevWalk walk = new RevWalk(code.repository())) {
      walk.setRetainBody(false);
      for (ObjectId id : from) {
        walk.markStart(walk.parseCommit(id));
      }
      for (ObjectId id : to) {
        walk.markUninteresting(walk.parseCommit(id));
      }
      for (RevCommit commit : walk) {
        ids.add(commit.name());
      }
      return ids;
    } catch (RuntimeException e) { // JGit on objects that are damaged
      throw new IOException(code + ": its history cannot be read", e);
    }
  }
}
