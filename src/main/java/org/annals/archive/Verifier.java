package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.annals.index.Bookmarks;
import org.annals.index.IndexView;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.MissingMessageException;
import org.annals.store.StoredCommit;

/// Proves that git, the index and the article numbers of one inbox agree, by replaying its history
/// against the index, and that files made from git are what they must be. Reads every message;
/// changes nothing. One thread; used once.
public final class Verifier {
  private static final int PROBLEMS_LISTED_MAX = 100;

  private final Archive archive;
  private final Inbox inbox;
  private final InboxName name;
  private final Set<BlobId> removed = new HashSet<>();
  private final BitSet seen = new BitSet();
  private final List<String> problems = new ArrayList<>();
  private long problemCount;
  private long derivedCount;
  private long commits;
  private Numbers numbers = new Numbers(0, Set.of(), java.util.Map.of());

  /// What was looked at and what is wrong, the first of it in words. `derivedCount` of the problems
  /// are in what is made from git, which [Repair] mends; the others are in git itself.
  public record Findings(
      long commits, long messages, long problemCount, long derivedCount, List<String> problems) {}

  public Verifier(Archive archive, InboxName name) {
    this.archive = archive;
    this.inbox = archive.opened().get(name);
    this.name = name;
  }

  public Findings run() throws IOException {
    inbox.staleFiles().forEach(this::derived);
    ControlInbox control = archive.control();
    numbers = new Numbers(0, control.burnt(name), control.kept(name));
    try (IndexView view = archive.keeper().index().view();
        BlobReader blobs = inbox.blobs()) {
      for (Epoch epoch : inbox.epochs()) {
        collectRemoved(epoch);
      }
      for (Epoch epoch : inbox.epochs()) {
        replay(epoch, view, blobs);
      }
      long indexed = view.count(Scope.of(name));
      if (indexed != seen.cardinality()) {
        derived("the index has " + indexed + " messages, git " + seen.cardinality());
      }
      long highest = view.bookmarks().highest(name);
      if (highest < numbers.highest()) {
        derived("the index ends at number " + highest + ", git at " + numbers.highest());
      }
    }
    return new Findings(
        commits, seen.cardinality(), problemCount, derivedCount, List.copyOf(problems));
  }

  private void problem(String what) {
    problemCount++;
    if (problems.size() < PROBLEMS_LISTED_MAX) {
      problems.add(name + ": " + what);
    }
  }

  /// In what is made from git.
  private void derived(String what) {
    derivedCount++;
    problem(what);
  }

  private void collectRemoved(Epoch epoch) throws IOException {
    String tip = epoch.tip().orElse(null);
    if (tip == null) {
      return;
    }
    try (Epoch.Scan scan = epoch.scan(tip, null)) {
      while (scan.hasNext()) {
        StoredCommit commit = scan.next();
        if (commit.kind() == StoredCommit.Kind.REMOVE) {
          removed.add(commit.blob());
        }
      }
    }
  }

  private void replay(Epoch epoch, IndexView view, BlobReader blobs) throws IOException {
    String tip = epoch.tip().orElse(null);
    if (tip == null) {
      return;
    }
    Bookmarks.EpochKey key = new Bookmarks.EpochKey(name, epoch.number());
    if (!tip.equals(view.bookmarks().commits().get(key))) {
      derived("epoch " + epoch.number() + ": the index has not come to the tip " + tip);
    }
    try (Epoch.Scan scan = epoch.scan(tip, null)) {
      while (scan.hasNext()) {
        StoredCommit commit = scan.next();
        commits++;
        if (commit.kind() == StoredCommit.Kind.ADD) {
          verify(commit, view, blobs);
        } else if (commit.kind() == StoredCommit.Kind.OTHER) {
          problem("commit " + commit.id() + " holds neither m nor d");
        }
      }
    }
  }

  private void verify(StoredCommit commit, IndexView view, BlobReader blobs) throws IOException {
    byte[] raw;
    try {
      raw = blobs.read(commit.blob());
    } catch (MissingMessageException e) {
      problem("commit " + commit.id() + ": " + e.getMessage());
      return;
    }
    if (!blobs.matches(commit.blob(), raw)) {
      problem("commit " + commit.id() + ": object " + commit.blob() + " is damaged");
      return;
    }
    List<MessageId> ids = Message.parse(raw).ids();
    boolean claimed = false;
    for (MessageId id : ids) {
      for (Posting posting : view.byId(Scope.of(name), id)) {
        boolean counted = seen.get(Math.toIntExact(posting.number()));
        claimed |= counted;
        if (posting.blob().equals(commit.blob()) && !counted && isNotRemoved(posting)) {
          verify(posting, view);
          return;
        }
      }
    }
    if (removed.contains(commit.blob())) {
      numbers.next(commit.blob());
    } else if (!claimed && !ids.isEmpty()) {
      derived("commit " + commit.id() + ": <" + ids.getFirst().value() + "> is not in the index");
    }
  }

  /// A removed message may come back later under a new number; then this commit is the old one.
  private boolean isNotRemoved(Posting posting) {
    return !removed.contains(posting.blob()) || numbers.peek(posting.blob()) == posting.number();
  }

  private void verify(Posting posting, IndexView view) throws IOException {
    seen.set(Math.toIntExact(posting.number()));
    long expected = numbers.next(posting.blob());
    String what = "<" + posting.id().value() + "> ";
    if (posting.number() != expected) {
      derived(what + "has number " + posting.number() + ", replay says " + expected);
    }
    for (MessageId id : posting.overview().ids()) {
      List<Long> threads = view.threadsNaming(id);
      if (!threads.equals(List.of(posting.thread()))) {
        derived(what + "lies in " + threads.size() + " threads");
      }
    }
  }
}
