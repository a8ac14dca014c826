package org.annals.web;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
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

  /// Compressed under both of its names; `gz`: the one that says so.
  record ThreadMbox(Scope scope, MessageId id, boolean gz) implements MessageRoute {
    ThreadMbox(Scope scope, MessageId id) {
      this(scope, id, true);
    }

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

  /// An answer that is begun, for a mail program.
  record ReplyDraft(Scope scope, MessageId id) implements MessageRoute {}

  /// What tells the messages under one id apart.
  record Differences(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.THREAD;
    }
  }

  /// The patch series that the message belongs to.
  record SeriesOf(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.SEARCH;
    }
  }

  /// What became of it, as a feed.
  record SeriesFeed(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.SEARCH;
    }
  }

  /// Where the message went, and what it was taken for.
  record Why(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.SEARCH;
    }
  }

  /// What changed between the version that holds `before` and that of the message: in the patches,
  /// or in the code that they make.
  record RangeDiff(Scope scope, MessageId id, MessageId before, boolean code)
      implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.SEARCH;
    }
  }

  /// Its patches for `git am`, with the trailers they were given.
  record SeriesMbox(Scope scope, MessageId id) implements MessageRoute {
    @Override
    public Cost cost() {
      return Cost.BULK;
    }
  }

  /// A search within a thread, when posted; else the message.
  record ThreadSearch(Scope scope, MessageId id, SearchRequest request) implements MessageRoute {
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
      return new ThreadSearch(scope, id, request.withPosted(body));
    }
  }

  /// `index` is the place among the MIME parts, `2.1`; `name` only helps the person who saves it.
  record Attachment(Scope scope, MessageId id, String index, String name) implements MessageRoute {
    @Override
    public boolean validatesItself() {
      return true;
    }

    @Override
    public boolean takesPost() {
      return true;
    }
  }

  /// What may stand in the URL of an attachment as its name; others get a plain one.
  Pattern ATTACHMENT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]+[A-Za-z0-9]");

  Pattern ATTACHMENT = Pattern.compile("([0-9]+(?:\\.[0-9]+)*)-(" + ATTACHMENT_NAME + ")");

  /// What may stand behind an id, the longer before the shorter that it ends in.
  List<String> TAILS =
      List.of(
          "T/",
          "t/",
          "d/",
          "R/",
          "f/",
          "series/",
          "series.mbox.gz",
          "series.atom",
          "why/",
          "trace/",
          "raw",
          "reply.eml",
          "T",
          "t",
          "R",
          "f",
          "t.mbox.gz",
          "t.mbox",
          "t.atom",
          "");

  Scope scope();

  MessageId id();

  @Override
  default Optional<Scope> within() {
    return Optional.of(scope());
  }

  /// `rest` is what stands behind `/{inbox}/`, escaped.
  static Optional<Route> parse(Scope scope, String rest, RequestTarget target) {
    if (rest.length() == 1) {
      return Optional.empty();
    }
    int slash = rest.indexOf('/');
    if (slash < 0) {
      return parse(scope, rest);
    }
    String tail = rest.substring(slash + 1);
    if (tail.isEmpty() && isThreadSearch(target)) {
      return id(rest.substring(0, slash))
          .map(id -> new ThreadSearch(scope, id, SearchRequest.parse(target)));
    }
    Matcher attachment = ATTACHMENT.matcher(tail);
    if (attachment.matches()) {
      return of(
          rest.substring(0, slash),
          id -> new Attachment(scope, id, attachment.group(1), attachment.group(2)));
    }
    return parse(scope, rest.substring(0, slash), tail)
        .or(() -> OldAddress.parse(scope, rest))
        .or(() -> parse(scope, rest))
        .map(route -> compared(route, target));
  }

  /// `v`: a Message-ID of another version, as a form sends it; `d=code`: as interdiff.
  private static Route compared(Route route, RequestTarget target) {
    return route instanceof SeriesOf(var scope, var id)
        ? target
            .key('v')
            .filter(before -> !before.isBlank())
            .<Route>map(before ->
                new RangeDiff(
                    scope,
                    id,
                    bare(new MessageId(before.strip())),
                    target.key('d').orElse("").equals("code")))
            .orElse(route)
        : route;
  }

  private static boolean isThreadSearch(RequestTarget target) {
    return target.key('x').orElse("").equals("m")
        && target.key('q').filter(q -> !q.isBlank()).isPresent();
  }

  /// With or without the last slash; the id may hold others.
  static Optional<Route> parse(Scope scope, String rest) {
    for (String tail : TAILS) {
      if (rest.endsWith("/" + tail)) {
        return parse(scope, rest.substring(0, rest.length() - tail.length() - 1), tail);
      }
    }
    return rest.indexOf('/') < 0
        ? id(rest).map(id -> Moved.to(new OneMessage(scope, id)))
        : Optional.empty();
  }

  private static Optional<Route> parse(Scope scope, String escapedId, String tail) {
    return switch (tail) {
      case "" -> of(escapedId, id -> new OneMessage(scope, id));
      case "raw" -> of(escapedId, id -> new Raw(scope, id));
      case "reply.eml" -> of(escapedId, id -> new ReplyDraft(scope, id));
      case "T/" -> of(escapedId, id -> new ThreadFlat(scope, id));
      case "t/" -> of(escapedId, id -> new ThreadNested(scope, id));
      case "T" -> of(escapedId, id -> Moved.to(new ThreadFlat(scope, id), "u"));
      case "t" -> of(escapedId, id -> Moved.to(new ThreadNested(scope, id), "u"));
      case "t.mbox.gz" -> of(escapedId, id -> new ThreadMbox(scope, id, true));
      case "t.mbox" -> of(escapedId, id -> new ThreadMbox(scope, id, false));
      case "t.atom" -> of(escapedId, id -> new ThreadFeed(scope, id));
      case "d/" -> of(escapedId, id -> new Differences(scope, id));
      case "series/" -> of(escapedId, id -> new SeriesOf(scope, id));
      case "series.mbox.gz" -> of(escapedId, id -> new SeriesMbox(scope, id));
      case "series.atom" -> of(escapedId, id -> new SeriesFeed(scope, id));
      case "why/" -> of(escapedId, id -> new Why(scope, id));
      case "trace/" -> of(escapedId, id -> Moved.to(new SiteRoute.Trace(id)));
      case "R", "R/" -> of(escapedId, id -> Moved.to(new OneMessage(scope, id), "R"));
      case "f", "f/" -> of(escapedId, id -> Moved.to(new OneMessage(scope, id)));
      default -> Optional.empty();
    };
  }

  /// An id in angle brackets leads to the same without.
  private static Optional<Route> of(String escapedId, Function<MessageId, Route> route) {
    return Route.id(escapedId)
        .map(id -> {
          MessageId bare = bare(id);
          Route found = route.apply(bare);
          return bare.equals(id) || found instanceof Moved ? found : Moved.to(found);
        });
  }

  static Optional<MessageId> id(String escaped) {
    return Route.id(escaped).map(MessageRoute::bare);
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
          case ThreadMbox mbox -> message + (mbox.gz() ? "t.mbox.gz" : "t.mbox");
          case ThreadFeed _ -> message + "t.atom";
          case ReplyDraft _ -> message + "reply.eml";
          case Differences _ -> message + "d/";
          case SeriesOf _ -> message + "series/";
          case SeriesMbox _ -> message + "series.mbox.gz";
          case SeriesFeed _ -> message + "series.atom";
          case Why _ -> message + "why/";
          case RangeDiff diff ->
              message
                  + "series/?v="
                  + Percent.query(diff.before().value())
                  + (diff.code() ? "&d=code" : "");
          case ThreadSearch search -> message + "?" + search.request().print();
          case Attachment a -> message + a.index() + "-" + a.name();
        });
  }
}
