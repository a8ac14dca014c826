package org.annals.web;

import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Scope;

/// Ways into an inbox beside its newest mail: by month, by who wrote, by what counts say. All lie
/// below `/{inbox}/_/`.
sealed interface BrowseRoute extends Route {
  /// All months with mail.
  record Months(Scope scope) implements BrowseRoute {
    @Override
    public Cost cost() {
      return Cost.PAGE;
    }
  }

  /// One month: its days, and the threads with most messages in it.
  record Month(Scope scope, YearMonth month) implements BrowseRoute {}

  /// Who writes, those with most messages first; `offset` many are before this page.
  record People(Scope scope, int offset) implements BrowseRoute {}

  /// One person, by one of their addresses.
  record Person(Scope scope, String address) implements BrowseRoute {}

  record Statistics(Scope scope) implements BrowseRoute {}

  /// Patches that nobody answered.
  record Unanswered(Scope scope) implements BrowseRoute {}

  /// What was removed, when and why.
  record Removals(Scope scope) implements BrowseRoute {
    @Override
    public boolean validatesItself() {
      return true;
    }
  }

  /// The same as signed notices, for mirrors.
  record RemovalNotices(Scope scope) implements BrowseRoute {
    @Override
    public boolean validatesItself() {
      return true;
    }
  }

  /// Patch series by state, person, path and who has to act.
  record SeriesList(Scope scope, SeriesAsked asked) implements BrowseRoute {}

  Pattern BELOW = Pattern.compile("_/(months|people)/([^/]+)(/?)");
  Pattern OFFSET = Pattern.compile("[0-9]{1,6}");

  Scope scope();

  @Override
  default Optional<Scope> within() {
    return Optional.of(scope());
  }

  /// A mailmap may change without new mail.
  @Override
  default boolean isDated() {
    return false;
  }

  /// Documents are looked at one by one.
  @Override
  default Cost cost() {
    return Cost.SEARCH;
  }

  /// `rest` is what stands behind `/{inbox}/`; it begins with `_/`.
  static Optional<Route> parse(Scope scope, String rest, RequestTarget target) {
    return switch (rest) {
      case "_/months/" -> Optional.of(new Months(scope));
      case "_/people/" -> Optional.of(new People(scope, offset(target)));
      case "_/stats/" -> Optional.of(new Statistics(scope));
      case "_/unanswered/" -> Optional.of(new Unanswered(scope));
      case "_/series/" -> Optional.of(new SeriesList(scope, SeriesAsked.parse(target)));
      case "_/removals/" -> Optional.of(new Removals(scope));
      case "_/removals/notices.txt" -> Optional.of(new RemovalNotices(scope));
      case "_/removals", "_/months", "_/people", "_/stats", "_/unanswered", "_/series" ->
          parse(scope, rest + "/", target).map(Moved::to);
      default -> below(scope, BELOW.matcher(rest));
    };
  }

  private static int offset(RequestTarget target) {
    String text = target.key('o').filter(o -> !o.isEmpty()).orElse("0");
    if (!OFFSET.matcher(text).matches()) {
      throw new Refusal(Refusal.Reason.MALFORMED, "o is not a number of people.");
    }
    return Integer.parseInt(text);
  }

  private static Optional<Route> below(Scope scope, Matcher below) {
    if (!below.matches()) {
      return Optional.empty();
    }
    String name = Route.decode(below.group(2));
    Optional<Route> page =
        below.group(1).equals("people")
            ? Optional.of(new Person(scope, name))
            : month(name).map(month -> new Month(scope, month));
    return below.group(3).isEmpty() ? page.map(Moved::to) : page;
  }

  private static Optional<YearMonth> month(String text) {
    try {
      return InboxRoute.MONTH.matcher(text).matches()
          ? Optional.of(YearMonth.parse(text))
          : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  @Override
  default String path() {
    return switch (this) {
      case Months(var scope) -> Route.in(scope, "_/months/");
      case Month(var scope, var month) -> Route.in(scope, "_/months/" + month + "/");
      case People(var scope, var offset) ->
          Route.in(scope, "_/people/" + (offset == 0 ? "" : "?o=" + offset));
      case Person(var scope, var address) ->
          Route.in(scope, "_/people/" + Percent.segment(address) + "/");
      case Statistics(var scope) -> Route.in(scope, "_/stats/");
      case Unanswered(var scope) -> Route.in(scope, "_/unanswered/");
      case Removals(var scope) -> Route.in(scope, "_/removals/");
      case RemovalNotices(var scope) -> Route.in(scope, "_/removals/notices.txt");
      case SeriesList(var scope, var asked) -> Route.in(scope, "_/series/" + asked.query());
    };
  }
}
