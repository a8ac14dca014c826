package org.annals.web;

import java.util.List;
import java.util.Optional;
import org.annals.index.Scope;
import org.annals.web.MessageRoute.OneMessage;
import org.annals.web.MessageRoute.Raw;
import org.annals.web.MessageRoute.ThreadMbox;
import org.annals.web.MessageRoute.ThreadNested;

/// Addresses that public-inbox gave messages in its first years: `m/ID/`, `f/ID.txt`,
/// `t/ID.mbox.gz`. They go on leading to what they named.
final class OldAddress {
  private OldAddress() {}

  /// `rest` is what stands behind `/{inbox}/`, escaped.
  static Optional<Route> parse(Scope scope, String rest) {
    if (rest.length() < 3 || rest.charAt(1) != '/') {
      return Optional.empty();
    }
    String named = rest.substring(2);
    return switch (rest.charAt(0)) {
      case 'm', 'f' -> message(scope, named);
      case 't' -> thread(scope, named);
      default -> Optional.empty();
    };
  }

  private static Optional<Route> message(Scope scope, String named) {
    if (named.endsWith(".txt")) {
      return MessageRoute.id(cut(named, ".txt")).map(id -> Route.Moved.to(new Raw(scope, id)));
    }
    String plain = named.endsWith(".html") ? cut(named, ".html") : named;
    return MessageRoute.parse(scope, plain)
        .map(route -> route instanceof Route.Moved ? route : Route.Moved.to(route))
        .or(() -> MessageRoute.id(plain).map(id -> Route.Moved.to(new OneMessage(scope, id))));
  }

  private static Optional<Route> thread(Scope scope, String named) {
    for (String mbox : List.of("/mbox.gz", ".mbox.gz", "/mbox", ".mbox")) {
      if (named.endsWith(mbox)) {
        return MessageRoute.id(cut(named, mbox))
            .map(id -> Route.Moved.to(new ThreadMbox(scope, id, mbox.endsWith(".gz"))));
      }
    }
    return message(scope, named).map(OldAddress::thread);
  }

  /// What named a message with `m/` names its thread with `t/`.
  private static Route thread(Route message) {
    return message instanceof Route.Moved(OneMessage(var scope, var id), _, _)
        ? Route.Moved.to(new ThreadNested(scope, id), "u")
        : message;
  }

  private static String cut(String text, String ending) {
    return text.substring(0, text.length() - ending.length());
  }
}
