package org.annals.code;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.annals.code.Commit.By;
import org.annals.code.Commit.Name;
import org.annals.code.CommitMatch.Kind;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// Decides which commits came of which postings of a patch, by the Message-ID that a commit names,
/// by equal patch-id, and by author with title. Pure but for the look-ups.
public final class CommitMatching {
  /// Clocks differ, and people post what they have committed already.
  private static final Duration EARLY_MAX = Duration.ofDays(2);

  private static final Duration TITLE_AGE_MAX = Duration.ofDays(180);

  /// What a title says nothing about must be in the files.
  private static final double SHARED_PATHS_MIN = 0.5;

  /// Of the titles, when somebody else is the author of the commit that links to the patch.
  private static final double SHARED_WORDS_MIN = 0.5;

  private final CommitLookup commits;

  public CommitMatching(CommitLookup commits) {
    this.commits = commits;
  }

  /// A patch that became a commit under a changed title has one of these in common with it.
  public static Set<String> nearKeys(Address author, String title) {
    Set<String> keys = new HashSet<>();
    for (String person : Likeness.person(author)) {
      Likeness.nearKeys(title).forEach(key -> keys.add(person + " " + key));
    }
    return keys;
  }

  /// `near`: rests on nothing but a title that was changed.
  private record Claim(MailedPatch patch, Set<Kind> kinds, boolean near) {}

  /// `postings` are all of one topic: every patch of every version. Of each posting those commits
  /// that came of it, mainline first, and those that came of another posting of the patch.
  public List<CommitMatch> of(Collection<MailedPatch> postings) throws IOException {
    Map<String, Commit> found = new TreeMap<>();
    Map<String, List<Claim>> claims = new LinkedHashMap<>();
    for (MailedPatch patch : postings) {
      boolean matched = false;
      for (Commit commit : candidates(patch)) {
        Set<Kind> kinds = kinds(patch, commit);
        if (!kinds.isEmpty()) {
          matched = true;
          claims
              .computeIfAbsent(key(commit, found), _ -> new ArrayList<>())
              .add(new Claim(patch, kinds, false));
        }
      }
      if (!matched) {
        for (Commit commit : nearOnes(patch)) {
          claims
              .computeIfAbsent(key(commit, found), _ -> new ArrayList<>())
              .add(new Claim(patch, EnumSet.of(Kind.TITLE), true));
        }
      }
    }
    List<CommitMatch> matches = new ArrayList<>();
    for (Map.Entry<String, Commit> one : found.entrySet()) {
      Commit commit = one.getValue();
      List<Claim> all = claims.getOrDefault(one.getKey(), List.of());
      Claim taken = taken(all, commit);
      List<Commit> reverts = commits.reverting(commit);
      for (Claim claim : all) {
        matches.add(
            new CommitMatch(
                claim.patch,
                commit,
                claim.kinds,
                claim.equals(taken),
                reverts.stream().filter(r -> !r.id().equals(commit.id())).toList()));
      }
    }
    matches.sort(BEST_FIRST);
    return matches;
  }

  private static final Comparator<CommitMatch> BEST_FIRST =
      Comparator.comparing((CommitMatch match) -> match.patch().id())
          .thenComparing(match -> !match.taken())
          .thenComparing(match -> !match.commit().mainline())
          .thenComparing(CommitMatch::picked)
          .thenComparing(match -> match.commit().committed())
          .thenComparing(match -> match.commit().repository())
          .thenComparing(match -> match.commit().id());

  private static String key(Commit commit, Map<String, Commit> found) {
    String key = commit.repository() + "/" + commit.id();
    found.putIfAbsent(key, commit);
    return key;
  }

  /// Maintainers change titles. Of what the author wrote soon after, that which has most files of
  /// the patch.
  private List<Commit> nearOnes(MailedPatch patch) throws IOException {
    Instant from = patch.sent().minus(EARLY_MAX);
    Instant to = patch.sent().plus(TITLE_AGE_MAX);
    double most = SHARED_PATHS_MIN;
    List<Commit> best = new ArrayList<>();
    for (Commit commit : commits.near(patch.author(), patch.title())) {
      double shared = Likeness.sharedPaths(patch.paths(), commit.paths());
      if (shared >= most
          && !commit.committed().isBefore(from)
          && commit.committed().isBefore(to)
          && Likeness.nearTitles(patch.title(), commit.title())) {
        if (shared > most) {
          best.clear();
        }
        most = shared;
        best.add(commit);
      }
    }
    return best;
  }

  private Collection<Commit> candidates(MailedPatch patch) throws IOException {
    Map<String, Commit> found = new LinkedHashMap<>();
    List<Commit> all = new ArrayList<>(commits.naming(patch.id()));
    if (patch.cover() != null) {
      all.addAll(commits.naming(patch.cover()));
    }
    if (!patch.patchId().isEmpty()) {
      all.addAll(commits.withPatchId(patch.patchId()));
    }
    all.addAll(commits.by(patch.author(), patch.title()));
    all.forEach(commit -> key(commit, found));
    return found.values();
  }

  private Set<Kind> kinds(MailedPatch patch, Commit commit) throws IOException {
    Set<Kind> kinds = EnumSet.noneOf(Kind.class);
    if (commit.committed().isBefore(patch.sent().minus(EARLY_MAX))) {
      return kinds;
    }
    boolean author = Likeness.samePerson(patch.author(), commit.author());
    boolean title = Likeness.title(patch.title()).equals(Likeness.title(commit.title()));
    boolean diff = !patch.patchId().isEmpty() && patch.patchId().equals(commit.patchId());
    if (isNamed(patch, commit, title || diff)) {
      kinds.add(Kind.MSGID);
    }
    if (diff && author) {
      kinds.add(Kind.PATCH_ID);
    }
    if (author && title && isSoon(patch, commit) && isTelling(patch, commit)) {
      kinds.add(Kind.TITLE);
    }
    return kinds;
  }

  /// A link may lead to a discussion, or to a patch that this one repairs: they are not alike.
  private static boolean isNamed(MailedPatch patch, Commit commit, boolean alike) {
    By by = by(commit, patch.id());
    if (by == By.MESSAGE_ID || (by != null && alike)) {
      return true;
    }
    if (by == By.LINK) {
      boolean author = Likeness.samePerson(patch.author(), commit.author());
      double shared = Likeness.sharedPaths(patch.paths(), commit.paths());
      double words = Likeness.sharedWords(patch.title(), commit.title());
      return author ? shared > 0 : shared >= SHARED_PATHS_MIN && words >= SHARED_WORDS_MIN;
    }
    MessageId cover = patch.cover();
    return cover != null && by(commit, cover) != null && alike;
  }

  private static @Nullable By by(Commit commit, MessageId id) {
    for (Name name : commit.names()) {
      if (name.message().equals(id)) {
        return name.by();
      }
    }
    return null;
  }

  private static boolean isSoon(MailedPatch patch, Commit commit) {
    return commit.committed().isBefore(patch.sent().plus(TITLE_AGE_MAX));
  }

  private boolean isTelling(MailedPatch patch, Commit commit) throws IOException {
    return (Likeness.isTelling(patch.title()) && !isRepeated(patch))
        || Likeness.sharedPaths(patch.paths(), commit.paths()) >= SHARED_PATHS_MIN;
  }

  /// Whether the author gave the title to several changes of a repository's main line.
  private boolean isRepeated(MailedPatch patch) throws IOException {
    Map<String, String> patchIds = new TreeMap<>();
    for (Commit commit : commits.by(patch.author(), patch.title())) {
      String known = patchIds.putIfAbsent(commit.repository(), commit.patchId());
      if (commit.mainline() && known != null && !known.equals(commit.patchId())) {
        return true;
      }
    }
    return false;
  }

  /// The posting that is named; else the one with the same diff; else the newest before the commit.
  /// None, if they have but the title, and the commit says from which other mail it was applied; of
  /// a changed title, if it links to any.
  private static @Nullable Claim taken(List<Claim> claims, Commit commit) {
    Instant latest = commit.committed().plus(EARLY_MAX);
    return claims.stream()
        .max(
            Comparator.comparing((Claim claim) -> claim.kinds.contains(Kind.MSGID))
                .thenComparing(claim -> claim.kinds.contains(Kind.PATCH_ID))
                .thenComparing(claim -> !claim.near)
                .thenComparing(claim -> claim.patch.sent().isBefore(latest))
                .thenComparing(claim -> claim.patch.sent())
                .thenComparing(claim -> claim.patch.id()))
        .filter(claim -> !claim.kinds.equals(EnumSet.of(Kind.TITLE)) || !isAnothers(claim, commit))
        .orElse(null);
  }

  private static boolean isAnothers(Claim claim, Commit commit) {
    return commit.names().stream()
        .anyMatch(name -> name.by() == By.MESSAGE_ID || (claim.near && name.by() == By.LINK));
  }
}
