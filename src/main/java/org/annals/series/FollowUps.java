package org.annals.series;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.annals.mail.MessageId;
import org.annals.patch.Trailer;
import org.jspecify.annotations.Nullable;

/// What was answered to a series: the replies by the number of the patch that they are about, 0 for
/// the cover letter, and the trailers that the patches got by them, both by date.
public record FollowUps(
    SortedMap<Integer, List<SeriesMail>> replies,
    SortedMap<Integer, List<Endorsement>> endorsements) {

  /// Longer chains of answers are followed no further.
  private static final int DEPTH_MAX = 200;

  /// Of one patch; more are not collected.
  private static final int ENDORSEMENTS_MAX = 100;

  /// `mails` are those of the conversation; which of them answer the series is found out here.
  public static FollowUps of(Series series, Collection<SeriesMail> mails) {
    return ofAll(List.of(series), mails).values().iterator().next();
  }

  /// Of several series of a conversation, by the ids of their heads.
  public static Map<MessageId, FollowUps> ofAll(
      Collection<Series> series, Collection<SeriesMail> mails) {
    Map<MessageId, FollowUps> all = new HashMap<>();
    Map<MessageId, List<Place>> places = new HashMap<>();
    for (Series one : series) {
      all.put(one.head().id(), new FollowUps(new TreeMap<>(), new TreeMap<>()));
      SeriesMail cover = one.cover();
      if (cover != null) {
        places.computeIfAbsent(cover.id(), _ -> new ArrayList<>()).add(new Place(one, 0));
      }
      one.patches()
          .forEach((number, patch) ->
              places
                  .computeIfAbsent(patch.id(), _ -> new ArrayList<>())
                  .add(new Place(one, number)));
    }
    Map<MessageId, SeriesMail> byId = new HashMap<>();
    mails.forEach(mail -> byId.putIfAbsent(mail.id(), mail));
    for (Series one : series) { // ghosts are not among the mails
      one.patches().values().forEach(patch -> byId.putIfAbsent(patch.id(), patch));
      byId.putIfAbsent(one.head().id(), one.head());
    }
    byId.values().stream()
        .filter(mail -> mail.kind() == SeriesMail.Kind.REPLY)
        .sorted(SeriesMail.BY_DATE)
        .forEach(reply -> {
          SeriesMail about = answered(reply, byId);
          for (Place place : about == null ? List.<Place>of() : placesOf(about, places)) {
            FollowUps of = all.get(place.series().head().id());
            if (of != null) {
              of.add(place.series(), place.number(), reply);
            }
          }
        });
    return all;
  }

  /// Where a mail stands in a series.
  private record Place(Series series, int number) {}

  private static List<Place> placesOf(SeriesMail mail, Map<MessageId, List<Place>> places) {
    return places.getOrDefault(mail.id(), List.of());
  }

  /// Whether the message is one of the replies.
  public boolean has(MessageId id) {
    return replies.values().stream().flatMap(List::stream).anyMatch(reply -> reply.id().equals(id));
  }

  /// Adds what an earlier version of the series got for patches that change the same lines.
  public void carry(Series own, Series earlier, FollowUps given) {
    Map<String, Integer> before = new HashMap<>();
    earlier.patches().forEach((number, patch) -> before.put(patch.body().patchId(), number));
    before.remove("");
    own.patches()
        .forEach((number, patch) -> {
          Integer same = before.get(patch.body().patchId());
          if (same != null) {
            given
                .endorsements
                .getOrDefault(same, List.of())
                .forEach(one -> endorse(own, number, one.carried()));
          }
        });
  }

  /// The trailers to be added to a patch: those that were given by whom they name.
  public List<Trailer> collected(int number) {
    return endorsements.getOrDefault(number, List.of()).stream()
        .filter(Endorsement::matches)
        .map(Endorsement::trailer)
        .toList();
  }

  /// The first mail up the chain that is no reply itself.
  private static @Nullable SeriesMail answered(SeriesMail reply, Map<MessageId, SeriesMail> byId) {
    Set<MessageId> seen = new HashSet<>();
    SeriesMail at = reply;
    for (int depth = 0; depth < DEPTH_MAX && seen.add(at.id()); depth++) {
      SeriesMail parent = parent(at, byId);
      if (parent == null || parent.kind() != SeriesMail.Kind.REPLY) {
        return parent;
      }
      at = parent;
    }
    return null;
  }

  /// The nearest that is here of those it refers to: the parent may be lost.
  private static @Nullable SeriesMail parent(SeriesMail mail, Map<MessageId, SeriesMail> byId) {
    List<MessageId> references = mail.references();
    for (int i = references.size() - 1; i >= 0; i--) {
      SeriesMail found = byId.get(references.get(i));
      if (found != null && !found.id().equals(mail.id())) {
        return found;
      }
    }
    return null;
  }

  private void add(Series series, int number, SeriesMail reply) {
    replies.computeIfAbsent(number, _ -> new ArrayList<>()).add(reply);
    for (Trailer trailer : reply.body().trailers()) {
      if (!EndorsementRules.counts(trailer, reply)) {
        continue;
      }
      boolean matches = EndorsementRules.matches(trailer, reply.from());
      if (number > 0) {
        endorse(series, number, new Endorsement(trailer, reply, Endorsement.Via.DIRECT, matches));
      } else {
        Endorsement forAll = new Endorsement(trailer, reply, Endorsement.Via.COVER, matches);
        series.patches().keySet().forEach(each -> endorse(series, each, forAll));
      }
    }
  }

  /// What the patch says already, or somebody gave before, counts once.
  private void endorse(Series series, int number, Endorsement endorsement) {
    List<Endorsement> known = endorsements.computeIfAbsent(number, _ -> new ArrayList<>());
    if (known.size() >= ENDORSEMENTS_MAX) {
      return;
    }
    SeriesMail patch = series.patches().get(number);
    boolean said =
        patch != null
            && patch.body().trailers().stream()
                .anyMatch(own -> EndorsementRules.same(own, endorsement.trailer()));
    if (said) {
      return;
    }
    if (endorsement.matches()) { // the same in the name of somebody else is none
      known.removeIf(other ->
          !other.matches() && EndorsementRules.same(other.trailer(), endorsement.trailer()));
    }
    if (known.stream()
        .noneMatch(other -> EndorsementRules.same(other.trailer(), endorsement.trailer()))) {
      known.add(endorsement);
    }
  }
}
