package org.annals.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.Set;
import java.util.SortedMap;
import org.annals.patch.DiffFile;
import org.annals.patch.FilePatch;
import org.annals.patch.PatchResult;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.lib.Repository;
import org.eclipse.jgit.revwalk.RevTree;
import org.eclipse.jgit.revwalk.RevWalk;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.jspecify.annotations.Nullable;

/// Patches applied to the tree of a commit, in memory, as `git am` does it without `--3way`: each
/// to what those before it left. One thread, one trial.
public final class Applying {
  /// Branches that patches are tried on.
  private static final int BRANCHES_MAX = 8;

  /// Files that a trial may change, and what it may hold of them.
  private static final int FILES_MAX = 2_000;

  private static final long BYTES_MAX = 64L << 20;

  private static final byte[] NO_BYTES = {};

  private final ObjectReader reader;
  private final RevTree tree;

  /// The files that were changed so far; empty ones do not exist any more.
  private final Map<String, Optional<byte[]>> changed = new HashMap<>();

  /// Those that were renamed, or copied: a diff's head does not tell.
  private final Set<String> left = new HashSet<>();

  /// Whether the files that patches change are as the last of these makes them.
  private final Map<String, Boolean> contained = new HashMap<>();

  /// Whether the tree has any of the files.
  private boolean known;

  private long bytes;

  private Applying(ObjectReader reader, RevTree tree) {
    this.reader = reader;
    this.tree = tree;
  }

  /// A branch, or several by the names in a row, and the commit it is at.
  public record Branch(String name, ObjectId tip) {}

  /// The branches of a repository, that of HEAD first, then those of the repository itself.
  public static List<Branch> branches(CodeRepository code) throws IOException {
    SequencedMap<ObjectId, Set<String>> branches = new LinkedHashMap<>();
    try {
      Ref head = code.repository().exactRef(Constants.HEAD);
      String first = head == null ? "" : head.getTarget().getName();
      for (String prefix : List.of(first, Constants.R_HEADS, Constants.R_REMOTES)) {
        for (Ref ref : code.repository().getRefDatabase().getRefsByPrefix(prefix)) {
          ObjectId tip = ref.getObjectId();
          boolean counts = tip != null && !ref.isSymbolic();
          if (counts && (branches.containsKey(tip) || branches.size() < BRANCHES_MAX)) {
            branches
                .computeIfAbsent(tip, _ -> new LinkedHashSet<>())
                .add(Repository.shortenRefName(ref.getName()));
          }
        }
      }
    } catch (RuntimeException e) { // JGit on refs that are damaged
      throw new IOException(code + ": its refs cannot be read", e);
    }
    return branches.entrySet().stream()
        .map(one -> new Branch(String.join(", ", one.getValue()), one.getKey()))
        .toList();
  }

  /// `patches` by their numbers; where a mail can be read in several ways, its file is given in
  /// each of them, and the first that applies counts. The error names the repository.
  public static Fit of(
      CodeRepository code, ObjectId commit, SortedMap<Integer, List<FilePatch>> patches)
      throws IOException {
    try (RevWalk walk = new RevWalk(code.repository())) {
      Applying trial =
          new Applying(walk.getObjectReader(), walk.parseCommit(walk.parseAny(commit)).getTree());
      return trial.of(patches);
    } catch (IOException | RuntimeException e) {
      throw new IOException(code + ": cannot apply patches to " + commit.name(), e);
    }
  }

  private Fit of(SortedMap<Integer, List<FilePatch>> patches) throws IOException {
    Fit.@Nullable Stops stop = null;
    for (Map.Entry<Integer, List<FilePatch>> one : patches.entrySet()) {
      Map<String, List<FilePatch>> files = new LinkedHashMap<>();
      one.getValue()
          .forEach(patch ->
              files.computeIfAbsent(patch.file().path(), _ -> new ArrayList<>()).add(patch));
      for (Map.Entry<String, List<FilePatch>> file : files.entrySet()) {
        String refused = apply(file.getValue());
        if (refused != null && stop == null) {
          stop = new Fit.Stops(one.getKey(), file.getKey(), refused);
        }
      }
    }
    if (!known) {
      return new Fit.Elsewhere();
    }
    return stop == null
        ? new Fit.Applies()
        : contained.containsValue(false) ? stop : new Fit.Contained();
  }

  /// Null if one of the readings applies; else why the first does not.
  private @Nullable String apply(List<FilePatch> readings) throws IOException {
    String refused = null;
    for (FilePatch patch : readings) {
      String reason = apply(patch);
      if (reason == null) {
        return null;
      }
      refused = refused == null ? reason : refused;
    }
    return refused;
  }

  private @Nullable String apply(FilePatch patch) throws IOException {
    DiffFile file = patch.file();
    if (changed.size() >= FILES_MAX || bytes > BYTES_MAX) {
      return "the change is too large to be tried";
    }
    compare(file);
    byte[] before = file.oldPath().isEmpty() ? NO_BYTES : content(file.oldPath()).orElse(null);
    if (before == null) {
      return "the file is not there";
    }
    boolean made = !file.newPath().isEmpty() && !file.newPath().equals(file.oldPath());
    if (made && !left.contains(file.newPath()) && content(file.newPath()).isPresent()) {
      return "the file is there already";
    }
    return switch (patch.apply(before)) {
      case PatchResult.Refused(var reason) -> reason;
      case PatchResult.Applied(var after) -> {
        if (file.newPath().isEmpty()) {
          changed.put(file.oldPath(), Optional.empty());
        } else {
          changed.put(file.newPath(), Optional.of(after));
          bytes += after.length;
          if (made) {
            left.add(file.oldPath());
          }
        }
        yield null;
      }
    };
  }

  /// Whether the tree has the file, and the file is what the last patch of it makes.
  private void compare(DiffFile file) throws IOException {
    ObjectId there = find(file.path());
    known |= there != null || (!file.oldPath().isEmpty() && find(file.oldPath()) != null);
    boolean same =
        file.newPath().isEmpty()
            ? there == null
            : there != null && !file.newBlob().isEmpty() && there.name().startsWith(file.newBlob());
    contained.put(file.path(), same);
  }

  private @Nullable ObjectId find(String path) throws IOException {
    try (TreeWalk walk = TreeWalk.forPath(reader, path, tree)) {
      return walk == null ? null : walk.getObjectId(0);
    }
  }

  private Optional<byte[]> content(String path) throws IOException {
    Optional<byte[]> own = changed.get(path);
    if (own != null) {
      return own;
    }
    ObjectId there = find(path);
    if (there == null || !reader.has(there, Constants.OBJ_BLOB)) {
      return Optional.empty();
    }
    ObjectLoader file = reader.open(there, Constants.OBJ_BLOB);
    if (file.getSize() > FilePatch.CONTENT_BYTES_MAX) {
      throw new IOException(path + ": has more than " + FilePatch.CONTENT_BYTES_MAX + " bytes");
    }
    byte[] content = file.getCachedBytes(FilePatch.CONTENT_BYTES_MAX);
    bytes += content.length;
    return Optional.of(content);
  }
}
