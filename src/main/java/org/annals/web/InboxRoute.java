package org.annals.web;

import java.util.Optional;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;

/// What belongs to an inbox as a whole.
sealed interface InboxRoute extends Route {
  record Topics(Scope scope, TimeWindow window) implements InboxRoute {}

  record Search(Scope scope, SearchRequest request) implements InboxRoute {
    @Override
    public Cost cost() {
      return Cost.SEARCH;
    }
  }

  record Newest(Scope scope, TimeWindow window) implements InboxRoute {
    @Override
    public Cost cost() {
      return Cost.THREAD;
    }
  }

  record NewestFeed(Scope scope, TimeWindow window) implements InboxRoute {
    @Override
    public Cost cost() {
      return Cost.BULK;
    }
  }

  record Description(Scope scope) implements InboxRoute {}

  Scope scope();

  @Override
  default Optional<Scope> within() {
    return Optional.of(scope());
  }

  /// `rest` is what stands behind `/{inbox}/`.
  static Optional<Route> parse(Scope scope, String rest, RequestTarget target) {
    return switch (rest) {
      case "" ->
          Optional.of(
              target.key('q').filter(q -> !q.isBlank()).isPresent()
                  ? new Search(scope, SearchRequest.parse(target))
                  : new Topics(scope, window(target)));
      case "new.html" -> Optional.of(new Newest(scope, window(target)));
      case "new.atom", "atom.xml" -> Optional.of(new NewestFeed(scope, window(target)));
      case "description" -> Optional.of(new Description(scope));
      default -> rest.startsWith("_/") ? Optional.empty() : MessageRoute.parse(scope, rest);
    };
  }

  private static TimeWindow window(RequestTarget target) {
    Optional<String> text = target.key('t').filter(t -> !t.isEmpty());
    if (text.isEmpty()) {
      return TimeWindow.NEWEST;
    }
    return Stamp.parse(text.get())
        .orElseThrow(() ->
            new Refusal(
                Refusal.Reason.MALFORMED,
                "t is not a time. Write YYYYMMDDhhmmss for what is older, YYYYMMDDhhmmss- for"
                    + " what is newer, or two of them with - between."));
  }

  @Override
  default String path() {
    return switch (this) {
      case Topics(var scope, var window) -> Route.in(scope, "") + query(window);
      case Search(var scope, var request) -> Route.in(scope, "?") + request.print();
      case Newest(var scope, var window) -> Route.in(scope, "new.html") + query(window);
      case NewestFeed(var scope, var window) -> Route.in(scope, "new.atom") + query(window);
      case Description(var scope) -> Route.in(scope, "description");
    };
  }

  private static String query(TimeWindow window) {
    String stamp = Stamp.print(window);
    return stamp.isEmpty() ? "" : "?t=" + stamp;
  }
}
