package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.index.Activity;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.store.InboxName;
import org.annals.web.BusyThreads.Busy;
import org.annals.web.View.Link;
import org.annals.web.View.Shelf;

/// `/`: search, then the inboxes by last mail.
final class HomePage {
  private static final List<String> TRIES = List.of("s:patch d:last.month..");
  private static final int BUSY_THREADS = 5;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;
  private final BusyThreads busy;

  HomePage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
    this.busy = new BusyThreads(archive);
  }

  Answer answer(SearchRequest request, Visit visit) throws IOException {
    List<InboxCard> listed = frames.listed(visit);
    if (listed.isEmpty()) {
      return notice("No inboxes here", "No inboxes, yet.", List.of(), visit);
    }
    List<InboxCard> found = found(listed, request);
    if (found.size() <= request.offset()) {
      Link all = new Link("All inboxes", visit.links().to(new SiteRoute.Home()));
      return notice("No matching inboxes", "No inbox matches.", List.of(all), visit);
    }
    int end = Math.min(found.size(), request.offset() + request.limit());
    List<InboxCard> page = found.subList(request.offset(), end);
    List<Busy> busiest = request.equals(SearchRequest.of("")) ? busiest(listed, visit) : List.of();
    return Answer.html(
        200,
        templates.rendering("home.jte", out -> view(request, found, page, busiest, visit, out)));
  }

  /// The last mail first, or what fits best.
  private static List<InboxCard> found(List<InboxCard> listed, SearchRequest request) {
    InboxSearch search = InboxSearch.parse(request.query());
    Comparator<InboxCard> newest =
        Comparator.comparingLong(InboxCard::newest).reversed().thenComparing(InboxCard::name);
    Comparator<InboxCard> best =
        Comparator.comparingInt(search::relevance).reversed().thenComparing(newest);
    Comparator<InboxCard> order = request.byRelevance() ? best : newest;
    return listed.stream()
        .filter(search::matches)
        .sorted(request.ascending() ? order.reversed() : order)
        .toList();
  }

  private Answer notice(String title, String text, List<Link> ways, Visit visit) {
    View.Notice view =
        new View.Notice(frames.site(visit, title, List.of()), title, text, false, ways);
    return Answer.html(404, templates.rendering("notice.jte", _ -> view)).unkept();
  }

  /// Threads of inboxes that are listed.
  private List<Busy> busiest(List<InboxCard> listed, Visit visit) throws IOException {
    if (!frames.showsAll()) {
      return List.of();
    }
    Set<InboxName> names = listed.stream().map(InboxCard::name).collect(Collectors.toSet());
    return busy.lately(new Scope.All(), visit.now(), BUSY_THREADS).stream()
        .filter(thread -> names.contains(thread.first().inbox()))
        .toList();
  }

  private View.Home view(
      SearchRequest request,
      List<InboxCard> found,
      List<InboxCard> page,
      List<Busy> busiest,
      Visit visit,
      Markup out)
      throws IOException {
    Links links = visit.links();
    List<Shelf> shelves = new ArrayList<>();
    for (InboxCard card : page) {
      shelves.add(shelf(card, visit, links));
    }
    Scope all = new Scope.All();
    int next = request.offset() + page.size();
    int previous = Math.max(0, request.offset() - request.limit());
    return new View.Home(
        frames.site(visit, frames.siteTitle(), List.of(new Link("Skip to content", "#main"))),
        frames.siteTitle(),
        frames.showsAll() ? links.to(new InboxRoute.Topics(all, TimeWindow.NEWEST)) : null,
        links.to(new SiteRoute.Home()),
        request.query(),
        summary(found) + today(request),
        TRIES.stream()
            .map(q -> new Link(q, links.to(new InboxRoute.Search(all, SearchRequest.of(q)))))
            .toList(),
        shelves,
        BusyThreads.rows(all, busiest, visit, out),
        next < found.size() ? links.to(new SiteRoute.Home(request.at(next))) : null,
        request.offset() > 0 ? links.to(new SiteRoute.Home(request.at(previous))) : null);
  }

  private static String summary(List<InboxCard> cards) {
    long messages = cards.stream().mapToLong(InboxCard::messages).sum();
    long oldest =
        cards.stream().filter(c -> c.messages() > 0).mapToLong(InboxCard::oldest).min().orElse(0);
    String since = messages == 0 ? "" : " since " + Moments.of(oldest).getYear();
    return Counts.of(messages, "message", "messages")
        + " in "
        + Counts.of(cards.size(), "inbox", "inboxes")
        + since
        + ".";
  }

  private String today(SearchRequest request) throws IOException {
    boolean everything = frames.showsAll() && request.query().isBlank();
    int today = everything ? archive.activity(new Scope.All()).today() : 0;
    return today == 0 ? "" : " " + Counts.of(today) + " came today.";
  }

  private Shelf shelf(InboxCard card, Visit visit, Links links) throws IOException {
    Scope scope = Scope.of(card.name());
    Activity activity = archive.activity(scope);
    boolean quiet = activity.lastWeeks().stream().allMatch(n -> n == 0);
    YearMonth month = YearMonth.from(Moments.of(visit.now().getEpochSecond()));
    Content weeks = Charts.weeks(card.name().value(), activity.lastWeeks());
    return new Shelf(
        card.name().value(),
        links.to(new InboxRoute.Topics(scope, TimeWindow.NEWEST)),
        card.description(),
        card.settings().pages().infoUrls().stream()
            .filter(HomePage::isHttp)
            .map(url -> new Link("about", url))
            .limit(1)
            .toList(),
        card.messages() == 0 ? null : Moments.brief(card.newest(), visit.now()),
        weeks,
        quiet ? card.messages() == 0 ? "empty" : "quiet since then" : "",
        Counts.of(activity.months().getOrDefault(month, 0)));
  }

  private static boolean isHttp(String url) {
    return url.startsWith("https://") || url.startsWith("http://");
  }
}
