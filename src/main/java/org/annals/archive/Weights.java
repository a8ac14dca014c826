package org.annals.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.annals.archive.TrackedPatch.Found;
import org.annals.code.Commit;
import org.annals.code.CommitMatch;
import org.annals.code.MailedPatch;
import org.annals.index.RecordView;
import org.annals.mail.MessageId;
import org.annals.series.Authority;
import org.annals.series.Claim;
import org.annals.series.Proof;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.series.State;
import org.annals.store.InboxName;

/// What counts beside the mails of a change: who may decide, and what programs and commits say of
/// its patches.
final class Weights {
  private final Inboxes inboxes;
  private final ControlInbox control;
  private final Code code;

  Weights(Inboxes inboxes, ControlInbox control, Code code) {
    this.inboxes = inboxes;
    this.control = control;
    this.code = code;
  }

  /// Of all versions of a change; `places` are its patches and cover letters, and the inboxes that
  /// have them.
  TrackedTopic.Beside beside(Collection<Series> versions, Map<MessageId, Set<InboxName>> places)
      throws IOException {
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
    for (CommitMatch match : code.matches(repositories(places), mailed(versions))) {
      if (match.taken()) {
        List<Proof> own = proofs.computeIfAbsent(match.patch().id(), _ -> new ArrayList<>());
        State state = code.isUpstream(match.commit()) ? State.MAINLINED : State.ACCEPTED;
        match.kinds().forEach(kind -> own.add(landed(rule(kind), state, match.commit())));
        match.revertedBy().forEach(revert -> own.add(landed(Proof.Rule.REVERTED, state, revert)));
      }
    }
    return new TrackedTopic.Beside(proofs, checks);
  }

  private Set<String> repositories(Map<MessageId, Set<InboxName>> places) {
    Set<String> names = new TreeSet<>();
    places.values().stream()
        .flatMap(Set::stream)
        .distinct()
        .forEach(name -> names.addAll(inboxes.settings(name).coderepos()));
    return names;
  }

  private static List<MailedPatch> mailed(Collection<Series> versions) {
    Map<MessageId, MailedPatch> patches = new LinkedHashMap<>();
    for (Series series : versions) {
      SeriesMail cover = series.cover();
      for (SeriesMail patch : series.patches().values()) {
        patches.putIfAbsent(
            patch.id(),
            new MailedPatch(
                patch.id(),
                cover == null ? null : cover.id(),
                patch.patchAuthor(),
                patch.subject().title(),
                patch.body().patchId(),
                Instant.ofEpochSecond(patch.sent()),
                patch.body().files()));
      }
    }
    return List.copyOf(patches.values());
  }

  private static Proof.Rule rule(CommitMatch.Kind kind) {
    return switch (kind) {
      case MSGID -> Proof.Rule.COMMIT_MESSAGE_ID;
      case PATCH_ID -> Proof.Rule.COMMIT_PATCH_ID;
      case TITLE -> Proof.Rule.COMMIT_TITLE;
    };
  }

  private static Proof landed(Proof.Rule rule, State state, Commit commit) {
    return new Proof(
        rule, state, null, commit.id(), commit.repository(), commit.committed().getEpochSecond());
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
    Set<String> repositories = repositories(places);
    return new Authority() {
      private final Map<MessageId, Boolean> known = new HashMap<>();

      @Override
      public boolean applies(SeriesMail mail) {
        return known.computeIfAbsent(mail.id(), _ -> isApplier(mail));
      }

      private boolean isApplier(SeriesMail mail) {
        try {
          return policies.stream().anyMatch(one -> one.appliers().contains(mail.author()))
              || maintains(mail)
              || code.isCommitter(repositories, mail.from(), mail.sent())
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
        return policies.stream().anyMatch(one -> one.isAuthentic(mail));
      }
    };
  }
}
