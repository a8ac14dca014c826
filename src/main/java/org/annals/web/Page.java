package org.annals.web;

import java.util.Optional;
import java.util.regex.Pattern;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// Everything that can be asked for. The only place that knows URLs: `parse` and `path` are inverse.
///
/// Paths are those of public-inbox, still escaped, so that `%2F` in a Message-ID is not `/`. What is
/// ours alone lies below `/-/`.
sealed interface Page {
  String ALL = "all";

  record Home() implements Page {}

  record Health() implements Page {}

  /// `version` is part of the URL so that the file may be kept for ever; empty when not asked for.
  record StaticFile(String name, String version) implements Page {}

  record Topics(Scope scope, TimeWindow window) implements Page {}

  record Search(Scope scope, SearchRequest request) implements Page {}

  record Newest(Scope scope, TimeWindow window) implements Page {}

  record NewestFeed(Scope scope, TimeWindow window) implements Page {}

  record Description(Scope scope) implements Page {}

  record OneMessage(Scope scope, MessageId id) implements Page {}

  record Raw(Scope scope, MessageId id) implements Page {}

  record ThreadFlat(Scope scope, MessageId id) implements Page {}

  record ThreadNested(Scope scope, MessageId id) implements Page {}

  record ThreadMbox(Scope scope, MessageId id) implements Page {}

  record ThreadFeed(Scope scope, MessageId id) implements Page {}

  /// `index` is the place among the MIME parts, `2.1`; `name` only helps the person who saves it.
  record Attachment(Scope scope, MessageId id, String index, String name) implements Page {}

  /// A path without its trailing slash, or an id in angle brackets.
  record Moved(Page to) implements Page {}

  /// What may stand in the URL of an attachment as its name; others get a plain one.
  Pattern ATTACHMENT_NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9_.-]+[A-Za-z0-9]");

  Pattern ATTACHMENT = Pattern.compile("([0-9]+(?:\\.[0-9]+)*)-(" + ATTACHMENT_NAME + ")");

  /// Empty when nothing lives there. Refuses broken escapes and times.
  static Optional<Page> parse(RequestTarget target) {
    String path = target.path();
    if (path.equals("/")) {
      return Optional.of(new Home());
    }
    int slash = path.indexOf('/', 1);
    if (!path.startsWith("/") || slash == 1) {
      return Optional.empty();
    }
    String first = decode(slash < 0 ? path.substring(1) : path.substring(1, slash));
    if (first.equals("-")) {
      return slash < 0 ? Optional.empty() : ofSite(path.substring(slash + 1), target);
    }
    Optional<Scope> scope = scope(first);
    if (scope.isEmpty()) {
      return Optional.empty();
    }
    return slash < 0
        ? Optional.of(new Moved(new Topics(scope.get(), TimeWindow.NEWEST)))
        : ofInbox(scope.get(), path.substring(slash + 1), target);
  }

  private static Optional<Scope> scope(String name) {
    if (name.equals(ALL)) {
      return Optional.of(new Scope.All());
    }
    try {
      return Optional.of(Scope.of(new InboxName(name)));
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }

  private static Optional<Page> ofSite(String rest, RequestTarget target) {
    if (rest.equals("health")) {
      return Optional.of(new Health());
    }
    if (rest.startsWith("static/") && ATTACHMENT_NAME.matcher(rest.substring(7)).matches()) {
      return Optional.of(new StaticFile(rest.substring(7), target.key('v').orElse("")));
    }
    return Optional.empty();
  }

  private static Optional<Page> ofInbox(Scope scope, String rest, RequestTarget target) {
    return switch (rest) {
      case "" ->
          Optional.of(
              target.key('q').filter(q -> !q.isBlank()).isPresent()
                  ? new Search(scope, SearchRequest.parse(target))
                  : new Topics(scope, window(target)));
      case "new.html" -> Optional.of(new Newest(scope, window(target)));
      case "new.atom", "atom.xml" -> Optional.of(new NewestFeed(scope, window(target)));
      case "description" -> Optional.of(new Description(scope));
      default -> rest.startsWith("_/") ? Optional.empty() : ofMessage(scope, rest);
    };
  }

  private static TimeWindow window(RequestTarget target) {
    Optional<String> text = target.key('t').filter(t -> !t.isEmpty());
    if (text.isEmpty()) {
      return TimeWindow.NEWEST;
    }
    return Stamp.parse(text.get())
        .orElseThrow(() ->
            new Refusal(
                Refusal.Reason.MALFORMED,
                "t is not a time. Write YYYYMMDDhhmmss for what is older, YYYYMMDDhhmmss- for"
                    + " what is newer, or two of them with - between."));
  }

  /// The last segment says what of the message; ids with raw slashes work, too.
  private static Optional<Page> ofMessage(Scope scope, String rest) {
    int slash = rest.lastIndexOf('/');
    if (slash < 0) {
      return id(rest).map(id -> new Moved(new OneMessage(scope, bare(id))));
    }
    String last = rest.substring(slash + 1);
    String before = rest.substring(0, slash);
    if (last.isEmpty() && (before.endsWith("/T") || before.endsWith("/t"))) {
      last = before.substring(before.length() - 1) + "/";
      before = before.substring(0, before.length() - 2);
    }
    Optional<MessageId> id = id(before);
    if (id.isEmpty()) {
      return Optional.empty();
    }
    MessageId bare = bare(id.get());
    Optional<Page> page = ofMessage(scope, bare, last, before.indexOf('/') >= 0);
    return bare.equals(id.get()) ? page : page.map(p -> p instanceof Moved ? p : new Moved(p));
  }

  private static Optional<Page> ofMessage(Scope scope, MessageId id, String last, boolean slashed) {
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

  private static Optional<MessageId> id(String escaped) {
    String id = decode(escaped);
    return id.isEmpty() ? Optional.empty() : Optional.of(new MessageId(id));
  }

  /// Some clients keep the angle brackets of the header.
  private static MessageId bare(MessageId id) {
    String text = id.value();
    return text.length() > 2 && text.startsWith("<") && text.endsWith(">")
        ? new MessageId(text.substring(1, text.length() - 1))
        : id;
  }

  private static String decode(String escaped) {
    return Percent.decode(escaped)
        .orElseThrow(() ->
            new Refusal(Refusal.Reason.MALFORMED, "The address is not percent-encoded UTF-8."));
  }

  /// From the root of the site, escaped, with its query.
  default String path() {
    return switch (this) {
      case Home() -> "/";
      case Health() -> "/-/health";
      case StaticFile(var name, var version) ->
          "/-/static/" + name + (version.isEmpty() ? "" : "?v=" + Percent.query(version));
      case Topics(var scope, var window) -> in(scope, "") + query(window);
      case Search(var scope, var request) -> in(scope, "?") + request.print();
      case Newest(var scope, var window) -> in(scope, "new.html") + query(window);
      case NewestFeed(var scope, var window) -> in(scope, "new.atom") + query(window);
      case Description(var scope) -> in(scope, "description");
      case OneMessage(var scope, var id) -> of(scope, id, "");
      case Raw(var scope, var id) -> of(scope, id, "raw");
      case ThreadFlat(var scope, var id) -> of(scope, id, "T/");
      case ThreadNested(var scope, var id) -> of(scope, id, "t/");
      case ThreadMbox(var scope, var id) -> of(scope, id, "t.mbox.gz");
      case ThreadFeed(var scope, var id) -> of(scope, id, "t.atom");
      case Attachment(var scope, var id, var index, var name) -> of(scope, id, index + "-" + name);
      case Moved(var to) -> withoutSlash(to.path());
    };
  }

  private static String withoutSlash(String path) {
    return path.endsWith("/") ? path.substring(0, path.length() - 1) : path;
  }

  private static String in(Scope scope, String rest) {
    return switch (scope) {
      case Scope.All() -> "/" + ALL + "/" + rest;
      case Scope.One(var inbox) -> "/" + Percent.segment(inbox.value()) + "/" + rest;
    };
  }

  private static String of(Scope scope, MessageId id, String rest) {
    return in(scope, Percent.segment(id.value()) + "/" + rest);
  }

  private static String query(TimeWindow window) {
    String stamp = Stamp.print(window);
    return stamp.isEmpty() ? "" : "?t=" + stamp;
  }
}
