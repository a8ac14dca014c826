package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.time.DateTimeException;
import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.index.TimeWindow;
import org.annals.store.InboxName;

/// What belongs to an inbox as a whole.
sealed interface InboxRoute extends Route {
  record Topics(Scope scope, TimeWindow window) implements InboxRoute {
    /// Only a search can be posted, so that this one is not there.
    @Override
    public boolean takesPost() {
      return true;
    }
  }

  record Search(Scope scope, SearchRequest request) implements InboxRoute {
    @Override
    public Cost cost() {
      return request.cost();
    }

    @Override
    public boolean takesPost() {
      return true;
    }

    @Override
    public Route withPosted(InputStream body) throws IOException {
      return new Search(scope, request.withPosted(body));
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

  /// Threads, one line each, by when they began or when they were active.
  record Threads(Scope scope, By by, Form form) implements InboxRoute {
    enum By {
      NEW,
      ACTIVE
    }

    enum Form {
      HTML,
      ATOM
    }

    @Override
    public Cost cost() {
      return form == Form.HTML ? Cost.SEARCH : Cost.BULK;
    }

    private String file() {
      return (by == By.NEW ? "topics_new" : "topics_active")
          + (form == Form.HTML ? ".html" : ".atom");
    }
  }

  /// Every message of the inbox.
  record WholeMbox(Scope scope) implements InboxRoute {
    @Override
    public Cost cost() {
      return Cost.BULK;
    }
  }

  /// Every message that was received in a month.
  record MonthMbox(Scope scope, YearMonth month) implements InboxRoute {
    @Override
    public Cost cost() {
      return Cost.BULK;
    }

    @Override
    public boolean validatesItself() {
      return true;
    }
  }

  /// Serial numbers of an older archive, as a dump of a database.
  record AltIds(Scope scope, String name) implements InboxRoute {
    @Override
    public boolean takesPost() {
      return true;
    }
  }

  record Description(Scope scope) implements InboxRoute {}

  Pattern MBOX = Pattern.compile("([A-Za-z0-9_-]+)\\.mbox\\.gz");
  Pattern MONTH = Pattern.compile("[0-9]{4}-[0-9]{2}");
  Pattern DUMP = Pattern.compile("([A-Za-z0-9_]+)\\.sql\\.gz");
  Pattern SLOT = Pattern.compile("([0-9]{1,12})(?:\\.(.+))?");

  Scope scope();

  @Override
  default Optional<Scope> within() {
    return Optional.of(scope());
  }

  /// `rest` is what stands behind `/{inbox}/`.
  static Optional<Route> parse(Scope scope, String rest, RequestTarget target) {
    return switch (rest) {
      case "", "index.html" -> Optional.of(topics(scope, target));
      case "new.html" -> Optional.of(new Newest(scope, window(scope, target)));
      case "new.atom", "atom.xml" -> Optional.of(new NewestFeed(scope, window(scope, target)));
      case "topics_new.html" -> Optional.of(new Threads(scope, Threads.By.NEW, Threads.Form.HTML));
      case "topics_new.atom" -> Optional.of(new Threads(scope, Threads.By.NEW, Threads.Form.ATOM));
      case "topics_active.html" ->
          Optional.of(new Threads(scope, Threads.By.ACTIVE, Threads.Form.HTML));
      case "topics_active.atom" ->
          Optional.of(new Threads(scope, Threads.By.ACTIVE, Threads.Form.ATOM));
      case "description" -> Optional.of(new Description(scope));
      default -> parseOther(scope, rest, target);
    };
  }

  private static Route topics(Scope scope, RequestTarget target) {
    if (target.key('q').filter(q -> !q.isBlank()).isPresent()) {
      return new Search(scope, SearchRequest.parse(target));
    }
    return target.key('r').isPresent()
        // paging by commit, as long ago
        ? new Moved(new Newest(scope, TimeWindow.NEWEST), "", false)
        : new Topics(scope, window(scope, target));
  }

  private static Optional<Route> parseOther(Scope scope, String rest, RequestTarget target) {
    Optional<Route> text = TextRoute.parse(scope, rest);
    if (text.isPresent()) {
      return text;
    }
    if (rest.startsWith("_/")) {
      return BrowseRoute.parse(scope, rest, target);
    }
    Optional<Route> git = GitRoute.parse(scope, rest, target);
    if (git.isPresent()) {
      return git;
    }
    if (rest.endsWith(".gz")) {
      Matcher mbox = MBOX.matcher(rest);
      if (mbox.matches()) {
        return mbox.group(1).equals("all")
            ? Optional.of(new WholeMbox(scope))
            : month(mbox.group(1)).map(month -> new MonthMbox(scope, month));
      }
      Matcher dump = DUMP.matcher(rest);
      if (dump.matches()) {
        return Optional.of(new AltIds(scope, dump.group(1)));
      }
    }
    Optional<Route> object = ObjectRoute.parse(scope, rest, target);
    return object.isPresent() ? object : MessageRoute.parse(scope, rest, target);
  }

  private static Optional<YearMonth> month(String text) {
    try {
      return MONTH.matcher(text).matches() ? Optional.of(YearMonth.parse(text)) : Optional.empty();
    } catch (DateTimeException e) {
      return Optional.empty();
    }
  }

  private static TimeWindow window(Scope scope, RequestTarget target) {
    Optional<String> text = target.key('t').filter(t -> !t.isEmpty());
    if (text.isEmpty()) {
      return TimeWindow.NEWEST;
    }
    TimeWindow window =
        Stamp.parse(text.get())
            .orElseThrow(() ->
                new Refusal(
                    Refusal.Reason.MALFORMED,
                    "t is not a time. Write YYYYMMDDhhmmss for what is older, YYYYMMDDhhmmss- for"
                        + " what is newer, or two of them with - between."));
    Optional<String> past = target.key('n').filter(n -> !n.isEmpty());
    return past.isEmpty() ? window : window.past(slot(scope, past.get()));
  }

  /// `n`: a number in the inbox; over all inboxes a number, a dot, and the name of the inbox.
  private static Slot slot(Scope scope, String text) {
    Matcher slot = SLOT.matcher(text);
    if (slot.matches()) {
      long number = Long.parseLong(slot.group(1));
      String name = slot.group(2);
      if (scope instanceof Scope.One(var inbox) && name == null) {
        return new Slot(inbox, number);
      }
      Optional<InboxName> other = name == null ? Optional.empty() : Route.inbox(name);
      if (scope instanceof Scope.All && other.isPresent()) {
        return new Slot(other.get(), number);
      }
    }
    throw new Refusal(Refusal.Reason.MALFORMED, "n is not an article number.");
  }

  @Override
  default String path() {
    return switch (this) {
      case Topics(var scope, var window) -> Route.in(scope, "") + query(scope, window);
      case Search(var scope, var request) -> Route.in(scope, "?") + request.print();
      case Newest(var scope, var window) -> Route.in(scope, "new.html") + query(scope, window);
      case NewestFeed(var scope, var window) -> Route.in(scope, "new.atom") + query(scope, window);
      case Threads threads -> Route.in(threads.scope, threads.file());
      case WholeMbox(var scope) -> Route.in(scope, "all.mbox.gz");
      case MonthMbox(var scope, var month) -> Route.in(scope, month + ".mbox.gz");
      case AltIds(var scope, var name) -> Route.in(scope, name + ".sql.gz");
      case Description(var scope) -> Route.in(scope, "description");
    };
  }

  private static String query(Scope scope, TimeWindow window) {
    String stamp = Stamp.print(window);
    if (stamp.isEmpty()) {
      return "";
    }
    Slot past = window.past();
    String behind =
        past == null
            ? ""
            : "&n=" + past.number() + (scope instanceof Scope.All ? "." + past.inbox() : "");
    return "?t=" + stamp + behind;
  }
}
