package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.index.Highlights;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.web.InboxRoute.Threads;
import org.annals.web.InboxRoute.Threads.By;
import org.annals.web.InboxRoute.Threads.Form;
import org.annals.web.View.Day;
import org.annals.web.View.Link;
import org.annals.web.View.Row;

/// `topics_new` and `topics_active`: the threads that came to the fore last, one line each, by when
/// they began or by their newest message.
final class ThreadsPage {
  /// As many as public-inbox shows.
  private static final int THREADS = 200;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final Feeds feeds;

  ThreadsPage(Archive archive, Frames frames, Templates templates, Feeds feeds) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.feeds = feeds;
  }

  /// A thread: its first and its newest message, and how many it has.
  private record Topic(Posting first, Posting newest, long size) {
    /// The message that stands for the thread in this order.
    Posting shown(By by) {
      return by == By.NEW ? first : newest;
    }
  }

  Answer answer(Threads page, Visit visit) throws IOException {
    Scope scope = page.scope();
    By by = page.by();
    List<Topic> topics = topics(scope);
    topics.sort(
        Comparator.comparingLong((Topic topic) -> topic.shown(by).received())
            .thenComparing(topic -> topic.shown(by).slot())
            .reversed());
    if (page.form() == Form.ATOM) {
      List<Posting> shown = topics.stream().map(topic -> topic.shown(by)).toList();
      return feeds.threads(page, shown, visit);
    }
    if (topics.isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "No messages, yet.");
    }
    return Answer.html(
        200, templates.rendering("threads.jte", out -> view(page, topics, visit, out)));
  }

  private List<Topic> topics(Scope scope) throws IOException {
    List<Topic> topics = new ArrayList<>();
    for (Posting newest : archive.recentThreads(scope, TimeWindow.NEWEST, THREADS)) {
      Archive.ThreadView thread = archive.thread(scope, newest.thread(), 1);
      // It may have gone between two looks at the index; this page still speaks of it.
      topics.add(
          thread.messages().isEmpty()
              ? new Topic(newest, newest, 1)
              : new Topic(thread.messages().getFirst(), newest, thread.total()));
    }
    return topics;
  }

  private View.Threads view(Threads page, List<Topic> topics, Visit visit, Markup out)
      throws IOException {
    Scope scope = page.scope();
    Links links = visit.links();
    boolean byNew = page.by() == By.NEW;
    String feed = links.to(new Threads(scope, page.by(), Form.ATOM));
    return new View.Threads(
        frames.inbox(
            visit,
            scope,
            Frames.name(scope) + (byNew ? ": new topics" : ": active topics"),
            List.of(new Link("Skip to the topics", "#topics")),
            new Frames.Particulars(Frames.At.NOWHERE, "", feed, null, true)),
        byNew,
        links.to(new Threads(scope, By.NEW, Form.HTML)),
        links.to(new Threads(scope, By.ACTIVE, Form.HTML)),
        links.to(new InboxRoute.Topics(scope, TimeWindow.NEWEST)),
        feed,
        days(page, topics, visit, out));
  }

  private static List<Day> days(Threads page, List<Topic> topics, Visit visit, Markup out) {
    return DayRows.of(
        topics,
        topic -> topic.shown(page.by()).received(),
        topic -> row(page, topic, visit, out),
        visit);
  }

  private static Row row(Threads page, Topic topic, Visit visit, Markup out) {
    Posting shown = topic.shown(page.by());
    long replies = topic.size() - 1;
    Route thread = new MessageRoute.ThreadNested(page.scope(), shown.id());
    return new Row(
        _ ->
            SubjectMarkup.write(
                out, SubjectLine.withoutReply(topic.first().overview().subject()), Highlights.NONE),
        visit.links().to(thread, topic.size() == 1 ? "u" : "t"),
        Moments.full(shown.received()),
        replies == 0 ? "" : Counts.of(replies),
        replies == 0 ? "no reply" : replies == 1 ? "reply" : "replies",
        Names.of(shown.overview().from()),
        null,
        _ -> {});
  }
}
