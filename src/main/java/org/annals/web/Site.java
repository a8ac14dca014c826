package org.annals.web;

import java.io.IOException;
import java.util.Optional;
import java.util.stream.Collectors;
import org.annals.archive.Archive;
import org.annals.code.CodeRepositories;
import org.annals.index.Scope;
import org.annals.net.ClientAddress;
import org.annals.store.GitLimits;

/// All pages: turns a request into an answer, without a socket. Thread-safe.
///
/// Decides what is the same for every route: whether it exists, whether the client has it already,
/// whose turn it is. What an answer says is made by the class named after the kind of route.
final class Site {
  private final Turns turns;
  private final Fragments fragments;
  private final Frames frames;
  private final Freshness freshness;
  private final Announcements announcements;
  private final Elsewhere elsewhere;
  private final BulkRoads bulkRoads;
  private final RefusalPage refusals;
  private final SiteAnswers site;
  private final InboxAnswers inbox;
  private final BrowseAnswers browse;
  private final MessageAnswers message;
  private final TextAnswers text;
  private final GitAnswers git;
  private final CodeRepositories repositories;
  private final CodeAnswers code;
  private final Annex annex;

  Site(Archive archive, SiteSettings settings, WebLimits limits, Annex annex) {
    this.annex = annex;
    this.turns = new Turns(limits);
    this.fragments = new Fragments((long) limits.fragmentMegabytes() << 20);
    StaticFiles files = new StaticFiles();
    OperatorSheets sheets = new OperatorSheets(settings.styles());
    this.frames = new Frames(archive, settings, files, sheets);
    this.freshness = new Freshness(archive, files);
    this.elsewhere = new Elsewhere(archive, frames, settings);
    this.bulkRoads = new BulkRoads(frames);
    Templates templates = new Templates();
    this.refusals = new RefusalPage(frames, templates);
    Feeds feeds = new Feeds(archive, frames);
    this.announcements = new Announcements(archive, frames, limits);
    this.site = new SiteAnswers(archive, frames, templates, files, sheets, announcements);
    this.inbox = new InboxAnswers(archive, frames, templates, feeds);
    this.browse = new BrowseAnswers(archive, frames, templates);
    this.repositories =
        new CodeRepositories(
            settings.coderepos().stream()
                .collect(
                    Collectors.toMap(
                        SiteSettings.CodeRepository::name,
                        SiteSettings.CodeRepository::directory,
                        (first, _) -> first)));
    this.message = new MessageAnswers(archive, repositories, frames, templates, feeds);
    this.text = new TextAnswers(archive, frames, templates, sheets);
    this.git = new GitAnswers(archive, frames, settings, GitLimits.DEFAULT);
    this.code = new CodeAnswers(archive, repositories, frames, templates);
  }

  /// Refuses what cannot be answered.
  Answer answer(Visit visit) throws IOException {
    Route route = route(visit);
    Optional<Answer> unchanged = freshness.unchanged(route, visit);
    if (unchanged.isPresent()) {
      return unchanged.get();
    }
    Answer answer = freshness.stamped(answerInTurn(route, visit), route, visit);
    boolean found = answer.status() == 200 || answer.status() == 206;
    if (!found || visit.posted() || !route.isDated() || !visit.holds(answer.headers())) {
      return answer;
    }
    answer.turn().close();
    return answer.notModified();
  }

  /// What is asked for, all of it read: a slow client takes nobody's turn.
  private Route route(Visit visit) throws IOException {
    Route route = found(visit);
    if (!visit.sends()) {
      return route;
    }
    if (!(visit.posted() ? route.takesPost() : route instanceof AnnexRoute)) {
      throw new Refusal(Refusal.Reason.METHOD_NOT_ALLOWED, "Only GET and HEAD are answered here.");
    }
    try {
      return route.withPosted(visit.client().body());
    } catch (IOException e) {
      throw new SendStream.ClientGone(e);
    }
  }

  private Route found(Visit visit) throws IOException {
    Optional<Route> route = Route.parse(visit.target());
    if (route.isPresent()) {
      Optional<Scope> scope = route.get().within();
      if (scope.isEmpty() || frames.shows(scope.get())) {
        return route.get();
      }
    }
    if (annex.owns(visit.target().path())) {
      return AnnexRoute.of(visit.target());
    }
    return elsewhere
        .find(visit.target())
        .orElseThrow(() ->
            new Refusal(
                Refusal.Reason.NOT_FOUND, "There is no inbox, newsgroup or message of that name."));
  }

  /// Takes no more work; what waits for its turn is refused, what has begun goes on, but for
  /// streams.
  void stop() {
    turns.stop();
    announcements.stop();
  }

  /// Closes what it opened itself, once nothing is answered any more.
  void close() {
    repositories.close();
  }

  /// How many answers wait, are worked on or being sent.
  int answers() {
    return turns.size();
  }

  /// The parts of pages that answers are put together from.
  Fragments fragments() {
    return fragments;
  }

  /// A page for people that says why nothing else is answered.
  Answer refusal(Refusal refusal, Visit visit) throws IOException {
    return refusals.answer(refusal, visit);
  }

  private Answer answerInTurn(Route route, Visit visit) throws IOException {
    Turns.Turn turn = turn(route, visit);
    boolean kept = false;
    try {
      Answer answer = answer(route, visit, turn).inTurn(turn);
      kept = true;
      return answer;
    } finally {
      if (!kept) {
        turn.close();
      }
    }
  }

  private Turns.Turn turn(Route route, Visit visit) throws IOException {
    ClientAddress who = visit.client().address();
    try {
      Route.Cost cost = route.cost();
      return cost == Route.Cost.PACK && route.within().orElse(null) instanceof Scope.One(var inbox)
          ? turns.take(cost, frames.gitLimit(inbox), who)
          : turns.take(cost, who);
    } catch (Refusal e) {
      throw e.and(bulkRoads.of(route, visit));
    }
  }

  private Answer answer(Route route, Visit visit, Turns.Turn turn) throws IOException {
    return switch (route) {
      case SiteRoute of -> site.answer(of, visit);
      case InboxRoute of -> inbox.answer(of, visit);
      case BrowseRoute of -> browse.answer(of, visit);
      case MessageRoute of -> message.answer(of, visit);
      case ObjectRoute of -> code.answer(of, visit);
      case TextRoute of -> text.answer(of, visit);
      case GitRoute of -> git.answer(of, visit, turn);
      case AnnexRoute of -> of.answer(annex, visit);
      case Route.Moved of ->
          Answer.redirect(of.forGood() ? 301 : 302, visit.base() + of.target(visit.query()));
    };
  }
}
