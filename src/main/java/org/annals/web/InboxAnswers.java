package org.annals.web;

import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.annals.archive.Archive;
import org.annals.index.Scope;
import org.annals.store.SerialNumbers;

/// Answers for what belongs to an inbox as a whole. Thread-safe.
final class InboxAnswers {
  private final Archive archive;
  private final Frames frames;
  private final Feeds feeds;
  private final TopicsPage topics;
  private final NewestPage newest;
  private final SearchPage search;
  private final ThreadsPage threads;
  private final Mboxes mboxes;

  InboxAnswers(Archive archive, Frames frames, Templates templates, Feeds feeds) {
    this.archive = archive;
    this.frames = frames;
    this.feeds = feeds;
    this.topics = new TopicsPage(archive, frames, templates);
    this.newest = new NewestPage(archive, frames, templates);
    this.search = new SearchPage(archive, frames, templates, feeds);
    this.threads = new ThreadsPage(archive, frames, templates, feeds);
    this.mboxes = new Mboxes(archive, frames);
  }

  Answer answer(InboxRoute route, Visit visit) throws IOException {
    return switch (route) {
      case InboxRoute.Topics of -> visit.posted() ? nothingToSearch() : topics.answer(of, visit);
      case InboxRoute.Search of -> search(of, visit);
      case InboxRoute.Newest of -> newest.answer(of, visit);
      case InboxRoute.NewestFeed of -> feeds.newest(of, visit);
      case InboxRoute.Threads of -> threads.answer(of, visit);
      case InboxRoute.WholeMbox(var scope) -> mboxes.whole(scope);
      case InboxRoute.MonthMbox(var scope, var month) -> mboxes.month(scope, month, visit);
      case InboxRoute.AltIds altIds -> altIds(altIds, visit);
      case InboxRoute.Description(var scope) -> Answer.text(200, frames.description(scope) + "\n");
    };
  }

  /// Numbers of an older archive as SQL. To be posted to: no crawler means to copy them.
  private Answer altIds(InboxRoute.AltIds page, Visit visit) {
    Optional<SerialNumbers> known =
        page.scope() instanceof Scope.One(var inbox)
            ? archive.serials(inbox, page.name())
            : Optional.empty();
    if (known.isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "There is no altid " + page.name() + " here.");
    }
    if (!visit.posted()) {
      throw new Refusal(
          Refusal.Reason.METHOD_NOT_ALLOWED,
          "A dump is posted for:\ncurl -d '' -O " + visit.absolute(page));
    }
    return Answer.of(200, "application/gzip", out -> write(known.get(), out))
        .incompressible()
        .with("Content-Disposition", "inline; filename=" + page.name() + ".sql.gz");
  }

  private static void write(SerialNumbers numbers, BodyStream out) throws IOException {
    try (Gzip gzip = out.zipped()) {
      Writer text = new OutputStreamWriter(gzip, StandardCharsets.UTF_8);
      numbers.dump(text);
      text.flush();
      gzip.finish();
    }
  }

  private static Answer nothingToSearch() {
    throw new Refusal(Refusal.Reason.NOT_FOUND, "Nothing to search for: there is no q.");
  }

  private Answer search(InboxRoute.Search page, Visit visit) throws IOException {
    return visit.posted() && page.request().form() == SearchRequest.Form.MBOX
        ? mboxes.found(Asked.Place.of(archive, page.scope()), page.request(), visit)
        : search.answer(page, visit);
  }
}
