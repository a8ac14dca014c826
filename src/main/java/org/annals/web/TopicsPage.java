package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import org.annals.archive.Archive;
import org.annals.index.Activity;
import org.annals.index.Highlights;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.store.BlobId;
import org.annals.web.View.Day;
import org.annals.web.View.Figure;
import org.annals.web.View.Link;
import org.annals.web.View.Piece;
import org.annals.web.View.Row;
import org.jspecify.annotations.Nullable;

/// `/{inbox}/`: the conversations of the newest messages, by day, and the months to browse by.
final class TopicsPage {
  /// As many messages as public-inbox looks at.
  static final int MESSAGES = 200;

  private static final int BUSY_THREADS = 5;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final BusyThreads busy;

  TopicsPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.busy = new BusyThreads(archive);
  }

  /// A conversation on this page: its messages here, its first message, how many it has in all.
  private record Topic(List<Posting> newestFirst, Posting first, int size) {
    TopicKey key() {
      return new TopicKey(newestFirst.stream().map(Posting::blob).toList(), first.blob(), size);
    }
  }

  /// What a row is made of beside the links.
  private record TopicKey(List<BlobId> newestFirst, BlobId first, int size) {}

  /// What a day is made of.
  private record DayKey(Links links, Scope scope, String heading, List<TopicKey> topics) {}

  /// What is beside the topics is made of.
  private record MonthsKey(
      Links links, Scope scope, long version, LocalDate today, List<Link> addresses) {}

  Answer answer(InboxRoute.Topics page, Visit visit) throws IOException {
    boolean newest = page.window().equals(TimeWindow.NEWEST);
    Route live = newest ? frames.live(page.scope(), null) : null;
    List<Posting> found = archive.list(page.scope(), page.window(), MESSAGES);
    List<Posting> newestFirst = page.window().oldestFirst() ? found.reversed() : found;
    List<Topic> topics = topics(page.scope(), newestFirst);
    View.Frame frame =
        frames.inbox(
            visit,
            page.scope(),
            Frames.name(page.scope()) + ": topics",
            List.of(
                new Link("Skip to the topics", "#topics"), new Link("Skip to the months", "#nav")),
            Frames.Particulars.of(Frames.At.TOPICS, frames.feed(visit, page.scope())).live(live));
    boolean nothing = found.isEmpty() && !newest;
    List<Piece> news = newest ? news(page.scope(), visit) : List.of();
    Links links = visit.links();
    return Answer.html(
        nothing ? 404 : 200,
        templates.rendering(
            "topics.jte",
            out ->
                new View.Topics(
                    frame,
                    news,
                    range(newestFirst),
                    months(page.scope(), visit, out),
                    days(page.scope(), visit, topics, out),
                    older(page, links, newestFirst),
                    newer(page, links, newestFirst))));
  }

  static String range(List<Posting> newestFirst) {
    if (newestFirst.isEmpty()) {
      return "";
    }
    LocalDate first = Moments.of(newestFirst.getLast().received()).toLocalDate();
    LocalDate last = Moments.of(newestFirst.getFirst().received()).toLocalDate();
    return Moments.span(first, last);
  }

  private static List<Figure> figures(Activity activity, YearMonth now) {
    if (activity.months().isEmpty()) {
      return List.of(new Figure("", "no messages yet"));
    }
    long all = activity.months().values().stream().mapToLong(Integer::longValue).sum();
    int recent = activity.months().getOrDefault(now, 0);
    String since = " since " + Moments.month(activity.months().firstKey());
    return List.of(
        new Figure(Counts.of(all), (all == 1 ? "message" : "messages") + since),
        recent == 0
            ? new Figure("", "none this month")
            : new Figure(Counts.of(recent), "this month"));
  }

  private Content months(Scope scope, Visit visit, Markup out) throws IOException {
    Links links = visit.links();
    List<Link> addresses = frames.addresses(scope).stream().map(TopicsPage::mailto).toList();
    LocalDate today = Moments.of(visit.now().getEpochSecond()).toLocalDate();
    Object key = new MonthsKey(links, scope, archive.version(scope), today, addresses);
    return _ ->
        out.part(
            key,
            () -> {
              Activity activity = archive.activity(scope);
              View.Months view =
                  new View.Months(
                      Charts.months(activity, scope, links),
                      figures(activity, YearMonth.from(today)),
                      links.to(new BrowseRoute.Months(scope)),
                      busy(scope, visit),
                      addresses);
              templates.write("months.jte", view, out);
              return true;
            });
  }

  /// What moved lately, and what did not.
  private List<Piece> news(Scope scope, Visit visit) throws IOException {
    Activity activity = archive.activity(scope);
    List<Piece> news = new ArrayList<>();
    if (activity.today() > 0) {
      news.add(new Piece(Counts.of(activity.today(), "message", "messages") + " today", null));
    }
    int week = activity.lastWeeks().getLast();
    if (week > activity.today()) {
      news.add(new Piece(Counts.of(week) + " in seven days", null));
    }
    int waiting = UnansweredPage.find(archive, scope, visit.now()).total();
    if (waiting > 0) {
      news.add(
          new Piece(
              Counts.of(waiting, "patch or series", "patches and series") + " without a reply",
              visit.links().to(new BrowseRoute.Unanswered(scope))));
    }
    return news;
  }

  private List<View.Busy> busy(Scope scope, Visit visit) throws IOException {
    return busy.lately(scope, visit.now(), BUSY_THREADS).stream()
        .map(thread -> {
          Posting first = thread.first();
          String subject = SubjectLine.inTree(first.overview().subject());
          Route page = new MessageRoute.ThreadNested(Scope.of(first.inbox()), first.id());
          String count = Counts.of(thread.messages());
          return new View.Busy(subject, visit.links().to(page, "t"), count);
        })
        .toList();
  }

  private static Link mailto(String address) {
    return new Link(address, "mailto:" + Percent.mail(address));
  }

  private static @Nullable String older(
      InboxRoute.Topics page, Links links, List<Posting> postings) {
    if (postings.size() < MESSAGES && !page.window().oldestFirst()) {
      return null;
    }
    return postings.isEmpty()
        ? null
        : links.to(
            new InboxRoute.Topics(page.scope(), downward(page.window(), postings.getLast())));
  }

  private static @Nullable String newer(
      InboxRoute.Topics page, Links links, List<Posting> postings) {
    if (page.window().equals(TimeWindow.NEWEST) || postings.isEmpty()) {
      return null;
    }
    return links.to(
        new InboxRoute.Topics(page.scope(), upward(page.window(), postings.getFirst())));
  }

  private static TimeWindow downward(TimeWindow window, Posting oldest) {
    return window.oldestFirst() ? window.before(oldest) : window.after(oldest);
  }

  private static TimeWindow upward(TimeWindow window, Posting newest) {
    return window.oldestFirst() ? window.after(newest) : window.before(newest);
  }

  private List<Topic> topics(Scope scope, List<Posting> newestFirst) throws IOException {
    SequencedMap<Long, List<Posting>> threads = new LinkedHashMap<>();
    for (Posting posting : newestFirst) {
      threads.computeIfAbsent(posting.thread(), _ -> new ArrayList<>()).add(posting);
    }
    Map<Long, Integer> sizes = archive.threadSizes(scope, threads.keySet());
    List<Topic> topics = new ArrayList<>();
    for (var thread : threads.entrySet()) {
      List<Posting> here = thread.getValue();
      int size = Math.max(sizes.getOrDefault(thread.getKey(), 0), here.size());
      topics.add(new Topic(here, first(scope, here, size), size));
    }
    return topics;
  }

  /// The message that began the conversation, even when it is older than this page.
  private Posting first(Scope scope, List<Posting> newestFirst, int size) throws IOException {
    if (size == newestFirst.size()) {
      return newestFirst.stream().min(Comparator.comparingLong(Posting::sent)).orElseThrow();
    }
    return archive.opening(scope, newestFirst.getFirst().thread()).orElseGet(newestFirst::getLast);
  }

  private List<Content> days(Scope scope, Visit visit, List<Topic> topics, Markup out) {
    SequencedMap<LocalDate, List<Topic>> days = new LinkedHashMap<>();
    for (Topic topic : topics) {
      LocalDate day = Moments.of(topic.newestFirst().getFirst().received()).toLocalDate();
      days.computeIfAbsent(day, _ -> new ArrayList<>()).add(topic);
    }
    Links links = visit.links();
    List<Content> all = new ArrayList<>();
    days.forEach((day, begun) -> {
      String heading = Moments.heading(day, visit.now());
      Object key = new DayKey(links, scope, heading, begun.stream().map(Topic::key).toList());
      all.add(_ ->
          out.part(
              key,
              () -> {
                List<Row> rows =
                    begun.stream().map(topic -> row(scope, visit, topic, out)).toList();
                templates.write("day.jte", new Day(day.toString(), heading, rows), out);
                return true;
              }));
    });
    return all;
  }

  private static Row row(Scope scope, Visit visit, Topic topic, Markup out) {
    Posting newest = topic.newestFirst().getFirst();
    LinkedHashSet<String> people = new LinkedHashSet<>();
    people.add(Names.of(topic.first().overview().from()));
    topic.newestFirst().reversed().forEach(p -> people.add(Names.of(p.overview().from())));
    int replies = topic.size() - 1;
    // The id of the newest message: a conversation that grew is not one that was visited.
    Route page = new MessageRoute.ThreadNested(scope, newest.id());
    return new Row(
        _ ->
            SubjectMarkup.write(
                out, SubjectLine.withoutReply(topic.first().overview().subject()), Highlights.NONE),
        visit.links().to(page, topic.size() == 1 ? "u" : "t"),
        Moments.full(newest.received()),
        replies == 0 ? "" : Counts.of(replies),
        replies == 0 ? "no reply" : replies == 1 ? "reply" : "replies",
        Counts.names(List.copyOf(people)),
        null,
        _ -> {});
  }
}
