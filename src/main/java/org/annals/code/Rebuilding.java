package org.annals.code;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.annals.code.Solution.Step;
import org.annals.index.Posting;
import org.annals.patch.FilePatch;
import org.annals.patch.PatchResult;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectInserter;
import org.jspecify.annotations.Nullable;

/// Makes a file by applying patches from mail: backwards to a file that is there, or to none, then
/// forwards. What comes out counts only if it has the hash that was asked for. One thread.
final class Rebuilding {
  /// Messages read for one file, its predecessors included.
  private static final int MESSAGES_MAX = 1_000;

  /// Messages looked at for one state of a file: a series of thirty versions fits.
  private static final int MESSAGES_A_FILE_MAX = 40;

  /// Patches one upon the other.
  private static final int DEPTH_MAX = 500;

  /// Content made on the way, also in vain.
  private static final long MADE_BYTES_MAX = 512L << 20;

  /// Content that is remembered while other patches are tried.
  private static final int KEPT_BYTES_MAX = 64 << 20;

  private static final long NANOS_MAX = TimeUnit.SECONDS.toNanos(15);

  /// What is read of a repository to apply patches to.
  private static final int BASE_BYTES_MAX = FilePatch.CONTENT_BYTES_MAX;

  private static final Content NOTHING =
      new Content(
          ObjectId.fromString("e69de29bb2d1d6434b8b29ae775ad8c2e48c5391"), new byte[0], List.of());

  /// A file, and the mails that it is made of in the order in which they were applied.
  record Content(ObjectId id, byte[] bytes, List<Posting> mails) {}

  /// A patch that says it makes what is wanted.
  private record Candidate(Posting mail, FilePatch patch) {}

  /// A file that is wanted, by the id that somebody has for it.
  private static final class Want {
    final String id;
    final Iterator<Posting> mails;
    final Deque<Candidate> patches = new ArrayDeque<>();
    final Set<Object> tried = new HashSet<>();
    @Nullable Candidate trying;

    Want(String id, List<Posting> mails) {
      this.id = id;
      this.mails = mails.iterator();
    }
  }

  private final Solver solver;
  private final PostedPatches posted;
  private final long deadline = System.nanoTime() + NANOS_MAX;
  private final Deque<Want> wants = new ArrayDeque<>();
  private final Map<String, Content> made = new HashMap<>();
  private final Set<String> unsolved = new HashSet<>();
  private int messages;
  private long madeBytes;
  private long keptBytes;

  /// Why no more is tried; empty while it is.
  private String enough = "";

  private boolean givingUp;

  Rebuilding(Solver solver, PostedPatches posted) {
    this.solver = solver;
    this.posted = posted;
  }

  Optional<Content> make(String id) throws IOException {
    push(id);
    while (!wants.isEmpty()) {
      Want want = wants.getLast();
      if (want.trying == null) {
        want.trying = next(want);
      }
      if (want.trying == null) {
        giveUp(want);
        unsolved.add(want.id);
        pop(null);
        continue;
      }
      givingUp = false;
      List<Content> bases = bases(want.trying);
      if (bases.isEmpty()) {
        pursue(want);
        continue;
      }
      Content content = apply(want, want.trying, bases);
      if (content == null) {
        want.trying = null;
      } else if (wants.size() == 1) {
        return Optional.of(content);
      } else {
        keep(want.id, content);
        pop(content);
      }
    }
    return Optional.empty();
  }

  private void push(String id) throws IOException {
    List<Posting> mails = posted.making(id.substring(0, Solver.DIGITS_MIN), MESSAGES_A_FILE_MAX);
    int count = mails.size();
    solver.step(
        count == MESSAGES_A_FILE_MAX
            ? "looking at the newest " + count + " mails that make " + id
            : count == 0
                ? "no mail makes " + id
                : count == 1 ? "1 mail makes " + id : count + " mails make " + id);
    givingUp = count == 0;
    wants.add(new Want(id, mails));
  }

  /// What then fails, too, for want of this one, needs no words.
  private void giveUp(Want want) {
    if (enough.isEmpty() && !givingUp) {
      solver.step("nothing makes " + want.id);
    }
    givingUp = true;
  }

  /// Without an answer, whoever wanted it tries another patch.
  private void pop(@Nullable Content content) {
    wants.removeLast();
    if (content == null && !wants.isEmpty()) {
      wants.getLast().trying = null;
    }
  }

  /// What the patch is to be applied to is wanted next, if that may help.
  private void pursue(Want want) throws IOException {
    Candidate candidate = want.trying;
    String base = candidate == null ? "" : base(candidate);
    String wrong = "";
    if (base.length() < Solver.DIGITS_MIN) {
      wrong = "it does not say which file it changes";
    } else if (unsolved.contains(base)) {
      wrong = base + " was not found before";
    } else if (wants.stream().anyMatch(other -> Solver.agree(other.id, base))) {
      wrong = base + " is made of itself: a circle";
    } else if (wants.size() >= DEPTH_MAX) {
      wrong = "there are more than " + DEPTH_MAX + " patches one upon the other";
    }
    if (wrong.isEmpty()) {
      push(base);
      return;
    }
    solver.step(new Step("cannot be applied: " + wrong, candidate == null ? null : candidate.mail));
    want.trying = null;
  }

  /// The next patch that may make it; null when there is none, or enough was tried.
  private @Nullable Candidate next(Want want) throws IOException {
    while (!isEnough() && want.patches.isEmpty() && want.mails.hasNext()) {
      Posting mail = want.mails.next();
      messages++;
      for (FilePatch patch : posted.read(mail)) {
        String makes = patch.file().newBlob().toLowerCase(Locale.ROOT);
        if (makes.length() >= Solver.DIGITS_MIN
            && Solver.agree(makes, want.id)
            && want.tried.add(List.of(patch.file().oldBlob(), patch.change()))) {
          want.patches.add(new Candidate(mail, patch));
        }
      }
    }
    return enough.isEmpty() ? want.patches.poll() : null;
  }

  private boolean isEnough() {
    if (!enough.isEmpty()) {
      return true;
    }
    enough =
        messages >= MESSAGES_MAX
            ? "enough: " + MESSAGES_MAX + " mails were read"
            : madeBytes >= MADE_BYTES_MAX
                ? "enough: " + MADE_BYTES_MAX + " bytes were made"
                : System.nanoTime() - deadline > 0 ? "enough: it takes too long" : "";
    if (!enough.isEmpty()) {
      solver.step(enough);
    }
    return !enough.isEmpty();
  }

  private static String base(Candidate candidate) {
    return candidate.patch.file().oldBlob().toLowerCase(Locale.ROOT);
  }

  /// What the patch may be applied to, as far as it is at hand.
  private List<Content> bases(Candidate candidate) {
    String base = base(candidate);
    if (candidate.patch.file().oldPath().isEmpty() || base.isEmpty()) {
      return List.of(NOTHING);
    }
    Content known = made.get(base);
    if (known != null) {
      return List.of(known);
    }
    if (unsolved.contains(base) || base.length() < Solver.DIGITS_MIN) {
      return List.of();
    }
    return solver.blobs(base, BASE_BYTES_MAX);
  }

  private @Nullable Content apply(Want want, Candidate candidate, List<Content> bases) {
    for (Content base : bases) {
      String wrong;
      switch (candidate.patch.apply(base.bytes)) {
        case PatchResult.Refused(var reason) -> wrong = reason;
        case PatchResult.Applied(var bytes) -> {
          madeBytes += bytes.length;
          ObjectId id = hash(bytes);
          String says = candidate.patch.file().newBlob().toLowerCase(Locale.ROOT);
          if (id.name().startsWith(want.id)) {
            solver.step(new Step("makes " + id.name(), candidate.mail));
            List<Posting> mails = new ArrayList<>(base.mails);
            mails.add(candidate.mail);
            return new Content(id, bytes, mails);
          }
          wrong = "it makes " + id.name() + ", not " + says + " as it says";
        }
      }
      solver.step(new Step("cannot be applied: " + wrong, candidate.mail));
    }
    return null;
  }

  private void keep(String id, Content content) {
    if (keptBytes + content.bytes.length > KEPT_BYTES_MAX) {
      made.clear();
      keptBytes = 0;
    }
    made.put(id, content);
    keptBytes += content.bytes.length;
  }

  private static ObjectId hash(byte[] bytes) {
    try (ObjectInserter.Formatter formatter = new ObjectInserter.Formatter()) {
      return formatter.idFor(Constants.OBJ_BLOB, bytes);
    }
  }
}
