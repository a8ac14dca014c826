package org.annals.archive;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.annals.archive.TrackedPatch.Found;
import org.annals.archive.TrackedPatch.Given;
import org.annals.archive.TrackedPatch.Since;
import org.annals.archive.TrackedSeries.Waiting;
import org.annals.mail.MessageId;
import org.annals.series.Authority;
import org.annals.series.Claim;
import org.annals.series.FollowUps;
import org.annals.series.Proof;
import org.annals.series.RolledUp;
import org.annals.series.Series;
import org.annals.series.SeriesMail;
import org.annals.series.Standing;
import org.annals.series.State;
import org.annals.series.Version;
import org.annals.series.Weighing;
import org.annals.series.Weighing.Mailing;
import org.annals.store.InboxName;
import org.annals.thread.SubjectKey;
import org.jspecify.annotations.Nullable;

/// All versions of a change, made into what is kept of each: a pure function of the mails and of
/// the evidence beside them.
final class TrackedTopic {
  private static final int CHECKS_MAX = 50;

  private final List<Version> versions;
  private final Map<MessageId, FollowUps> followUps;
  private final Map<MessageId, Set<InboxName>> inboxes;
  private final Map<MessageId, Standing> standings;
  private final Map<MessageId, List<Found>> checks;
  private final String id;

  private TrackedTopic(
      List<Version> versions,
      Map<MessageId, FollowUps> followUps,
      Map<MessageId, Set<InboxName>> inboxes,
      Beside beside,
      Authority authority) {
    this.versions = versions;
    this.followUps = followUps;
    this.inboxes = inboxes;
    this.checks = beside.checks();
    this.id = publicId(versions.getFirst().series().head().id());
    carry();
    this.standings =
        Weighing.of(
            versions.stream()
                .map(version -> new Mailing(version.series(), followUps(version)))
                .toList(),
            beside.proofs(),
            authority);
  }

  /// What is known of patches from elsewhere than their threads, by their Message-IDs.
  record Beside(Map<MessageId, List<Proof>> proofs, Map<MessageId, List<Found>> checks) {
    static final Beside NOTHING = new Beside(Map.of(), Map.of());
  }

  /// `versions` are in order; `followUps` by the ids of their heads; `inboxes` are those that have
  /// a patch or cover letter.
  static List<TrackedSeries> of(
      List<Version> versions,
      Map<MessageId, FollowUps> followUps,
      Map<MessageId, Set<InboxName>> inboxes,
      Beside beside,
      Authority authority) {
    TrackedTopic topic = new TrackedTopic(versions, followUps, inboxes, beside, authority);
    List<TrackedSeries> tracked = new ArrayList<>();
    for (int i = 0; i < versions.size(); i++) {
      tracked.add(topic.tracked(i));
    }
    return tracked;
  }

  private static String publicId(MessageId earliest) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-1")
              .digest(earliest.value().getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  private FollowUps followUps(Version version) {
    FollowUps found = followUps.get(version.series().head().id());
    return found == null ? FollowUps.of(version.series(), List.of()) : found;
  }

  /// What an earlier version got counts for equal patches of the later ones.
  private void carry() {
    for (int i = 1; i < versions.size(); i++) {
      Series own = versions.get(i).series();
      FollowUps into = followUps(versions.get(i));
      Series before = versions.get(i - 1).series();
      into.carry(own, before, followUps(versions.get(i - 1)));
    }
  }

  private TrackedSeries tracked(int i) {
    Version version = versions.get(i);
    Series series = version.series();
    FollowUps answered = followUps(version);
    Series before = i == 0 ? null : versions.get(i - 1).series();
    List<TrackedPatch> patches = new ArrayList<>();
    series
        .patches()
        .forEach((number, patch) -> patches.add(patch(number, patch, series, answered, before)));
    SeriesMail head = series.head();
    SeriesMail cover = series.cover();
    boolean latest = i == versions.size() - 1;
    State state =
        patches.isEmpty()
            ? standing(head).state()
            : RolledUp.of(patches.stream().map(patch -> patch.standing().state()).toList());
    List<SeriesMail> replies = new ArrayList<>();
    answered.replies().values().forEach(replies::addAll);
    replies.sort(SeriesMail.BY_DATE);
    return new TrackedSeries(
        head.id(),
        id,
        series.version(),
        series.versionText(),
        series.title(),
        head.from(),
        head.sent(),
        series.total(),
        cover == null ? null : cover.id(),
        patches,
        series.baseCommit(),
        series.changeId(),
        version.evidence(),
        latest,
        state,
        waiting(series, state, latest, replies),
        replies.size(),
        active(series, replies),
        inboxes(series));
  }

  private static long active(Series series, List<SeriesMail> replies) {
    long last = series.head().sent();
    for (SeriesMail patch : series.patches().values()) {
      last = Math.max(last, patch.sent());
    }
    return replies.isEmpty() ? last : Math.max(last, replies.getLast().sent());
  }

  private List<InboxName> inboxes(Series series) {
    Set<InboxName> all = new TreeSet<>(inboxes.getOrDefault(series.head().id(), Set.of()));
    series
        .patches()
        .values()
        .forEach(patch -> all.addAll(inboxes.getOrDefault(patch.id(), Set.of())));
    return List.copyOf(all);
  }

  private Standing standing(SeriesMail mail) {
    return standings.getOrDefault(
        mail.id(), new Standing(State.NEW, List.of(), List.of(), List.of()));
  }

  private TrackedPatch patch(
      int number, SeriesMail mail, Series series, FollowUps answered, @Nullable Series before) {
    List<SeriesMail> replies = answered.replies().getOrDefault(number, List.of());
    List<Given> trailers =
        answered.endorsements().getOrDefault(number, List.of()).stream()
            .map(one ->
                new Given(
                    one.trailer().key(),
                    one.trailer().value(),
                    one.via(),
                    one.matches(),
                    one.reply().id(),
                    one.reply().sent()))
            .toList();
    return new TrackedPatch(
        mail.id(),
        number,
        mail.subject().title(),
        mail.from(),
        mail.sent(),
        mail.body().patchId(),
        mail.body().diffHash(),
        mail.body().files(),
        series.takenOver().contains(number),
        since(mail, before),
        replies.size(),
        trailers,
        found(mail, answered, number),
        standing(mail));
  }

  private List<Found> found(SeriesMail patch, FollowUps answered, int number) {
    List<Found> found = new ArrayList<>();
    for (int about : List.of(0, number)) {
      for (SeriesMail reply : answered.replies().getOrDefault(about, List.of())) {
        for (Claim claim : reply.body().claims()) {
          if (claim instanceof Claim.Check check
              && (check.patch().isEmpty() || check.patch().equals(patch.id().value()))) {
            found.add(new Found(check, reply.id(), reply.author(), reply.sent()));
          }
        }
      }
    }
    found.addAll(checks.getOrDefault(patch.id(), List.of()));
    return found.subList(0, Math.min(CHECKS_MAX, found.size()));
  }

  private static Since since(SeriesMail patch, @Nullable Series before) {
    if (before == null) {
      return Since.FIRST;
    }
    String id = patch.body().patchId();
    String title = SubjectKey.of(patch.subject().title());
    boolean known = false;
    for (SeriesMail other : before.patches().values()) {
      if (!id.isEmpty() && other.body().patchId().equals(id)) {
        return Since.SAME_LINES;
      }
      known |= SubjectKey.of(other.subject().title()).equals(title);
    }
    return known ? Since.CHANGED : Since.NEW;
  }

  /// Who has to do something: nobody about a version that another one followed.
  private static Waiting waiting(
      Series series, State state, boolean latest, List<SeriesMail> replies) {
    if (!latest || !(state.active() || state == State.CHANGES_REQUESTED)) {
      return Waiting.NOBODY;
    }
    if (state == State.CHANGES_REQUESTED) {
      return Waiting.AUTHOR;
    }
    String author = series.head().author();
    List<SeriesMail> human =
        replies.stream()
            .filter(reply ->
                reply.body().claims().stream()
                    .noneMatch(
                        claim -> claim instanceof Claim.Automatic || claim instanceof Claim.Check))
            .toList();
    if (human.stream().allMatch(reply -> reply.author().equals(author))) {
      return Waiting.ANSWER;
    }
    if (state == State.REVIEWED) {
      return Waiting.MAINTAINER;
    }
    return isOwed(human, author) ? Waiting.AUTHOR : Waiting.REVIEWER;
  }

  /// Whether somebody's remark has no answer by the author. Who only gave a trailer asked nothing.
  private static boolean isOwed(List<SeriesMail> human, String author) {
    Set<MessageId> answered = new HashSet<>();
    for (SeriesMail reply : human) {
      MessageId parent = reply.parent();
      if (parent != null && reply.author().equals(author)) {
        answered.add(parent);
      }
    }
    return human.stream()
        .anyMatch(reply ->
            !reply.author().equals(author)
                && !answered.contains(reply.id())
                && reply.body().trailers().isEmpty());
  }
}
