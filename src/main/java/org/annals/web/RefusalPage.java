package org.annals.web;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.annals.index.Scope;
import org.annals.web.View.Frame;
import org.annals.web.View.Link;

/// What people see instead of the line of text that programs get when nothing else is answered.
final class RefusalPage {
  private final Frames frames;
  private final Templates templates;

  RefusalPage(Frames frames, Templates templates) {
    this.frames = frames;
    this.templates = templates;
  }

  /// Whether a client that asked for HTML gets the page. Who is to come back later, or will not
  /// read it, gets what costs least.
  static boolean suits(Refusal.Reason reason) {
    return switch (reason) {
      case MALFORMED, FORBIDDEN, NOT_FOUND, METHOD_NOT_ALLOWED, UNSUPPORTED_TYPE -> true;
      case TIMEOUT, TOO_LARGE, TOO_MANY, UNKNOWN_CODING, TOO_BUSY -> false;
    };
  }

  Answer answer(Refusal refusal, Visit visit) throws IOException {
    String phrase = refusal.reason().phrase();
    String title = phrase.charAt(0) + phrase.substring(1).toLowerCase(Locale.ROOT);
    View.Notice view =
        new View.Notice(
            frame(title, visit),
            title,
            refusal.what(),
            refusal.reason() != Refusal.Reason.NOT_FOUND,
            List.of(new Link("all inboxes", visit.links().to(new SiteRoute.Home()))));
    return Answer.html(refusal.reason().status(), templates.rendering("notice.jte", _ -> view));
  }

  /// Of the inbox that was asked, if there is one.
  private Frame frame(String title, Visit visit) throws IOException {
    List<Link> skips = List.of(new Link("Skip to content", "#main"));
    Optional<Scope> scope = scope(visit.target().path());
    return scope.isEmpty()
        ? frames.site(visit, title, skips)
        : frames.inbox(
            visit,
            scope.get(),
            title,
            skips,
            new Frames.Particulars(Frames.At.NOWHERE, "", null, null, false));
  }

  private Optional<Scope> scope(String path) throws IOException {
    int slash = path.indexOf('/', 1);
    Optional<String> name = slash < 0 ? Optional.empty() : Percent.decode(path.substring(1, slash));
    Optional<Scope> scope = name.flatMap(Route::scope);
    return scope.isPresent() && frames.shows(scope.get()) ? scope : Optional.empty();
  }
}
