package org.annals.web;

import java.io.IOException;
import org.annals.archive.Archive;

/// Answers for what belongs to an inbox as a whole. Thread-safe.
final class InboxAnswers {
  private final Frames frames;
  private final Feeds feeds;
  private final TopicsPage topics;
  private final NewestPage newest;
  private final SearchPage search;

  InboxAnswers(Archive archive, Frames frames, Templates templates, Feeds feeds) {
    this.frames = frames;
    this.feeds = feeds;
    this.topics = new TopicsPage(archive, frames, templates);
    this.newest = new NewestPage(archive, frames, templates);
    this.search = new SearchPage(archive, frames, templates, feeds);
  }

  Answer answer(InboxRoute route, Visit visit) throws IOException {
    return switch (route) {
      case InboxRoute.Topics of -> topics.answer(of, visit);
      case InboxRoute.Search of -> search.answer(of, visit);
      case InboxRoute.Newest of -> newest.answer(of, visit);
      case InboxRoute.NewestFeed of -> feeds.newest(of, visit);
      case InboxRoute.Description(var scope) -> Answer.text(200, frames.description(scope) + "\n");
    };
  }
}
