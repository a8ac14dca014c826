package org.annals.series;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.annals.series.Version.Evidence;
import org.annals.thread.SubjectKey;

/// Finds the mailings that are versions of one change.
public final class Versions {
  /// Two mailings under one title that are further apart are two changes.
  private static final long APART_SECONDS_MAX = 400L * 86_400;

  /// Of the patches of the smaller one, one in so many bears a title of the other.
  private static final int TITLES_IN_COMMON = 3;

  private static final String STABLE = "AUTOSEL";

  private Versions() {}

  /// Those of the candidates that belong to `own`, directly or by another one, and `own`; the
  /// earliest first. The order of the candidates does not matter.
  public static List<Version> of(Series own, Collection<Series> candidates) {
    Map<Series, Evidence> found = new LinkedHashMap<>();
    found.put(own, Evidence.ASKED);
    List<Series> left =
        candidates.stream()
            .filter(one -> !one.head().id().equals(own.head().id()))
            .sorted(Comparator.comparing(Series::head, SeriesMail.BY_DATE))
            .collect(Collectors.toCollection(ArrayList::new));
    boolean more = true;
    while (more) {
      more = false;
      for (Series candidate : List.copyOf(left)) {
        Optional<Evidence> evidence =
            found.keySet().stream()
                .map(known -> evidence(known, candidate))
                .flatMap(Optional::stream)
                .min(Comparator.naturalOrder());
        if (evidence.isPresent()) {
          found.put(candidate, evidence.get());
          left.remove(candidate);
          more = true;
        }
      }
    }
    return found.entrySet().stream()
        .map(one -> new Version(one.getKey(), one.getValue()))
        .sorted(Comparator.comparing(one -> one.series().head(), SeriesMail.BY_DATE))
        .toList();
  }

  /// Why two mailings are versions of one change; empty if nothing says so.
  static Optional<Evidence> evidence(Series one, Series other) {
    String left = one.changeId();
    String right = other.changeId();
    if (!left.isEmpty() && !right.isEmpty()) {
      return left.equals(right) ? Optional.of(Evidence.CHANGE_ID) : Optional.empty();
    }
    boolean far = Math.abs(one.head().sent() - other.head().sent()) > APART_SECONDS_MAX;
    if (far || isStable(one) != isStable(other)) {
      return Optional.empty();
    }
    boolean titled = key(one.head()).equals(key(other.head())) && !key(one.head()).isEmpty();
    if (!one.head().author().equals(other.head().author())) {
      return titled && (answers(one, other) || answers(other, one))
          ? Optional.of(Evidence.ANSWER)
          : Optional.empty();
    }
    if (titled) {
      return Optional.of(Evidence.TITLE);
    }
    int fewer = Math.min(one.patches().size(), other.patches().size());
    if (common(titles(one), titles(other)) * TITLES_IN_COMMON >= Math.max(1, fewer)) {
      return Optional.of(Evidence.PATCHES);
    }
    return common(patchIds(one), patchIds(other)) > 0
        ? Optional.of(Evidence.PATCH_ID)
        : Optional.empty();
  }

  /// Backports that a machine picked repeat titles without being versions.
  private static boolean isStable(Series series) {
    return series.head().subject().tags().contains(STABLE);
  }

  private static boolean answers(Series later, Series earlier) {
    return later.head().references().stream().anyMatch(earlier::holds);
  }

  private static String key(SeriesMail mail) {
    return SubjectKey.of(mail.subject().title());
  }

  private static int common(Set<String> one, Set<String> other) {
    Set<String> both = new HashSet<>(one);
    both.retainAll(other);
    return both.size();
  }

  private static Set<String> titles(Series series) {
    return series.patches().values().stream()
        .map(Versions::key)
        .filter(key -> !key.isEmpty())
        .collect(Collectors.toSet());
  }

  private static Set<String> patchIds(Series series) {
    return series.patches().values().stream()
        .map(patch -> patch.body().patchId())
        .filter(id -> !id.isEmpty())
        .collect(Collectors.toSet());
  }
}
