package org.annals.code;

import java.io.IOException;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.eclipse.jgit.diff.DiffConfig;
import org.eclipse.jgit.diff.DiffEntry;
import org.eclipse.jgit.diff.DiffEntry.ChangeType;
import org.eclipse.jgit.diff.RawText;
import org.eclipse.jgit.diff.RenameDetector;
import org.eclipse.jgit.diff.SimilarityIndex;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.lib.AbbreviatedObjectId;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.FileMode;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.treewalk.CanonicalTreeParser;
import org.eclipse.jgit.treewalk.EmptyTreeIterator;
import org.eclipse.jgit.treewalk.TreeWalk;
import org.eclipse.jgit.treewalk.filter.TreeFilter;
import org.eclipse.jgit.util.QuotedString;
import org.jspecify.annotations.Nullable;

/// What a commit changes: some of the paths, and the patch-id of the diff that git's defaults make
/// (three lines of context, Myers, indent heuristic, renames).
///
/// `patchId` is "" when nothing is changed and when the diff is larger than the limits allow.
record CommitDiff(String patchId, List<String> paths) {
  static final CommitDiff NONE = new CommitDiff("", List.of());

  private static final int PATHS_MAX = 200;
  private static final int FILES_MAX = 10_000;
  private static final int FILE_BYTES_MAX = 8 << 20;
  private static final int BYTES_MAX = 64 << 20;

  /// Each file that came is compared with each that went.
  private static final int RENAMES_MAX = 400;

  private static final int RENAME_SCORE_MIN = 50;

  CommitDiff {
    paths = List.copyOf(paths);
  }

  /// Compares trees of one repository. One thread.
  static final class Reader implements AutoCloseable {
    private final ObjectReader objects;
    private final DiffConfig config;

    Reader(CodeRepository code) {
      objects = code.repository().newObjectReader();
      config = code.repository().getConfig().get(DiffConfig.KEY);
    }

    /// `parent` and `tree` are ids of trees; without a parent, all files are new.
    CommitDiff of(@Nullable AnyObjectId parent, AnyObjectId tree) throws IOException {
      List<DiffEntry> entries;
      try (TreeWalk walk = new TreeWalk(objects)) {
        walk.addTree(
            parent == null
                ? new EmptyTreeIterator()
                : new CanonicalTreeParser(null, objects, parent));
        walk.addTree(new CanonicalTreeParser(null, objects, tree));
        walk.setRecursive(true);
        walk.setFilter(TreeFilter.ANY_DIFF);
        entries = DiffEntry.scan(walk);
      }
      return new CommitDiff(entries.size() > FILES_MAX ? "" : patchId(entries), paths(entries));
    }

    private static List<String> paths(List<DiffEntry> entries) {
      Set<String> paths = new LinkedHashSet<>();
      for (DiffEntry entry : entries.subList(0, Math.min(PATHS_MAX, entries.size()))) {
        paths.add(new Change(entry).path());
      }
      return List.copyOf(paths);
    }

    private String patchId(List<DiffEntry> entries) throws IOException {
      StablePatchId sum = new StablePatchId();
      long bytes = 0;
      for (DiffEntry entry : withRenames(entries)) {
        Change change = new Change(entry);
        byte[] before = content(entry.getOldId(), entry.getOldMode());
        byte[] after = content(entry.getNewId(), entry.getNewMode());
        bytes += before == null || after == null ? BYTES_MAX : before.length + after.length;
        if (before == null || after == null || bytes > BYTES_MAX) {
          return "";
        }
        change.addTo(sum, before, after);
      }
      return sum.end();
    }

    private List<DiffEntry> withRenames(List<DiffEntry> entries) throws IOException {
      Set<ChangeType> types = new LinkedHashSet<>();
      entries.forEach(entry -> types.add(entry.getChangeType()));
      if (!types.containsAll(Set.of(ChangeType.ADD, ChangeType.DELETE))) {
        return entries;
      }
      RenameDetector renames = new RenameDetector(objects, config);
      renames.setRenameLimit(RENAMES_MAX);
      renames.setRenameScore(RENAME_SCORE_MIN);
      renames.addAll(entries);
      return renames.compute();
    }

    /// Null if too large.
    private byte @Nullable [] content(AbbreviatedObjectId id, FileMode mode) throws IOException {
      if (FileMode.MISSING.equals(mode)) {
        return new byte[0];
      }
      if (FileMode.GITLINK.equals(mode)) {
        return Constants.encode("Subproject commit " + id.name() + "\n");
      }
      try {
        ObjectLoader loader = objects.open(id.toObjectId(), Constants.OBJ_BLOB);
        return loader.getSize() > FILE_BYTES_MAX ? null : loader.getCachedBytes(FILE_BYTES_MAX);
      } catch (LargeObjectException e) {
        return null;
      }
    }

    @Override
    public void close() {
      objects.close();
    }
  }

  /// One file of the diff.
  private record Change(DiffEntry entry) {
    private ChangeType type() {
      return entry.getChangeType();
    }

    String path() {
      return type() == ChangeType.DELETE ? entry.getOldPath() : entry.getNewPath();
    }

    private String oldPath() {
      return type() == ChangeType.ADD ? entry.getNewPath() : entry.getOldPath();
    }

    void addTo(StablePatchId sum, byte[] before, byte[] after) throws IOException {
      String a = quoted("a/" + oldPath());
      String b = quoted("b/" + path());
      sum.file("diff --git " + a + " " + b);
      boolean equal = Arrays.equals(before, after);
      headers(sum, equal ? 100 : 0, before, after);
      if (equal) {
        return;
      }
      String from = type() == ChangeType.ADD ? "/dev/null" : a;
      String to = type() == ChangeType.DELETE ? "/dev/null" : b;
      if (RawText.isBinary(before) || RawText.isBinary(after)) {
        sum.binary(entry.getOldId().name(), entry.getNewId().name());
        return;
      }
      sum.header("--- " + from);
      sum.header("+++ " + to);
      if (before.length == 0) {
        sum.whole('+', after);
      } else if (after.length == 0) {
        sum.whole('-', before);
      } else {
        TextLines lines = TextLines.of(before, after);
        sum.hunks(lines, ChangedLines.of(lines));
      }
    }

    private void headers(StablePatchId sum, int known, byte[] before, byte[] after)
        throws IOException {
      boolean moved = type() == ChangeType.RENAME || type() == ChangeType.COPY;
      if (type() == ChangeType.ADD) {
        sum.header("new file mode " + entry.getNewMode());
      } else if (type() == ChangeType.DELETE) {
        sum.header("deleted file mode " + entry.getOldMode());
      } else if (!entry.getOldMode().equals(entry.getNewMode())) {
        sum.header("old mode " + entry.getOldMode());
        sum.header("new mode " + entry.getNewMode());
      }
      if (moved) {
        String word = type() == ChangeType.RENAME ? "rename" : "copy";
        int score = known > 0 ? known : similarity(before, after);
        sum.header("similarity index " + score + "%");
        sum.header(word + " from " + quoted(oldPath()));
        sum.header(word + " to " + quoted(path()));
      }
    }

    /// JGit's own score counts the names, too.
    private static int similarity(byte[] before, byte[] after) throws IOException {
      try {
        return index(before).score(index(after), 100);
      } catch (SimilarityIndex.TableFullException e) {
        return 0;
      }
    }

    private static SimilarityIndex index(byte[] text)
        throws IOException, SimilarityIndex.TableFullException {
      return SimilarityIndex.create(new ObjectLoader.SmallObject(Constants.OBJ_BLOB, text));
    }

    private static String quoted(String path) {
      return QuotedString.GIT_PATH.quote(path);
    }
  }
}
