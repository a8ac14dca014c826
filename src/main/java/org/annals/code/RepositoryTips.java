package org.annals.code;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectReader;
import org.eclipse.jgit.lib.Ref;
import org.eclipse.jgit.revwalk.RevCommit;
import org.eclipse.jgit.revwalk.RevWalk;

/// Where the refs of a repository stand that are followed, and how far its history goes back.
///
/// `head` is the commit of the default branch, "" if there is none. `shallow` are the commits whose
/// parents were left out when it was cloned.
record RepositoryTips(String head, Set<String> tips, Set<String> shallow) {
  private static final List<String> FOLLOWED =
      List.of(Constants.R_HEADS, Constants.R_TAGS, Constants.R_REMOTES);

  RepositoryTips {
    tips = new TreeSet<>(tips);
    shallow = new TreeSet<>(shallow);
  }

  /// `wanted` are names of refs, perhaps without `refs/heads/` and the like, and perhaps with `*`;
  /// of none, all branches and tags, remote ones as well.
  static RepositoryTips of(CodeRepository code, List<String> wanted) throws IOException {
    List<Pattern> patterns = wanted.stream().map(RepositoryTips::pattern).toList();
    Set<String> tips = new TreeSet<>();
    String first = "";
    try (RevWalk walk = new RevWalk(code.repository());
        ObjectReader reader = code.repository().newObjectReader()) {
      for (Ref ref : code.repository().getRefDatabase().getRefs()) {
        if (isFollowed(ref.getName(), patterns)) {
          String tip = commit(walk, ref);
          tips.addAll(tip.isEmpty() ? List.of() : List.of(tip));
          first = first.isEmpty() && ref.getName().startsWith(Constants.R_HEADS) ? tip : first;
        }
      }
      Ref head = code.repository().exactRef(Constants.HEAD);
      String main = head == null || head.getObjectId() == null ? "" : commit(walk, head);
      if (wanted.isEmpty() && !main.isEmpty()) {
        tips.add(main);
      }
      Set<String> shallow = new TreeSet<>();
      reader.getShallowCommits().forEach(id -> shallow.add(id.name()));
      return new RepositoryTips(tips.contains(main) ? main : first, tips, shallow);
    } catch (RuntimeException e) { // JGit on refs and indexes that are damaged
      throw new IOException(code + ": its refs cannot be read", e);
    }
  }

  private static boolean isFollowed(String ref, List<Pattern> patterns) {
    for (String prefix : FOLLOWED) {
      if (ref.startsWith(prefix)) {
        String name = ref.substring(prefix.length());
        return patterns.isEmpty()
            || patterns.stream()
                .anyMatch(p -> p.matcher(ref).matches() || p.matcher(name).matches());
      }
    }
    return false;
  }

  private static Pattern pattern(String wanted) {
    return Pattern.compile(
        String.join(".*", Arrays.stream(wanted.split("\\*", -1)).map(Pattern::quote).toList()));
  }

  /// "" if it names no commit. What cannot be read counts as one, and is found out by the walk.
  private static String commit(RevWalk walk, Ref ref) {
    ObjectId id = ref.getPeeledObjectId() == null ? ref.getObjectId() : ref.getPeeledObjectId();
    if (id == null) {
      return "";
    }
    try {
      return walk.peel(walk.parseAny(id)) instanceof RevCommit commit ? commit.name() : "";
    } catch (IOException e) {
      return id.name();
    }
  }

  List<ObjectId> ids() {
    List<ObjectId> ids = new ArrayList<>();
    tips.forEach(tip -> ids.add(ObjectId.fromString(tip)));
    return ids;
  }

  /// One line, which `parse` reads.
  String text() {
    return String.join(" ", head, String.join(",", tips), String.join(",", shallow));
  }

  static RepositoryTips parse(String text) {
    String[] parts = text.split(" ", -1);
    return new RepositoryTips(parts[0], list(parts[1]), list(parts[2]));
  }

  private static Set<String> list(String text) {
    return text.isEmpty() ? Set.of() : Set.of(text.split(","));
  }
}
