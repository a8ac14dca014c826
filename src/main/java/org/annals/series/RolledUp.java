package org.annals.series;

import java.util.Collection;
import java.util.List;

/// The state of a series as a whole, from those of its patches.
public final class RolledUp {
  /// If the patches differ and none was taken, the first of these that one of them is in.
  private static final List<State> TELLING =
      List.of(
          State.SUPERSEDED,
          State.CHANGES_REQUESTED,
          State.REJECTED,
          State.DEFERRED,
          State.UNDER_REVIEW,
          State.NEEDS_ACK);

  private RolledUp() {}

  /// Of no patches nothing is known but that they were announced.
  public static State of(Collection<State> patches) {
    List<State> distinct = patches.stream().distinct().sorted().toList();
    if (distinct.isEmpty()) {
      return State.NEW;
    }
    if (distinct.size() == 1) {
      return distinct.getFirst();
    }
    if (distinct.stream().allMatch(State::taken)) {
      return distinct.getFirst(); // the least of them
    }
    if (distinct.stream().anyMatch(State::taken)) {
      return State.PARTIAL;
    }
    return TELLING.stream()
        .filter(distinct::contains)
        .findFirst()
        .orElse(distinct.contains(State.REVIEWED) ? State.UNDER_REVIEW : distinct.getFirst());
  }
}
