package org.annals.series;

import java.util.List;
import java.util.function.Function;
import org.annals.mail.MessageId;

/// The state of a patch and what it rests on: the evidence that decided, then what else was found,
/// the weightiest first. `history` are the states it went through, the earliest first. `ignored`
/// are orders that nobody had to obey, with the reason.
public record Standing(
    State state, List<Proof> evidence, List<Change> history, List<Ignored> ignored) {

  /// From `at` on (seconds since 1970) the patch was in this state, by this evidence.
  public record Change(long at, State state, Proof because) {}

  public record Ignored(MessageId message, String order, String why) {}

  public Standing {
    evidence = List.copyOf(evidence);
    history = List.copyOf(history);
    ignored = List.copyOf(ignored);
  }

  /// As of an instant; what was later is left out.
  public State state(AsOf asOf) {
    return history.stream()
        .filter(change -> change.at() <= asOf.cut())
        .reduce((_, last) -> last)
        .map(Change::state)
        .orElse(State.NEW);
  }

  /// The evidence for the state of that instant, the weightiest first.
  public List<Proof> supporting(AsOf asOf) {
    State then = state(asOf);
    return evidence.stream()
        .filter(proof -> proof.at() <= asOf.cut() && proof.supports(then))
        .toList();
  }

  /// The commit that it became; empty if none is known.
  public String commit(AsOf asOf) {
    return of(asOf, Proof::commit);
  }

  /// The tree it went to, as far as known.
  public String tree(AsOf asOf) {
    return of(asOf, Proof::tree);
  }

  private String of(AsOf asOf, Function<Proof, String> what) {
    return state(asOf).taken()
        ? supporting(asOf).stream().map(what).filter(text -> !text.isEmpty()).findFirst().orElse("")
        : "";
  }
}
