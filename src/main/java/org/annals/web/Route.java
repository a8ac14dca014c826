package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// Everything that can be asked for. Routes alone know URLs: `parse` and `path` are inverse.
///
/// Paths are those of public-inbox, still escaped, so that `%2F` in a Message-ID is not `/`. What
/// is ours alone lies below `/-/`, and below `/{inbox}/_/`.
sealed interface Route
    permits SiteRoute,
        InboxRoute,
        BrowseRoute,
        MessageRoute,
        ObjectRoute,
        TextRoute,
        GitRoute,
        AnnexRoute,
        Route.Moved {
  String ALL = "all";

  /// What an answer costs us, which decides who has to wait for whom (`Turns`).
  enum Cost {
    /// nothing to speak of: from memory, a redirect
    NONE,
    /// a stream that waits most of the time
    STREAM,
    /// a few look-ups and at most one message
    PAGE,
    /// as many rendered messages as a thread has
    THREAD,
    /// a question to the index
    SEARCH,
    /// an object of code, which patches of many messages may have to make
    SOLVE,
    /// messages for programs, as many as there are: mbox, feeds
    BULK,
    /// objects of a repository: a clone, a fetch
    PACK
  }

  /// Another address of a route, which leads to it: an old one, one without its trailing slash,
  /// an id in angle brackets. `fragment` is a place on the page there, empty for none.
  record Moved(Route to, String fragment, boolean forGood) implements Route {
    static Moved to(Route route) {
      return new Moved(route, "", true);
    }

    static Moved to(Route route, String fragment) {
      return new Moved(route, fragment, true);
    }

    /// Where it leads.
    @Override
    public String path() {
      return to.path();
    }

    /// `query` is the query string that came, with its question mark.
    String target(String query) {
      return path() + query + (fragment.isEmpty() ? "" : "#" + fragment);
    }

    @Override
    public Optional<Scope> within() {
      return to.within();
    }

    @Override
    public boolean validatesItself() {
      return true;
    }

    @Override
    public Cost cost() {
      return Cost.NONE;
    }
  }

  /// From the root of the site, escaped, with its query.
  String path();

  /// The inbox it belongs to; empty for what belongs to the site.
  Optional<Scope> within();

  default Cost cost() {
    return Cost.PAGE;
  }

  /// Whether its validator is made of what it holds, so that other new mail does not change it.
  default boolean validatesItself() {
    return false;
  }

  /// Whether `Last-Modified` tells when it changed, so that a client may ask by that alone.
  default boolean isDated() {
    return true;
  }

  /// Whether it is answered to POST, too.
  default boolean takesPost() {
    return false;
  }

  /// What is asked for when this was posted to it. Reads no more of `body` than it needs.
  default Route withPosted(InputStream body) throws IOException {
    return this;
  }

  /// Empty when nothing lives there. Refuses broken escapes and times.
  static Optional<Route> parse(RequestTarget target) {
    String path = target.path();
    Optional<Route> atRoot = SiteRoute.parseRoot(target);
    if (atRoot.isPresent()) {
      return atRoot;
    }
    if (path.equals("/" + GitRoute.MANIFEST)) {
      return Optional.of(new GitRoute.Manifest(new Scope.All()));
    }
    int slash = path.indexOf('/', 1);
    if (!path.startsWith("/") || slash == 1) {
      return Optional.empty();
    }
    String first = decode(slash < 0 ? path.substring(1) : path.substring(1, slash));
    if (first.equals("-")) {
      return slash < 0 ? Optional.empty() : SiteRoute.parse(path.substring(slash + 1), target);
    }
    if (first.equals("+")) {
      return slash < 0
          ? Optional.empty()
          : SiteRoute.OperatorSheet.parse(path.substring(slash + 1), target);
    }
    Optional<Scope> scope = scope(first);
    if (scope.isEmpty()) {
      return Optional.empty();
    }
    return slash < 0
        ? Optional.of(Moved.to(new InboxRoute.Topics(scope.get(), TimeWindow.NEWEST)))
        : InboxRoute.parse(scope.get(), path.substring(slash + 1), target);
  }

  static Optional<Scope> scope(String name) {
    if (name.equals(ALL)) {
      return Optional.of(new Scope.All());
    }
    return inbox(name).map(Scope::of);
  }

  static Optional<InboxName> inbox(String name) {
    try {
      return Optional.of(new InboxName(name));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  static Optional<MessageId> id(String escaped) {
    String id = decode(escaped);
    return id.isEmpty() ? Optional.empty() : Optional.of(new MessageId(id));
  }

  static String decode(String escaped) {
    return Percent.decode(escaped)
        .orElseThrow(() ->
            new Refusal(Refusal.Reason.MALFORMED, "The address is not percent-encoded UTF-8."));
  }

  /// A path below an inbox; `rest` is escaped.
  static String in(Scope scope, String rest) {
    return switch (scope) {
      case Scope.All() -> "/" + ALL + "/" + rest;
      case Scope.One(var inbox) -> "/" + Percent.segment(inbox.value()) + "/" + rest;
    };
  }
}
