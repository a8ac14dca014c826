package org.annals.series;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.annals.mail.MessageId;
import org.jspecify.annotations.Nullable;

/// One mailing of a patch series: a cover letter if there is one, and the patches by their numbers
/// from 1, as far as the archive has them.
///
/// `version` is as said in the subjects, 1 if none is. `takenOver` are the numbers of patches that
/// were not sent again and stand here from the version before.
public record Series(
    int version,
    String versionText,
    int total,
    @Nullable SeriesMail cover,
    SortedMap<Integer, SeriesMail> patches,
    Set<Integer> takenOver) {

  public Series {
    takenOver = Set.copyOf(takenOver);
    patches = Collections.unmodifiableSortedMap(new TreeMap<>(patches));
    if (cover == null && patches.isEmpty()) {
      throw new IllegalArgumentException("a series of nothing");
    }
  }

  /// The cover letter, or the first patch that was sent with this version.
  public SeriesMail head() {
    return cover == null
        ? patches.entrySet().stream()
            .filter(patch -> !takenOver.contains(patch.getKey()))
            .findFirst()
            .orElseThrow()
            .getValue()
        : cover;
  }

  /// What the head says it is about.
  public String title() {
    return head().subject().title();
  }

  /// This version with the patches that it does not have from the one before.
  Series on(Series before) {
    SortedMap<Integer, SeriesMail> all = new TreeMap<>(before.patches);
    all.putAll(patches);
    Set<Integer> kept = new HashSet<>(before.patches.keySet());
    kept.removeAll(patches.keySet());
    return new Series(version, versionText, total, cover, all, kept);
  }

  /// Whether only answers tell of it: none of its mails is here.
  public boolean ghost() {
    return head().ghost();
  }

  public boolean isComplete() {
    return patches.size() == total;
  }

  /// Numbers that the archive has no patch for.
  public List<Integer> missing() {
    return IntStream.rangeClosed(1, Math.min(total, Assembly.PATCHES_MAX))
        .filter(number -> !patches.containsKey(number))
        .boxed()
        .toList();
  }

  /// The mails that were sent with this version.
  public List<SeriesMail> own() {
    List<SeriesMail> own = new ArrayList<>();
    if (cover != null) {
      own.add(cover);
    }
    patches.forEach((number, patch) -> {
      if (!takenOver.contains(number)) {
        own.add(patch);
      }
    });
    return own;
  }

  /// Whether the other one is a part of the same mailing whose mails do not refer to one another.
  public boolean isSentWith(Series other) {
    return total > 1
        && total == other.total
        && versionText.equals(other.versionText)
        && Math.abs(head().sent() - other.head().sent()) <= Assembly.TOGETHER_SECONDS
        && Sender.of(head().from()).isSame(Sender.of(other.head().from()))
        && (cover == null || other.cover == null)
        && Collections.disjoint(patches.keySet(), other.patches.keySet());
  }

  /// The paths that its patches change.
  public Set<String> files() {
    return patches.values().stream()
        .flatMap(patch -> patch.body().files().stream())
        .collect(Collectors.toSet());
  }

  public boolean holds(MessageId id) {
    return (cover != null && cover.id().equals(id))
        || patches.values().stream().anyMatch(patch -> patch.id().equals(id));
  }

  public String changeId() {
    String own = cover == null ? "" : cover.body().changeId();
    SeriesMail first = patches.get(1);
    return own.isEmpty() && first != null ? first.body().changeId() : own;
  }

  public String baseCommit() {
    String own = cover == null ? "" : cover.body().baseCommit();
    SeriesMail first = patches.get(1);
    return own.isEmpty() && first != null ? first.body().baseCommit() : own;
  }
}
