package org.annals.code;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.code.Solution.Ambiguous;
import org.annals.code.Solution.Outcome;
import org.annals.code.Solution.Rebuilt;
import org.annals.code.Solution.Step;
import org.annals.code.Solution.Stored;
import org.annals.code.Solution.Unsolved;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;

/// Finds the object that an abbreviated id names: in code repositories, else by applying patches
/// from mail to files that are found in the same way. One thread, one search.
public final class Solver {
  /// Fewer digits name too many things, and mail is not indexed by them.
  public static final int DIGITS_MIN = 7;

  /// Of more steps the first and the last so many are told.
  private static final int STEPS_MAX = 200;

  private final CodeRepositories repositories;
  private final List<String> names;
  private final List<Step> first = new ArrayList<>();
  private final Deque<Step> last = new ArrayDeque<>();
  private int untold;

  /// `names` are the repositories that may be looked into, in order.
  public Solver(CodeRepositories repositories, List<String> names) {
    this.repositories = repositories;
    this.names = names;
  }

  /// `id` is 7 to 40 hexadecimal digits in lower case.
  public Solution solve(String id, PostedPatches patches) throws IOException {
    List<Stored> stored = stored(id);
    Outcome outcome =
        switch (stored.size()) {
          case 0 -> rebuilt(id, patches);
          case 1 -> stored.getFirst();
          default -> new Ambiguous(stored);
        };
    return new Solution(outcome, steps());
  }

  private Outcome rebuilt(String id, PostedPatches patches) throws IOException {
    Optional<Rebuilding.Content> made = new Rebuilding(this, patches).make(id);
    return made.isPresent()
        ? new Rebuilt(made.get().id(), made.get().bytes(), made.get().mails())
        : new Unsolved();
  }

  /// The objects of all repositories whose ids begin so, each once.
  List<Stored> stored(String id) {
    Map<ObjectId, Stored> found = new LinkedHashMap<>();
    for (String name : names) {
      try {
        CodeRepository repository = repositories.open(name);
        List<ObjectId> ids = repository.find(id);
        ids.forEach(one -> found.putIfAbsent(one, new Stored(repository, one)));
        step(id + (ids.isEmpty() ? " is not in " : " is in ") + name);
      } catch (IOException e) {
        repositories.warn(name, e);
        step(name + " cannot be read");
      }
    }
    return List.copyOf(found.values());
  }

  /// The contents of the blobs among them that are not too large.
  List<Rebuilding.Content> blobs(String id, int sizeMax) {
    List<Rebuilding.Content> blobs = new ArrayList<>();
    for (Stored one : stored(id)) {
      try {
        var loader = one.repository().read(one.id());
        if (loader.getType() == Constants.OBJ_BLOB && loader.getSize() <= sizeMax) {
          blobs.add(new Rebuilding.Content(one.id(), loader.getCachedBytes(sizeMax), List.of()));
        } else {
          step(one.id().name() + " is no file, or too large");
        }
      } catch (IOException e) {
        repositories.warn(one.repository().name(), e);
        step(one.repository().name() + " cannot be read");
      }
    }
    return blobs;
  }

  void step(String text) {
    step(new Step(text, null));
  }

  void step(Step step) {
    if (first.size() < STEPS_MAX) {
      first.add(step);
      return;
    }
    last.add(step);
    if (last.size() > STEPS_MAX) {
      last.removeFirst();
      untold++;
    }
  }

  private List<Step> steps() {
    List<Step> all = new ArrayList<>(first);
    if (untold > 0) {
      all.add(new Step("(" + untold + " more steps)", null));
    }
    all.addAll(last);
    return all;
  }

  /// Whether both may be abbreviations of one id.
  static boolean agree(String id, String other) {
    return id.startsWith(other) || other.startsWith(id);
  }

  /// Whether this is how git names no file.
  static boolean isNone(String id) {
    return id.chars().allMatch(c -> c == '0');
  }
}
