package org.annals.web;

import java.io.IOException;
import org.annals.archive.Archive;

/// Answers for the ways into an inbox beside its newest mail. Thread-safe.
final class BrowseAnswers {
  private final MonthsPage months;
  private final PeoplePage people;
  private final PersonPage person;
  private final StatisticsPage statistics;
  private final UnansweredPage unanswered;
  private final SeriesListPage series;
  private final RemovalsPage removals;

  BrowseAnswers(Archive archive, Frames frames, Templates templates) {
    this.months = new MonthsPage(archive, frames, templates);
    this.people = new PeoplePage(archive, frames, templates);
    this.person = new PersonPage(archive, frames, templates);
    this.statistics = new StatisticsPage(archive, frames, templates);
    this.unanswered = new UnansweredPage(archive, frames, templates);
    this.series = new SeriesListPage(archive, frames, templates);
    this.removals = new RemovalsPage(archive, frames, templates);
  }

  Answer answer(BrowseRoute route, Visit visit) throws IOException {
    return switch (route) {
      case BrowseRoute.Months(var scope) -> months.all(scope, visit);
      case BrowseRoute.Month(var scope, var month) -> months.one(scope, month, visit);
      case BrowseRoute.People of -> people.answer(of, visit);
      case BrowseRoute.Person of -> person.answer(of, visit);
      case BrowseRoute.Statistics(var scope) -> statistics.answer(scope, visit);
      case BrowseRoute.Unanswered(var scope) -> unanswered.answer(scope, visit);
      case BrowseRoute.Removals(var scope) -> removals.answer(scope, visit);
      case BrowseRoute.RemovalNotices(var scope) -> removals.notices(scope);
      case BrowseRoute.SeriesList of -> series.answer(of, visit);
    };
  }
}
