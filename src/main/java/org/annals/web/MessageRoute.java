package org.annals.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.index.Scope;
import org.annals.mail.MessageId;

/// What belongs to a message or to its thread.
sealed interface MessageRoute extends Route {
  record OneMessage(Scope scope, MessageId id) implements MessageRoute {}

  record Raw(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public boolean validatesItself() {
      return true;
    }
  }

  record ThreadFlat(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.THREAD;
    }
  }

  record ThreadNested(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.THREAD;
    }
  }

  record ThreadMbox(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.BULK;
    }
  }

  record ThreadFeed(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.BULK;
    }
  }

  /// `index` is the place among the MIME parts, `2.1`; `name` only helps the person who saves it.
  record Attachment(Scope scope, MessageId id, String index, String name) implements MessageRoute {
    @Override
    public boolean validatesItself() {
      return true;
    }
  }

  /// What may stand in the URL of an attachment as its name; others get a plain one.
  Pattern ATTACHMENT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]+[A-Za-z0-9]");

  Pattern ATTACHMENT = Pattern.compile("([0-9]+(?:\\.[0-9]+)*)-(" + ATTACHMENT_NAME + ")");

  Scope scope();

  MessageId id();

  @Override
  default Optional<Scope> within() {
    return Optional.of(scope());
  }

  /// The last segment says what of the message; ids with raw slashes work, too.
  static Optional<Route> parse(Scope scope, String rest) {
    int slash = rest.lastIndexOf('/');
    if (slash < 0) {
      return Route.id(rest).map(id -> new Moved(new OneMessage(scope, bare(id))));
    }
    String last = rest.substring(slash + 1);
    String before = rest.substring(0, slash);
    if (last.isEmpty() && (before.endsWith("/T") || before.endsWith("/t"))) {
      last = before.substring(before.length() - 1) + "/";
      before = before.substring(0, before.length() - 2);
    }
    Optional<MessageId> id = Route.id(before);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    MessageId bare = bare(id.get());
    Optional<Route> route = parse(scope, bare, last, before.indexOf('/') >= 0);
    return bare.equals(id.get()) ? route : route.map(r -> r instanceof Moved ? r : new Moved(r));
  }

  private static Optional<Route> parse(Scope scope, MessageId id, String last, boolean slashed) {
    return switch (last) {
      case "" -> Optional.of(new OneMessage(scope, id));
      case "raw" -> Optional.of(new Raw(scope, id));
      case "T/" -> Optional.of(new ThreadFlat(scope, id));
      case "t/" -> Optional.of(new ThreadNested(scope, id));
      case "T" -> Optional.of(new Moved(new ThreadFlat(scope, id)));
      case "t" -> Optional.of(new Moved(new ThreadNested(scope, id)));
      case "t.mbox.gz" -> Optional.of(new ThreadMbox(scope, id));
      case "t.atom" -> Optional.of(new ThreadFeed(scope, id));
      default -> {
        var attachment = ATTACHMENT.matcher(last);
        yield attachment.matches() && !slashed
            ? Optional.of(new Attachment(scope, id, attachment.group(1), attachment.group(2)))
            : Optional.empty();
      }
    };
  }

  /// Some clients keep the angle brackets of the header.
  private static MessageId bare(MessageId id) {
    String text = id.value();
    return text.length() > 2 && text.startsWith("<") && text.endsWith(">")
        ? new MessageId(text.substring(1, text.length() - 1))
        : id;
  }

  @Override
  default String path() {
    String message = Percent.segment(id().value()) + "/";
    return Route.in(
        scope(),
        switch (this) {
          case OneMessage _ -> message;
          case Raw _ -> message + "raw";
          case ThreadFlat _ -> message + "T/";
          case ThreadNested _ -> message + "t/";
          case ThreadMbox _ -> message + "t.mbox.gz";
          case ThreadFeed _ -> message + "t.atom";
          case Attachment a -> message + a.index() + "-" + a.name();
        });
  }
}
