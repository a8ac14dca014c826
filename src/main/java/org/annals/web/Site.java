package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.index.Scope;

/// All pages: turns a request into an answer, without a socket. Thread-safe.
///
/// Decides what is the same for every route: whether it exists, whether the client has it already,
/// whose turn it is. What an answer says is made by the class named after the kind of route.
final class Site {
  private final Archive archive;
  private final Turns turns;
  private final StaticFiles files = new StaticFiles();
  private final Frames frames;
  private final SiteAnswers site;
  private final InboxAnswers inbox;
  private final MessageAnswers message;

  /// Validators of another run, which may number its changes anew, must not match.
  private final String run = Long.toString(Instant.now().getEpochSecond(), 36);

  Site(Archive archive, SiteSettings settings, WebLimits limits) {
    this.archive = archive;
    this.turns = new Turns(limits);
    this.frames = new Frames(archive, settings, files);
    Templates templates = new Templates();
    Feeds feeds = new Feeds(archive, frames);
    this.site = new SiteAnswers(archive, frames, templates, files);
    this.inbox = new InboxAnswers(archive, frames, templates, feeds);
    this.message = new MessageAnswers(archive, frames, templates, feeds);
  }

  /// Refuses what cannot be answered.
  Answer answer(Visit visit) throws IOException {
    Route route =
        Route.parse(visit.target())
            .orElseThrow(() -> new Refusal(Refusal.Reason.NOT_FOUND, "There is no such page."));
    if (visit.posted() && !route.takesPost()) {
      throw new Refusal(Refusal.Reason.METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.");
    }
    Optional<Scope> scope = route.within();
    if (scope.isPresent() && !exists(scope.get())) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "There is no such inbox.");
    }
    Optional<String> validator =
        route.validatesItself() || visit.posted()
            ? Optional.empty()
            : Optional.of(validator(scope.orElse(new Scope.All()), visit));
    if (validator.isPresent() && knows(visit, validator.get())) {
      return Answer.notModified(validator.get());
    }
    Answer answer = answerInTurn(route, visit);
    if (answer.status() == 200 && validator.isPresent()) {
      answer = answer.with("ETag", validator.get()).with("Cache-Control", "no-cache");
    }
    String own = answer.headers().get("ETag");
    if (own == null || answer.status() != 200 || !knows(visit, own)) {
      return answer;
    }
    answer.turn().close();
    return Answer.notModified(own);
  }

  private boolean exists(Scope scope) throws IOException {
    return switch (scope) {
      case Scope.All() -> true;
      case Scope.One(var name) -> frames.card(name).isPresent();
    };
  }

  /// Pages that are made from the index change when the inbox does, and with the day when they
  /// speak of this year, this month, the last weeks.
  private String validator(Scope scope, Visit visit) {
    return "W/\"%s-%d-%d-%s\""
        .formatted(
            run,
            archive.version(scope),
            visit.now().atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay(),
            files.style().version());
  }

  /// RFC 9110 §13.1.2, weak comparison.
  private static boolean knows(Visit visit, String validator) {
    Optional<String> known = visit.client().header("If-None-Match");
    if (known.isEmpty()) {
      return false;
    }
    String opaque = validator.substring("W/".length());
    for (String one : known.get().split(",", -1)) {
      String tag = one.strip();
      if (tag.equals("*") || tag.equals(validator) || tag.equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  private Answer answerInTurn(Route route, Visit visit) throws IOException {
    Turns.Turn turn = turns.take(route.cost(), visit.client().address());
    boolean kept = false;
    try {
      Answer answer = answer(route, visit).inTurn(turn);
      kept = true;
      return answer;
    } finally {
      if (!kept) {
        turn.close();
      }
    }
  }

  private Answer answer(Route route, Visit visit) throws IOException {
    return switch (route) {
      case SiteRoute of -> site.answer(of, visit);
      case InboxRoute of -> inbox.answer(of, visit);
      case MessageRoute of -> message.answer(of, visit);
      case Route.Moved(var to) -> moved(to, visit);
    };
  }

  private static Answer moved(Route to, Visit visit) {
    String fragment =
        switch (to) {
          case MessageRoute.ThreadFlat _, MessageRoute.ThreadNested _ -> "#u";
          default -> "";
        };
    return Answer.redirect(301, visit.absolute(to) + visit.query() + fragment);
  }
}
