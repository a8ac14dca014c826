package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.annals.archive.Archive;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.web.View.Link;
import org.jspecify.annotations.Nullable;

/// All pages: turns a request into an answer, without a socket. Thread-safe.
final class Site {
  private final Archive archive;
  private final WebLimits limits;
  private final Semaphore expensive;
  private final StaticFiles files = new StaticFiles();
  private final Templates templates = new Templates();
  private final Frames frames;
  private final Feeds feeds;
  private final Downloads downloads;
  private final HomePage home;
  private final TopicsPage topics;
  private final NewestPage newest;
  private final MessagePage message;
  private final ThreadPage thread;
  private final SearchPage search;

  /// Validators of another run, which may number its changes anew, must not match.
  private final String run = Long.toString(Instant.now().getEpochSecond(), 36);

  Site(Archive archive, SiteSettings settings, WebLimits limits) {
    this.archive = archive;
    this.limits = limits;
    this.expensive = new Semaphore(limits.expensiveRequests(), true);
    this.frames = new Frames(archive, settings, files);
    this.feeds = new Feeds(archive, frames);
    this.downloads = new Downloads(archive);
    this.home = new HomePage(archive, frames, templates);
    this.topics = new TopicsPage(archive, frames, templates);
    this.newest = new NewestPage(archive, frames, templates);
    this.message = new MessagePage(archive, frames, templates);
    this.thread = new ThreadPage(archive, frames, templates);
    this.search = new SearchPage(archive, frames, templates, feeds);
  }

  /// `known` is the value of If-None-Match, or null. Refuses what cannot be answered.
  Answer answer(Visit visit, @Nullable String known) throws IOException {
    Page page =
        Page.parse(visit.target())
            .orElseThrow(() -> new Refusal(Refusal.Reason.NOT_FOUND, "There is no such page."));
    Optional<Scope> scope = scope(page);
    if (scope.isPresent() && !exists(scope.get())) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "There is no such inbox.");
    }
    Optional<String> validator = validator(page, scope, visit);
    if (validator.isPresent() && matches(known, validator.get())) {
      return Answer.notModified(validator.get());
    }
    Answer answer = isExpensive(page) ? answerInTurn(page, visit) : answer(page, visit);
    if (answer.status() == 200 && validator.isPresent()) {
      answer = answer.with("ETag", validator.get()).with("Cache-Control", "no-cache");
    }
    String own = answer.headers().get("ETag");
    if (own == null || answer.status() != 200 || !matches(known, own)) {
      return answer;
    }
    answer.body().close();
    return Answer.notModified(own);
  }

  private static Optional<Scope> scope(Page page) {
    return switch (page) {
      case Page.Home _, Page.Health _, Page.StaticFile _ -> Optional.empty();
      case Page.Topics(var scope, _) -> Optional.of(scope);
      case Page.Search(var scope, _) -> Optional.of(scope);
      case Page.Newest(var scope, _) -> Optional.of(scope);
      case Page.NewestFeed(var scope, _) -> Optional.of(scope);
      case Page.Description(var scope) -> Optional.of(scope);
      case Page.OneMessage(var scope, _) -> Optional.of(scope);
      case Page.Raw(var scope, _) -> Optional.of(scope);
      case Page.ThreadFlat(var scope, _) -> Optional.of(scope);
      case Page.ThreadNested(var scope, _) -> Optional.of(scope);
      case Page.ThreadMbox(var scope, _) -> Optional.of(scope);
      case Page.ThreadFeed(var scope, _) -> Optional.of(scope);
      case Page.Attachment(var scope, _, _, _) -> Optional.of(scope);
      case Page.Moved(var to) -> scope(to);
    };
  }

  private boolean exists(Scope scope) throws IOException {
    return switch (scope) {
      case Scope.All() -> true;
      case Scope.One(var inbox) -> frames.card(inbox).isPresent();
    };
  }

  /// Pages that are made from the index change when the inbox does, and with the day when they
  /// speak of this year, this month, the last weeks. Others say themselves what they are made of.
  private Optional<String> validator(Page page, Optional<Scope> scope, Visit visit) {
    return switch (page) {
      case Page.Health _, Page.StaticFile _, Page.Moved _, Page.Raw _, Page.Attachment _ ->
          Optional.empty();
      default ->
          Optional.of(
              "W/\"%s-%d-%d-%s\""
                  .formatted(
                      run,
                      archive.version(scope.orElse(new Scope.All())),
                      visit.now().atOffset(ZoneOffset.UTC).toLocalDate().toEpochDay(),
                      files.style().version()));
    };
  }

  /// RFC 9110 §13.1.2, weak comparison.
  private static boolean matches(@Nullable String known, String validator) {
    if (known == null) {
      return false;
    }
    String opaque = validator.substring("W/".length());
    for (String one : known.split(",", -1)) {
      String tag = one.strip();
      if (tag.equals("*") || tag.equals(validator) || tag.equals(opaque)) {
        return true;
      }
    }
    return false;
  }

  /// What reads many messages or the whole index.
  private static boolean isExpensive(Page page) {
    return switch (page) {
      case Page.Search _,
          Page.ThreadFlat _,
          Page.ThreadNested _,
          Page.ThreadMbox _,
          Page.ThreadFeed _ ->
          true;
      default -> false;
    };
  }

  /// Expensive answers are few at a time; the turn ends when the body is written.
  private Answer answerInTurn(Page page, Visit visit) throws IOException {
    acquireTurn();
    boolean kept = false;
    try {
      Answer answer = answer(page, visit);
      kept = true;
      return answer.whenSent(expensive::release);
    } finally {
      if (!kept) {
        expensive.release();
      }
    }
  }

  private void acquireTurn() {
    try {
      if (!expensive.tryAcquire(limits.turnWaitMillis(), TimeUnit.MILLISECONDS)) {
        throw new Refusal(Refusal.Reason.TOO_BUSY, "Too many large pages at once; try again.");
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Refusal(Refusal.Reason.TOO_BUSY, "The server is stopping.");
    }
  }

  private Answer answer(Page page, Visit visit) throws IOException {
    return switch (page) {
      case Page.Home _ -> home.answer(visit);
      case Page.Health _ -> Answer.text(200, "ok\n").unkept();
      case Page.StaticFile file -> files.answer(file);
      case Page.Topics inbox -> topics.answer(inbox, visit);
      case Page.Search found -> search.answer(found, visit);
      case Page.Newest inbox -> newest.answer(inbox, visit);
      case Page.NewestFeed feed -> feeds.newest(feed, visit);
      case Page.Description(var scope) -> Answer.text(200, frames.description(scope) + "\n");
      case Page.OneMessage(var scope, var id) -> message(scope, id, visit);
      case Page.Raw(var scope, var id) -> raw(scope, id);
      case Page.ThreadFlat(var scope, var id) -> thread(scope, id, false, visit);
      case Page.ThreadNested(var scope, var id) -> thread(scope, id, true, visit);
      case Page.ThreadMbox(var scope, var id) -> downloads.mbox(scope, one(scope, id));
      case Page.ThreadFeed feed -> feeds.thread(feed, one(feed.scope(), feed.id()), visit);
      case Page.Attachment(var scope, var id, var index, _) -> {
        Posting posting = one(scope, id);
        yield downloads
            .attachment(posting, index)
            .with("ETag", Downloads.validator(List.of(posting)));
      }
      case Page.Moved(var to) -> moved(to, visit);
    };
  }

  private Answer message(Scope scope, MessageId id, Visit visit) throws IOException {
    List<Posting> copies = copies(scope, id);
    return copies.isEmpty() ? unknown(scope, id, visit) : message.answer(scope, copies, visit);
  }

  private Answer thread(Scope scope, MessageId id, boolean nested, Visit visit) throws IOException {
    List<Posting> copies = copies(scope, id);
    return copies.isEmpty()
        ? unknown(scope, id, visit)
        : thread.answer(scope, copies.getFirst(), nested, visit);
  }

  private Answer raw(Scope scope, MessageId id) throws IOException {
    List<Posting> copies = copies(scope, id);
    if (copies.isEmpty()) {
      throw unknownId();
    }
    return downloads.raw(copies).with("ETag", Downloads.validator(copies));
  }

  /// In one inbox all messages under the id; over all inboxes one of each content is enough.
  private List<Posting> copies(Scope scope, MessageId id) throws IOException {
    List<Posting> found = archive.find(scope, id);
    return switch (scope) {
      case Scope.One _ -> found;
      case Scope.All() -> found.subList(0, Math.min(1, found.size()));
    };
  }

  private Posting one(Scope scope, MessageId id) throws IOException {
    List<Posting> found = archive.find(scope, id);
    if (found.isEmpty()) {
      throw unknownId();
    }
    return found.getFirst();
  }

  private static Refusal unknownId() {
    return new Refusal(Refusal.Reason.NOT_FOUND, "No message has this Message-ID.");
  }

  private Answer unknown(Scope scope, MessageId id, Visit visit) throws IOException {
    Links links = visit.links();
    String local = id.value().split("@", 2)[0];
    Link search =
        new Link("Search for it", links.to(new Page.Search(scope, SearchRequest.of("m:" + local))));
    View.Notice view =
        new View.Notice(
            frames.inbox(
                visit,
                scope,
                "Message not found",
                List.of(),
                new Frames.Particulars(Frames.At.NOWHERE, "", null, null, false)),
            "Message not found",
            "No message in " + Frames.name(scope) + " has the Message-ID <" + id.value() + ">.",
            false,
            List.of(search));
    return Answer.html(404, templates.rendering("notice.jte", _ -> view)).unkept();
  }

  private static Answer moved(Page to, Visit visit) {
    String fragment =
        switch (to) {
          case Page.ThreadFlat _, Page.ThreadNested _ -> "#u";
          default -> "";
        };
    return Answer.redirect(301, visit.absolute(to) + visit.query() + fragment);
  }
}
