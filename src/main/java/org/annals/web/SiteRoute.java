package org.annals.web;

import java.util.Optional;
import org.annals.index.Scope;

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

  /// `rest` is what stands behind `/-/`.
  static Optional<Route> parse(String rest, RequestTarget target) {
    if (rest.equals("health")) {
      return Optional.of(new Health());
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
      case StaticFile(var name, var version) ->
          "/-/static/" + name + (version.isEmpty() ? "" : "?v=" + Percent.query(version));
    };
  }
}
