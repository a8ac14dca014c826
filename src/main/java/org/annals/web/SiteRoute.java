package org.annals.web;

import java.time.YearMonth;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// What belongs to the site and to no inbox.
sealed interface SiteRoute extends Route {
  /// The inboxes, or those that fit `request`.
  record Home(SearchRequest request) implements SiteRoute {
    Home() {
      this(SearchRequest.of(""));
    }
  }

  record Robots() implements SiteRoute {}

  record Llms() implements SiteRoute {}

  record SecurityText() implements SiteRoute {}

  record SitemapIndex() implements SiteRoute {
    @Override
    public Cost cost() {
      return Cost.SEARCH;
    }
  }

  /// The messages that an inbox received in a month; `part` from 1 on, when they are very many.
  record Sitemap(InboxName inbox, YearMonth month, int part) implements SiteRoute {
    private static final Pattern FORM =
        Pattern.compile("([^/]+)/([0-9]{4}-(?:0[1-9]|1[0-2]))(?:-([1-9][0-9]{0,5}))?\\.xml");

    @Override
    public Optional<Scope> within() {
      return Optional.of(Scope.of(inbox));
    }

    @Override
    public Cost cost() {
      return Cost.BULK;
    }

    static Optional<Route> parse(String rest) {
      Matcher form = FORM.matcher(rest);
      if (!form.matches()) {
        return Optional.empty();
      }
      int part = form.group(3) == null ? 1 : Integer.parseInt(form.group(3));
      return Route.inbox(Route.decode(form.group(1)))
          .map(inbox -> new Sitemap(inbox, YearMonth.parse(form.group(2)), part));
    }

    private String file() {
      return Percent.segment(inbox.value()) + "/" + month + (part == 1 ? "" : "-" + part) + ".xml";
    }
  }

  /// What became of a mail, by its Message-ID or an address that names it, as somebody typed it;
  /// empty: the form alone.
  record Trace(String asked) implements SiteRoute {
    /// Nobody types more.
    private static final int ASKED_CHARACTERS_MAX = 2_000;

    Trace(MessageId id) {
      this(id.value());
    }

    @Override
    public boolean validatesItself() {
      return true;
    }

    @Override
    public Cost cost() {
      return asked.isEmpty() ? Cost.PAGE : Cost.SEARCH;
    }

    /// `rest` is what stands behind `/-/trace`.
    static Optional<Route> parse(String rest, RequestTarget target) {
      if (rest.isEmpty()) {
        return Optional.of(Moved.to(new Trace("")));
      }
      String behind = rest.substring(1);
      if (behind.isEmpty()) {
        String asked = target.key('m').orElse("").strip();
        int most = Math.min(asked.length(), ASKED_CHARACTERS_MAX);
        return Optional.of(new Trace(asked.substring(0, most)));
      }
      String id = behind.endsWith("/") ? behind.substring(0, behind.length() - 1) : behind;
      return Route.id(id).map(found -> Moved.to(new Trace(found)));
    }
  }

  record Health() implements SiteRoute {
    @Override
    public boolean validatesItself() {
      return true;
    }

    @Override
    public Cost cost() {
      return Cost.NONE;
    }
  }

  /// `version` is part of the URL so that the file may be kept for ever; empty when not asked for.
  record StaticFile(String name, String version) implements SiteRoute {
    @Override
    public boolean validatesItself() {
      return true;
    }

    @Override
    public Cost cost() {
      return Cost.NONE;
    }
  }

  /// A style sheet of the operator; `version` is as that of a static file.
  record OperatorSheet(String name, String version) implements SiteRoute {
    @Override
    public boolean validatesItself() {
      return true;
    }

    @Override
    public Cost cost() {
      return Cost.NONE;
    }

    /// `rest` is what stands behind `/+/`.
    static Optional<Route> parse(String rest, RequestTarget target) {
      return TextRoute.SHEET.matcher(rest).matches()
          ? Optional.of(new OperatorSheet(rest, target.key('v').orElse("")))
          : Optional.empty();
    }
  }

  /// Announcements of new mail in an inbox, or in the thread of a message in it, behind the article
  /// number `after`; negative means from now on.
  record Events(InboxName inbox, @Nullable MessageId thread, long after) implements SiteRoute {
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,18}");

    @Override
    public Optional<Scope> within() {
      return Optional.of(Scope.of(inbox));
    }

    @Override
    public boolean validatesItself() {
      return true;
    }

    @Override
    public Cost cost() {
      return Cost.STREAM;
    }

    static Optional<Route> parse(RequestTarget target) {
      Optional<MessageId> thread = target.key('m').filter(id -> !id.isEmpty()).map(MessageId::new);
      long after = target.key('n').map(Events::number).orElse(-1L);
      try {
        return target
            .key('i')
            .map(name -> new Events(new InboxName(name), thread.orElse(null), after));
      } catch (IllegalArgumentException e) {
        return Optional.empty(); // no inbox can have that name
      }
    }

    static long number(String text) {
      if (!NUMBER.matcher(text).matches()) {
        throw new Refusal(Refusal.Reason.MALFORMED, "That is not an article number.");
      }
      return Long.parseLong(text);
    }

    private String query() {
      return "?i="
          + Percent.query(inbox.value())
          + (after < 0 ? "" : "&n=" + after)
          + (thread == null ? "" : "&m=" + Percent.query(thread.value()));
    }
  }

  /// What stands at the root, beside the inboxes.
  static Optional<Route> parseRoot(RequestTarget target) {
    return switch (target.path()) {
      case "/" -> Optional.of(home(target));
      case "/robots.txt" -> Optional.of(new Robots());
      case "/llms.txt" -> Optional.of(new Llms());
      case "/sitemap.xml" -> Optional.of(new SitemapIndex());
      case "/.well-known/security.txt" -> Optional.of(new SecurityText());
      case "/security.txt" -> Optional.of(Moved.to(new SecurityText()));
      default -> Optional.empty();
    };
  }

  /// `a` is the button of public-inbox's page that looks for messages instead of inboxes.
  private static Route home(RequestTarget target) {
    boolean asks = target.key('q').filter(q -> !q.isBlank()).isPresent();
    return asks && target.key('a').isPresent()
        ? new Moved(new InboxRoute.Topics(new Scope.All(), TimeWindow.NEWEST), "", false)
        : new Home(SearchRequest.parse(target));
  }

  /// `rest` is what stands behind `/-/`.
  static Optional<Route> parse(String rest, RequestTarget target) {
    if (rest.equals("health")) {
      return Optional.of(new Health());
    }
    if (rest.startsWith("sitemap/")) {
      return Sitemap.parse(rest.substring("sitemap/".length()));
    }
    if (rest.equals("trace") || rest.startsWith("trace/")) {
      return Trace.parse(rest.substring("trace".length()), target);
    }
    if (rest.equals("events")) {
      return Events.parse(target);
    }
    if (rest.startsWith("static/")
        && MessageRoute.ATTACHMENT_NAME.matcher(rest.substring(7)).matches()) {
      return Optional.of(new StaticFile(rest.substring(7), target.key('v').orElse("")));
    }
    return Optional.empty();
  }

  @Override
  default Optional<Scope> within() {
    return Optional.empty();
  }

  @Override
  default String path() {
    return switch (this) {
      case Home(var request) -> request.equals(SearchRequest.of("")) ? "/" : "/?" + request.print();
      case Robots() -> "/robots.txt";
      case Llms() -> "/llms.txt";
      case SecurityText() -> "/.well-known/security.txt";
      case SitemapIndex() -> "/sitemap.xml";
      case Sitemap sitemap -> "/-/sitemap/" + sitemap.file();
      case Health() -> "/-/health";
      case Trace(var asked) -> "/-/trace/" + (asked.isEmpty() ? "" : "?m=" + Percent.query(asked));
      case Events events -> "/-/events" + events.query();
      case StaticFile(var name, var version) -> "/-/static/" + name + query(version);
      case OperatorSheet(var name, var version) -> "/+/" + name + query(version);
    };
  }

  private static String query(String version) {
    return version.isEmpty() ? "" : "?v=" + Percent.query(version);
  }
}
