package org.annals.web;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// What a path means that begins with no inbox: `/NEWSGROUP`, `/NEWSGROUP/123`, `/MESSAGE-ID` and
/// what hangs below it, `/r/MESSAGE-ID`, and pages of older archives. All lead to where it is.
/// Thread-safe.
final class Elsewhere {
  private static final String BY_ID = "r/";
  private static final Pattern NUMBER = Pattern.compile("([0-9]{1,12})/?");

  private final Archive archive;
  private final Frames frames;
  private final SiteSettings settings;
  private final OldPaths oldPages;

  Elsewhere(Archive archive, Frames frames, SiteSettings settings) {
    this.archive = archive;
    this.frames = frames;
    this.settings = settings;
    this.oldPages = new OldPaths(archive, frames, settings.redirects());
  }

  Optional<Route> find(RequestTarget target) throws IOException {
    String rest = target.path().startsWith("/") ? target.path().substring(1) : "";
    if (rest.isEmpty()) {
      return Optional.empty();
    }
    if (rest.startsWith(BY_ID)) {
      return message(rest.substring(BY_ID.length()), target, true);
    }
    Optional<Route> group = newsgroup(rest);
    if (group.isPresent()) {
      return group;
    }
    Optional<Route> message = message(rest, target, false);
    return message.isPresent() ? message : oldPages.find(rest);
  }

  private Optional<Route> newsgroup(String rest) throws IOException {
    int slash = rest.indexOf('/');
    String name = Percent.decode(slash < 0 ? rest : rest.substring(0, slash)).orElse("");
    Optional<InboxCard> found =
        frames.cards().stream()
            .filter(card -> !card.settings().newsgroup().isEmpty())
            .filter(card -> card.settings().newsgroup().equalsIgnoreCase(name))
            .findFirst();
    if (found.isEmpty()) {
      return Optional.empty();
    }
    InboxName inbox = found.get().name();
    String below = slash < 0 ? "" : rest.substring(slash + 1);
    if (below.isEmpty()) {
      return Optional.of(Route.Moved.to(new InboxRoute.Topics(Scope.of(inbox), TimeWindow.NEWEST)));
    }
    var number = NUMBER.matcher(below);
    return number.matches()
        ? archive
            .byNumber(inbox, Long.parseLong(number.group(1)))
            .map(Posting::id)
            .map(id -> forNow(new MessageRoute.OneMessage(Scope.of(inbox), id), ""))
        : Optional.empty();
  }

  private static Route forNow(Route to, String fragment) {
    return new Route.Moved(to, fragment, false);
  }

  /// `evenUnknown`: an id that nobody has leads to the page that helps to find it.
  private Optional<Route> message(String rest, RequestTarget target, boolean evenUnknown)
      throws IOException {
    Optional<MessageId> id = parse(new Scope.All(), rest, target).map(Elsewhere::message);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    Optional<Scope> home = home(id.get());
    if (home.isEmpty() && evenUnknown && !settings.all().hidden()) {
      home = Optional.of(new Scope.All());
    }
    return home.flatMap(scope -> parse(scope, rest, target))
        .map(route ->
            route instanceof Route.Moved(var to, var fragment, _)
                ? forNow(to, fragment)
                : forNow(route, ""));
  }

  /// Only what belongs to a message; a bare id counts as its page.
  private static Optional<Route> parse(Scope scope, String rest, RequestTarget target) {
    // the query that came is carried over as it is
    RequestTarget bare = RequestTarget.of(target.path(), "");
    return MessageRoute.parse(scope, rest, bare)
        .filter(route ->
            route instanceof MessageRoute
                || (route instanceof Route.Moved moved && moved.to() instanceof MessageRoute));
  }

  private static MessageId message(Route route) {
    return switch (route) {
      case MessageRoute of -> of.id();
      case Route.Moved(MessageRoute of, _, _) -> of.id();
      default -> throw new IllegalStateException("no message: " + route);
    };
  }

  /// The view over all inboxes if the config speaks of it, else the first inbox in its order.
  private Optional<Scope> home(MessageId id) throws IOException {
    List<Posting> found = archive.find(new Scope.All(), id);
    if (found.isEmpty()) {
      return Optional.empty();
    }
    if (settings.all().preferred() && !settings.all().hidden()) {
      return Optional.of(new Scope.All());
    }
    return archive.names().stream()
        .filter(name -> found.stream().anyMatch(posting -> posting.inbox().equals(name)))
        .findFirst()
        .map(Scope::of);
  }
}
