package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.archive.Archive;
import org.annals.index.Scope;

/// Since when an answer has been what it is, so that who has it already need not get it again.
/// Thread-safe.
///
/// Pages that are made from the index change when the inbox does, and with the day when they speak
/// of this year, this month, the last weeks.
final class Freshness {
  private final Archive archive;
  private final StaticFiles files;
  private final Map<Scope, Seen> seen = new ConcurrentHashMap<>();

  /// Validators of another run, which may number its changes anew, must not match.
  private final String run = Long.toString(Instant.now().getEpochSecond(), 36);

  Freshness(Archive archive, StaticFiles files) {
    this.archive = archive;
    this.files = files;
  }

  /// When a version was there first, as far as anybody asked.
  private record Seen(long version, Instant since) {}

  /// What the client has already, if it says so by the index alone.
  Optional<Answer> unchanged(Route route, Visit visit) throws IOException {
    if (visit.posted() || route.validatesItself()) {
      return Optional.empty();
    }
    return visit.names(validator(route, visit))
        ? Optional.of(stamped(Answer.text(200, ""), route, visit).notModified())
        : Optional.empty();
  }

  Answer stamped(Answer answer, Route route, Visit visit) throws IOException {
    if (answer.status() != 200 || visit.posted() || isTimeless(route)) {
      return answer;
    }
    Answer stamped =
        route.validatesItself()
            ? answer
            : answer.with("ETag", validator(route, visit)).with("Cache-Control", "no-cache");
    Optional<Instant> changed = changed(route, visit);
    return changed.isEmpty() || !route.isDated()
        ? stamped
        : stamped.with("Last-Modified", HttpDate.print(changed.get()));
  }

  /// Whether new mail in the index has nothing to do with it, or it is the news itself.
  private static boolean isTimeless(Route route) {
    return route.cost() == Route.Cost.STREAM
        || (route.within().isEmpty() && route.validatesItself())
        || route instanceof GitRoute;
  }

  private String validator(Route route, Visit visit) throws IOException {
    int people = route instanceof BrowseRoute of ? archive.census().edition(of.scope()) : 0;
    return "W/\"%s-%d-%d-%s-%x\""
        .formatted(
            run,
            archive.version(scope(route)),
            visit.now().atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay(),
            files.version(),
            people);
  }

  private static Scope scope(Route route) {
    return route.within().orElse(new Scope.All());
  }

  /// Empty within the second of a change: who asked then may have seen either.
  private Optional<Instant> changed(Route route, Visit visit) {
    Scope scope = scope(route);
    long version = archive.version(scope);
    Instant now = visit.now().truncatedTo(ChronoUnit.SECONDS);
    Instant since =
        seen.compute(
                scope,
                (_, known) ->
                    known == null || known.version != version ? new Seen(version, now) : known)
            .since;
    Instant today = now.truncatedTo(ChronoUnit.DAYS);
    Instant changed = since.isBefore(today) ? today : since;
    return changed.isBefore(now) ? Optional.of(changed) : Optional.empty();
  }
}
