package org.annals.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// What belongs to the site and to no inbox.
sealed interface SiteRoute extends Route {
  record Home() implements SiteRoute {}

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

  /// `rest` is what stands behind `/-/`.
  static Optional<Route> parse(String rest, RequestTarget target) {
    if (rest.equals("health")) {
      return Optional.of(new Health());
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
      case Home() -> "/";
      case Health() -> "/-/health";
      case Events events -> "/-/events" + events.query();
      case StaticFile(var name, var version) ->
          "/-/static/" + name + (version.isEmpty() ? "" : "?v=" + Percent.query(version));
    };
  }
}
