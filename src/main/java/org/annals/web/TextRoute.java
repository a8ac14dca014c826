package org.annals.web;

import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.index.Scope;

/// What we say ourselves about an inbox: how to read, copy and colour it.
sealed interface TextRoute extends Route {
  /// What a text is about.
  enum Topic {
    HELP,
    /// what a mirror writes into its config file
    CONFIG,
    COLOR,
    MIRROR;

    private String key() {
      return name().toLowerCase(Locale.ROOT);
    }

    private static Optional<Topic> of(String key) {
      for (Topic topic : values()) {
        if (topic.key().equals(key)) {
          return Optional.of(topic);
        }
      }
      return Optional.empty();
    }
  }

  record Page(Scope scope, Topic topic) implements TextRoute {}

  /// The same as a text file.
  record Plain(Scope scope, Topic topic) implements TextRoute {
    /// That of a config is the creation of the inbox, which mirrors take over.
    @Override
    public boolean isDated() {
      return topic != Topic.CONFIG;
    }
  }

  /// A style sheet under the name that readers know.
  record Sheet(Scope scope, String name) implements TextRoute {
    @Override
    public Cost cost() {
      return Cost.NONE;
    }
  }

  String PREFIX = "_/text";
  Pattern BELOW = Pattern.compile("/([a-z]+)(/|/raw)?");
  Pattern SHEET = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]*\\.css");

  Scope scope();

  @Override
  default Optional<Scope> within() {
    return Optional.of(scope());
  }

  /// `rest` is what stands behind `/{inbox}/`.
  static Optional<Route> parse(Scope scope, String rest) {
    if (rest.endsWith(".css") && SHEET.matcher(rest).matches()) {
      return Optional.of(new Sheet(scope, rest));
    }
    if (!rest.startsWith(PREFIX)) {
      return Optional.empty();
    }
    String below = rest.substring(PREFIX.length());
    if (below.isEmpty() || below.equals("/")) {
      return Optional.of(new Moved(new Page(scope, Topic.HELP), "", false));
    }
    Matcher form = BELOW.matcher(below);
    Optional<Topic> topic = form.matches() ? Topic.of(form.group(1)) : Optional.empty();
    return topic.map(of ->
        switch (form.group(2)) {
          case "/" -> new Page(scope, of);
          case "/raw" -> new Plain(scope, of);
          case null, default -> new Moved(new Page(scope, of), "", false);
        });
  }

  @Override
  default String path() {
    return switch (this) {
      case Page(var scope, var topic) -> Route.in(scope, PREFIX + "/" + topic.key() + "/");
      case Plain(var scope, var topic) -> Route.in(scope, PREFIX + "/" + topic.key() + "/raw");
      case Sheet(var scope, var name) -> Route.in(scope, name);
    };
  }
}
