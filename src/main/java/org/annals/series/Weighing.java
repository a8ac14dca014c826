package org.annals.series;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.annals.mail.MessageId;
import org.annals.series.Proof.Confidence;
import org.annals.series.Proof.Rule;
import org.annals.series.Standing.Change;
import org.annals.series.Standing.Ignored;
import org.annals.thread.SubjectKey;

/// Weighs what mails and commits say of patches into their states: a pure function of them.
///
/// Of all evidence the weightiest rule decides, and of one rule the latest. Nothing is guessed: a
/// hint decides nothing, and silence is no evidence.
public final class Weighing {
  /// Of one patch; more changes nothing.
  private static final int PROOFS_MAX = 60;

  private static final int IGNORED_MAX = 20;

  /// Robots whose finding is a fault of the patch, by the address or its domain.
  private static final Set<String> TESTERS = Set.of("lkp@intel.com", "syzkaller.appspotmail.com");

  private static final Set<String> ENDORSING =
      Set.of("reviewed-by", "acked-by", "reviewed-and-tested-by", "acked-and-tested-by");

  private final Authority authority;
  private final Map<MessageId, List<Proof>> proofs = new LinkedHashMap<>();
  private final Map<MessageId, List<Ignored>> ignored = new HashMap<>();

  private Weighing(Authority authority) {
    this.authority = authority;
  }

  /// A version of a change with what was said to it.
  public record Mailing(Series series, FollowUps followUps) {}

  /// The patches of all versions of a change by their Message-IDs; a cover letter stands for its
  /// patches where the archive has none. `versions` are in order. `beside` is evidence from
  /// elsewhere: commits, and orders that were not mailed to a list.
  public static Map<MessageId, Standing> of(
      List<Mailing> versions, Map<MessageId, List<Proof>> beside, Authority authority) {
    Weighing weighing = new Weighing(authority);
    for (int i = 0; i < versions.size(); i++) {
      Mailing version = versions.get(i);
      List<Mailing> later = versions.subList(i + 1, versions.size());
      patches(version.series())
          .forEach((number, patch) -> weighing.gather(version, number, patch, later));
    }
    Map<MessageId, Standing> standings = new LinkedHashMap<>();
    weighing.proofs.forEach((id, own) -> {
      own.addAll(beside.getOrDefault(id, List.of()));
      standings.put(id, standing(own, weighing.ignored.getOrDefault(id, List.of())));
    });
    return standings;
  }

  /// The patches by number; of a series without any the cover letter.
  static Map<Integer, SeriesMail> patches(Series series) {
    return series.patches().isEmpty() ? Map.of(0, series.head()) : series.patches();
  }

  private void gather(Mailing version, int number, SeriesMail patch, List<Mailing> later) {
    boolean rfc = patch.subject().rfc();
    add(
        patch,
        new Proof(
            rfc ? Rule.RFC : Rule.POSTED,
            rfc ? State.RFC : State.NEW,
            patch.id(),
            "",
            "",
            patch.sent()));
    later.stream()
        .filter(newer ->
            !newer.series().holds(patch.id()) && !newer.series().isSentWith(version.series()))
        .findFirst()
        .ifPresent(newer -> {
          SeriesMail head = newer.series().head();
          add(patch, mailed(Rule.NEWER_VERSION, State.SUPERSEDED, head));
        });
    Map<Integer, List<SeriesMail>> replies = version.followUps().replies();
    for (int about : number == 0 ? List.of(0) : List.of(0, number)) {
      for (SeriesMail reply : replies.getOrDefault(about, List.of())) {
        new Reply(version.series(), number, patch, about, reply).gather();
      }
    }
    version.followUps().endorsements().getOrDefault(number, List.of()).stream()
        .filter(one -> one.matches() && isEndorsing(one))
        .forEach(one -> add(patch, mailed(Rule.ENDORSED, State.REVIEWED, one.reply())));
  }

  private static boolean isEndorsing(Endorsement one) {
    return ENDORSING.contains(one.trailer().key().toLowerCase(Locale.ROOT));
  }

  private static Proof mailed(Rule rule, State state, SeriesMail mail) {
    return new Proof(rule, state, mail.id(), "", "", mail.sent());
  }

  private void add(SeriesMail patch, Proof proof) {
    List<Proof> own = proofs.computeIfAbsent(patch.id(), _ -> new ArrayList<>());
    if (own.size() < PROOFS_MAX && !own.contains(proof)) {
      own.add(proof);
    }
  }

  private static Standing standing(List<Proof> all, List<Ignored> ignored) {
    List<Proof> sorted = all.stream().distinct().sorted(Proof.BY_WEIGHT).toList();
    List<Change> history = new ArrayList<>();
    List<Proof> known = new ArrayList<>();
    List<Proof> byTime =
        sorted.stream()
            .sorted(Comparator.comparingLong(Proof::at).thenComparing(Proof.BY_WEIGHT))
            .toList();
    for (Proof proof : byTime) {
      known.add(proof);
      Proof best = decisive(known).orElse(null);
      if (best != null && (history.isEmpty() || history.getLast().state() != best.state())) {
        history.add(new Change(proof.at(), best.state(), best));
      }
    }
    State state = decisive(sorted).map(Proof::state).orElse(State.NEW);
    List<Proof> evidence =
        sorted.stream()
            .sorted(Comparator.comparing((Proof proof) -> !proof.supports(state)))
            .toList();
    return new Standing(state, evidence, history, ignored);
  }

  private static Optional<Proof> decisive(List<Proof> proofs) {
    return proofs.stream()
        .filter(proof -> proof.rule().confidence() != Confidence.LOW)
        .min(Proof.BY_WEIGHT);
  }

  /// A reply, about the patch `number` or the cover letter, as far as it concerns one patch.
  private final class Reply {
    private final Series series;
    private final int number;
    private final SeriesMail patch;
    private final int about;
    private final SeriesMail mail;
    private final boolean byAuthor;

    Reply(Series series, int number, SeriesMail patch, int about, SeriesMail mail) {
      this.series = series;
      this.number = number;
      this.patch = patch;
      this.about = about;
      this.mail = mail;
      this.byAuthor =
          mail.author().equals(patch.author()) || mail.author().equals(series.head().author());
    }

    void gather() {
      boolean human = true;
      for (Claim claim : mail.body().claims()) {
        human &= !(claim instanceof Claim.Automatic || claim instanceof Claim.Check);
        gather(claim);
      }
      if (human && !byAuthor && about == number) {
        add(patch, mailed(Rule.DISCUSSED, State.UNDER_REVIEW, mail));
      }
    }

    private void gather(Claim claim) {
      switch (claim) {
        case Claim.Taken taken -> gather(taken);
        case Claim.Command command -> gather(command);
        case Claim.Check check -> {
          if (check.result() == Claim.Check.Result.FAIL && isTester() && concerns(check)) {
            add(patch, mailed(Rule.CI, State.CHANGES_REQUESTED, mail));
          }
        }
        case Claim.Intent intent -> {
          if (byAuthor && isMeant(intent.numbers())) {
            boolean drop = intent.kind() == Claim.Intent.Kind.DROP;
            add(
                patch,
                mailed(
                    drop ? Rule.AUTHOR_DROPS : Rule.AUTHOR_RESPINS,
                    drop ? State.WITHDRAWN : State.CHANGES_REQUESTED,
                    mail));
          }
        }
        case Claim.Refused _ -> {
          if (!byAuthor) {
            add(patch, mailed(Rule.REFUSED, State.CHANGES_REQUESTED, mail));
          }
        }
        case Claim.Automatic _, Claim.Merged _, Claim.Signed _ -> {}
      }
    }

    private boolean isMeant(Set<Integer> numbers) {
      return numbers.isEmpty() ? about == 0 || about == number : numbers.contains(number);
    }

    private boolean concerns(Claim.Check check) {
      return check.patch().isEmpty()
          ? about == number || about == 0
          : check.patch().equals(patch.id().value());
    }

    private boolean isTester() {
      String author = mail.author();
      return TESTERS.contains(author)
          || TESTERS.contains(author.substring(author.lastIndexOf('@') + 1));
    }

    private void gather(Claim.Taken taken) {
      if (taken.wording().stable() || !isMeant(taken)) {
        return;
      }
      Rule rule =
          switch (taken.source()) {
            case TY -> Rule.THANKS;
            case PATCHWORK_BOT -> from("patchwork-bot+", "@kernel.org") ? Rule.BOT : Rule.HINT;
            case TIP_BOT -> from("tip-bot2@", "") ? Rule.BOT : Rule.HINT;
            case MM_BOT -> from("akpm@", "") ? Rule.BOT : Rule.HINT;
            case STABLE_BOT -> Rule.HINT;
            case TEXT -> authority.applies(mail) ? Rule.APPLIER : Rule.HINT;
          };
      State state = taken.wording().queued() ? State.QUEUED : State.ACCEPTED;
      String commit = item(taken).map(Claim.Taken.Item::commit).orElse("");
      add(patch, new Proof(rule, state, mail.id(), commit, taken.tree(), mail.sent()));
    }

    private boolean from(String start, String end) {
      return mail.author().startsWith(start) && mail.author().endsWith(end);
    }

    private boolean isMeant(Claim.Taken taken) {
      if (!taken.numbers().isEmpty()) {
        return taken.numbers().contains(number);
      }
      if (!taken.items().isEmpty()) {
        return item(taken).isPresent();
      }
      return about == number || (about == 0 && !taken.wording().subset());
    }

    private Optional<Claim.Taken.Item> item(Claim.Taken taken) {
      String title = SubjectKey.of(patch.subject().title());
      return taken.items().stream()
          .filter(item ->
              SubjectKey.of(item.title()).equals(title)
                  || (item.title().isEmpty() && item.number() == number)
                  || (taken.items().size() == 1 && series.total() == 1))
          .findFirst();
    }

    private void gather(Claim.Command command) {
      if (Regrouping.isOne(command) && about == number) {
        String refused = Regrouping.refusal(mail, series, authority);
        if (!refused.isEmpty()) {
          ignore(command.verb() + " " + command.argument(), refused);
        }
      }
      if (!command.verb().equals("state") || !isMeant(command.numbers())) {
        return;
      }
      State state = State.of(command.argument()).orElse(null);
      boolean maintainer = authority.maintains(mail);
      String why =
          state == null
              ? "there is no such state"
              : !authority.isAuthentic(mail)
                  ? "it is not known that the sender wrote it"
                  : !maintainer && !byAuthor
                      ? "the sender is neither the author nor a maintainer"
                      : !maintainer && state.active()
                          ? "the author may not call his patch so himself"
                          : "";
      if (state != null && why.isEmpty()) {
        add(patch, mailed(maintainer ? Rule.MAINTAINER_COMMAND : Rule.AUTHOR_COMMAND, state, mail));
        return;
      }
      ignore(command.argument(), why);
    }

    private void ignore(String order, String why) {
      List<Ignored> own = ignored.computeIfAbsent(patch.id(), _ -> new ArrayList<>());
      if (own.size() < IGNORED_MAX) {
        own.add(new Ignored(mail.id(), order, why));
      }
    }
  }
}
