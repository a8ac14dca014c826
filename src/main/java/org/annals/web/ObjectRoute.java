package org.annals.web;

import java.time.Duration;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.code.Solver;
import org.annals.index.Scope;

/// An object of the code that an inbox is about, by its id, perhaps abbreviated: `X/OID/s/`, or
/// `X/OID/s/FILE` for what is in it. `hint` is the path of a file or directory as far as the link
/// knows it (`b`), else empty; it only helps people.
record ObjectRoute(Scope scope, String id, String file, String hint) implements Route {
  static final Duration KEPT = Duration.ofDays(365);

  private static final int DIGITS_MAX = 40;
  private static final Pattern OBJECT = Pattern.compile("([0-9a-f]{7,40})/s(?:/(.*))?");

  static ObjectRoute page(Scope scope, String id, String hint) {
    return new ObjectRoute(scope, id, "", hint);
  }

  /// `rest` is what stands behind `/{inbox}/`, escaped.
  static Optional<Route> parse(Scope scope, String rest, RequestTarget target) {
    int slash = rest.indexOf("/s"); // most paths are those of messages
    Matcher object = OBJECT.matcher(rest);
    if (slash < Solver.DIGITS_MIN || slash > DIGITS_MAX || !object.matches()) {
      return Optional.empty();
    }
    String file = object.group(2);
    if (file == null) {
      return Optional.of(Moved.to(page(scope, object.group(1), "")));
    }
    return file.isEmpty() || MessageRoute.ATTACHMENT_NAME.matcher(file).matches()
        ? Optional.of(new ObjectRoute(scope, object.group(1), file, target.key('b').orElse("")))
        : Optional.empty();
  }

  /// The file in it, named after where it lies.
  ObjectRoute download(String fullId, String suffix) {
    String name = hint.replace('/', '-');
    boolean fits = MessageRoute.ATTACHMENT_NAME.matcher(name).matches();
    return new ObjectRoute(scope, fullId, fits ? name : "a" + suffix, "");
  }

  boolean isPage() {
    return file.isEmpty();
  }

  @Override
  public Optional<Scope> within() {
    return Optional.of(scope);
  }

  @Override
  public Cost cost() {
    return Cost.SOLVE;
  }

  @Override
  public boolean validatesItself() {
    return !isPage();
  }

  @Override
  public boolean isDated() {
    return isPage();
  }

  @Override
  public String path() {
    String query = hint.isEmpty() ? "" : "?b=" + Percent.query(hint);
    return Route.in(scope, id + "/s/" + file) + query;
  }
}
