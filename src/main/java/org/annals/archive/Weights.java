package org.annals.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.annals.archive.TrackedPatch.Found;
import org.annals.index.RecordView;
import org.annals.mail.MessageId;
import org.annals.series.Authority;
import org.annals.series.Claim;
import org.annals.series.Proof;
import org.annals.series.SeriesMail;
import org.annals.series.State;
import org.annals.store.InboxName;

/// What counts beside the mails of a change: who may decide, and what programs and commits say of
/// its patches.
final class Weights {
  private final Inboxes inboxes;
  private final ControlInbox control;

  Weights(Inboxes inboxes, ControlInbox control) {
    this.inboxes = inboxes;
    this.control = control;
  }

  /// `places` are the patches and cover letters of a change, and the inboxes that have them.
  TrackedTopic.Beside beside(Map<MessageId, Set<InboxName>> places) {
    Map<MessageId, List<Proof>> proofs = new HashMap<>();
    Map<MessageId, List<Found>> checks = new HashMap<>();
    places.forEach((id, names) -> {
      for (InboxName name : names) {
        String commit = "";
        for (ControlRecord.OfPatch said : control.of(name, id)) {
          commit = said instanceof ControlRecord.CommitSet set ? set.commit() : commit;
        }
        for (ControlRecord.OfPatch said : control.of(name, id)) {
          switch (said) {
            case ControlRecord.StateSet set ->
                ordered(set, commit, proofs.computeIfAbsent(id, _ -> new ArrayList<>()));
            case ControlRecord.CheckGiven given ->
                checks.computeIfAbsent(id, _ -> new ArrayList<>()).add(found(given));
            case ControlRecord.DelegateSet _,
                ControlRecord.ArchivedSet _,
                ControlRecord.CommitSet _ -> {}
          }
        }
      }
    });
    return new TrackedTopic.Beside(proofs, checks);
  }

  private static void ordered(ControlRecord.StateSet set, String commit, List<Proof> proofs) {
    State.of(set.state())
        .ifPresent(state ->
            proofs.add(
                new Proof(
                    Proof.Rule.MAINTAINER_COMMAND,
                    state,
                    null,
                    state.taken() ? commit : "",
                    "",
                    set.at())));
  }

  private static Found found(ControlRecord.CheckGiven given) {
    Claim.Check.Result result = Claim.Check.Result.valueOf(given.result().toUpperCase(Locale.ROOT));
    return new Found(
        new Claim.Check(
            given.context(), result, given.url(), given.patch().value(), given.description()),
        null,
        given.actor(),
        given.at());
  }

  /// For a change whose patches are in these inboxes.
  Authority authority(RecordView view, Map<MessageId, Set<InboxName>> places) {
    List<Policy> policies =
        places.values().stream()
            .flatMap(Set::stream)
            .distinct()
            .map(name -> inboxes.settings(name).policy())
            .toList();
    return new Authority() {
      @Override
      public boolean applies(SeriesMail mail) {
        try {
          return policies.stream().anyMatch(one -> one.appliers().contains(mail.author()))
              || maintains(mail)
              || Appliers.isOne(view, mail);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      }

      @Override
      public boolean maintains(SeriesMail mail) {
        return policies.stream().anyMatch(one -> one.maintainers().contains(mail.author()));
      }

      @Override
      public boolean isAuthentic(SeriesMail mail) {
        return policies.stream().anyMatch(Policy::trustsFrom) || maintains(mail);
      }
    };
  }
}
