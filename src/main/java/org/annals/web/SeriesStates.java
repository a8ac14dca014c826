package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.series.AsOf;
import org.annals.series.Proof;
import org.annals.series.Standing;
import org.annals.series.State;
import org.annals.web.View.CheckRow;
import org.annals.web.View.Link;
import org.annals.web.View.PatchState;
import org.annals.web.View.ProofRow;
import org.jspecify.annotations.Nullable;

/// The states of a version as its page shows them, each beside the evidence it rests on.
final class SeriesStates {
  /// Of a patch; the weightiest come first.
  private static final int PROOFS_MAX = 8;

  private static final int DIGITS = 12;

  private final Scope scope;
  private final TrackedSeries series;
  private final AsOf asOf;
  private final boolean hasCode;
  private final Links links;

  /// `hasCode`: pages show commits by their ids.
  SeriesStates(Scope scope, TrackedSeries series, AsOf asOf, boolean hasCode, Links links) {
    this.scope = scope;
    this.series = series;
    this.asOf = asOf;
    this.hasCode = hasCode;
    this.links = links;
  }

  PatchState whole() {
    State state = series.state(asOf);
    return new PatchState(StateMarkup.css(state), StateMarkup.words(state, series, asOf), null);
  }

  /// One sentence: who has to move.
  String need() {
    State state = series.state(asOf);
    String why = SeriesListPage.why(series, state);
    return !why.isEmpty()
        ? why + "."
        : switch (state) {
          case SUPERSEDED -> "A newer version took its place.";
          case ACCEPTED, MAINLINED -> "All patches are in a tree.";
          case QUEUED -> "All patches are promised to go in.";
          case WITHDRAWN -> "Its author took it back.";
          default -> "";
        };
  }

  PatchState of(TrackedPatch patch) {
    State state = series.state(patch, asOf);
    Optional<Proof> best = patch.standing().supporting(asOf).stream().findFirst();
    boolean reverted =
        state.taken() && patch.standing().evidence().stream().anyMatch(SeriesStates::isRevert);
    return new PatchState(
        StateMarkup.css(reverted ? State.CHANGES_REQUESTED : state),
        StateMarkup.words(state) + (reverted ? ", reverted" : ""),
        best.map(this::link).orElse(null));
  }

  private static boolean isRevert(Proof proof) {
    return proof.rule() == Proof.Rule.REVERTED;
  }

  private @Nullable Link link(Proof proof) {
    String href = href(proof);
    return href == null ? null : new Link(proof.rule().words(), href);
  }

  private @Nullable String href(Proof proof) {
    MessageId message = proof.message();
    return message != null
        ? links.to(new MessageRoute.OneMessage(scope, message))
        : hasCode && !proof.commit().isEmpty()
            ? links.to(ObjectRoute.page(scope, proof.commit(), ""))
            : null;
  }

  /// What was found about each patch, what decided first; of answers the last.
  List<ProofRow> proofs() {
    List<ProofRow> rows = new ArrayList<>();
    for (TrackedPatch patch : series.patches()) {
      Standing standing = patch.standing();
      Proof answer =
          standing.evidence().stream()
              .filter(proof -> proof.rule() == Proof.Rule.DISCUSSED)
              .findFirst()
              .orElse(null);
      standing.evidence().stream()
          .filter(proof -> proof.rule() != Proof.Rule.POSTED)
          .filter(proof -> proof.rule() != Proof.Rule.DISCUSSED || proof.equals(answer))
          .limit(PROOFS_MAX)
          .forEach(proof ->
              rows.add(
                  new ProofRow(
                      patch.number() + "/" + series.total(),
                      StateMarkup.css(isRevert(proof) ? State.CHANGES_REQUESTED : proof.state()),
                      isRevert(proof) ? "reverted" : StateMarkup.words(proof.state()),
                      isRevert(proof) || proof.supports(standing.state()),
                      proof.rule().words(),
                      href(proof),
                      commit(proof),
                      proof.tree(),
                      Moments.full(proof.at()))));
      for (Standing.Ignored ignored : standing.ignored()) {
        rows.add(
            new ProofRow(
                patch.number() + "/" + series.total(),
                "super",
                ignored.order(),
                false,
                "an order that does not count: " + ignored.why(),
                links.to(new MessageRoute.OneMessage(scope, ignored.message())),
                null,
                "",
                null));
      }
    }
    return rows;
  }

  private @Nullable Link commit(Proof proof) {
    if (proof.commit().isEmpty()) {
      return null;
    }
    String digits = proof.commit().substring(0, Math.min(DIGITS, proof.commit().length()));
    return new Link(digits, hasCode ? links.to(ObjectRoute.page(scope, proof.commit(), "")) : "");
  }

  List<CheckRow> checks() {
    List<CheckRow> rows = new ArrayList<>();
    for (TrackedPatch patch : series.patches()) {
      for (TrackedPatch.Found found : patch.checks()) {
        MessageId message = found.message();
        rows.add(
            new CheckRow(
                patch.number() + "/" + series.total(),
                found.check().context(),
                css(found),
                words(found),
                found.check().description(),
                message == null ? null : links.to(new MessageRoute.OneMessage(scope, message)),
                Moments.full(found.at())));
      }
    }
    return rows;
  }

  private static String css(TrackedPatch.Found found) {
    return switch (found.check().result()) {
      case SUCCESS -> "pass";
      case PENDING -> "run";
      case WARNING, FAIL -> "fail";
    };
  }

  private static String words(TrackedPatch.Found found) {
    return switch (found.check().result()) {
      case SUCCESS -> "passed";
      case PENDING -> "running";
      case WARNING -> "warned";
      case FAIL -> "failed";
    };
  }
}
