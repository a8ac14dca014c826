package org.annals.code;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/// A commit that has something in common with a posting of a patch, and what.
///
/// `kinds` is never empty. `taken`: of all postings of the patch this is the one that the commit
/// came of; else another one is. `revertedBy` are commits that say to revert it.
public record CommitMatch(
    MailedPatch patch, Commit commit, Set<Kind> kinds, boolean taken, List<Commit> revertedBy) {

  /// Strongest first.
  public enum Kind {
    /// The commit names the posting, or the cover letter of its series.
    MSGID("commit-msgid"),
    /// Same diff, same author, and committed later.
    PATCH_ID("commit-patch-id"),
    /// Same author, same title, and committed soon after.
    TITLE("commit-title");

    private final String word;

    Kind(String word) {
      this.word = word;
    }

    /// As the JSON contract names it.
    public String word() {
      return word;
    }
  }

  public CommitMatch {
    kinds = java.util.Collections.unmodifiableSet(EnumSet.copyOf(kinds));
    revertedBy = List.copyOf(revertedBy);
  }

  public Kind strongest() {
    return kinds.iterator().next();
  }

  /// Whether it was picked from another commit, as into a stable branch.
  public boolean picked() {
    return !commit.pickedFrom().isEmpty();
  }
}
