package org.annals.web;

import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.stream.Collectors;
import org.annals.archive.Archive;
import org.annals.archive.Person;
import org.annals.archive.TrackedSeries.Waiting;
import org.annals.index.Highlights;
import org.annals.index.Order;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.Scope;
import org.annals.index.SearchResult;
import org.annals.index.Stretch;
import org.annals.web.View.Day;
import org.annals.web.View.Link;
import org.annals.web.View.Row;

/// `_/people/ADDRESS/`: one person, from whichever addresses they write.
final class PersonPage {
  private static final int THREADS = 25;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  PersonPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  /// What is known of somebody, looked up before the page is begun.
  private record Known(
      Person person,
      SortedMap<YearMonth, Integer> months,
      SearchResult threads,
      Map<Long, Integer> sizes) {}

  Answer answer(BrowseRoute.Person page, Visit visit) throws IOException {
    Scope scope = page.scope();
    frames.requireAddresses(scope);
    Optional<Person> found = archive.census().find(scope, page.address().toLowerCase(Locale.ROOT));
    if (found.isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "No message here is from that address.");
    }
    Person person = found.get();
    if (!person.address().equals(page.address())) {
      Route proper = new BrowseRoute.Person(scope, person.address());
      return Answer.redirect(302, visit.absolute(proper));
    }
    SearchResult threads =
        archive.searchThreads(
            scope, new Query.From(person.addresses()), Order.NEWEST_FIRST, Stretch.of(0, THREADS));
    List<Long> numbers = threads.hits().stream().map(Posting::thread).toList();
    Known known =
        new Known(
            person,
            archive.census().months(scope, person),
            threads,
            archive.threadSizes(scope, numbers));
    return Answer.html(
        200, templates.rendering("person.jte", out -> view(scope, known, visit, out)));
  }

  private View.Person view(Scope scope, Known known, Visit visit, Markup out) throws IOException {
    Person person = known.person();
    Links links = visit.links();
    String name = PeoplePage.name(person, frames.addressBook());
    SearchRequest all = SearchRequest.of(query(person.addresses()));
    return new View.Person(
        Browsing.frame(frames, scope, visit, name, Frames.At.PEOPLE),
        Browsing.ways(frames, new BrowseRoute.Person(scope, person.address()), visit),
        name,
        person.addresses(),
        Counts.of(person.messages(), "message", "messages"),
        person.patches() == 0
            ? "no patch"
            : "of them " + Counts.of(person.patches(), "patch", "patches"),
        person.started() == 0
            ? "no thread begun"
            : Counts.of(person.started(), "thread", "threads") + " begun",
        Moments.span(
            Moments.of(person.first()).toLocalDate(), Moments.of(person.last()).toLocalDate()),
        links.to(new InboxRoute.Search(scope, all)),
        links.to(new InboxRoute.Search(scope, all.as(SearchRequest.Form.FEED))),
        series(scope, person.address(), links),
        Pictures.months("Messages a month from " + name, known.months(), out),
        Counts.of(known.threads().total(), "thread", "threads"),
        days(scope, known, visit, out));
  }

  private List<Link> series(Scope scope, String address, Links links) throws IOException {
    SeriesAsked theirs = SeriesAsked.ALL.by(address);
    List<Link> lists = new ArrayList<>();
    for (Link list :
        List.of(
            link("series", scope, theirs, links),
            link("waiting for them", scope, theirs.waitingFor(Waiting.AUTHOR), links),
            link("waiting for an answer", scope, theirs.waitingFor(Waiting.ANSWER), links),
            link("reviewed by them", scope, SeriesAsked.ALL.reviewedBy(address), links))) {
      if (!list.text().startsWith("0 ")) {
        lists.add(list);
      }
    }
    return lists;
  }

  private Link link(String what, Scope scope, SeriesAsked asked, Links links) throws IOException {
    int count = archive.tracking().count(scope, asked.filter(SeriesListPage.asOf(archive).day()));
    return new Link(
        Counts.of(count) + " " + what, links.to(new BrowseRoute.SeriesList(scope, asked)));
  }

  /// What finds their messages: also those that others signed for, which the count leaves out.
  private static String query(List<String> addresses) {
    return addresses.stream()
        .map(address -> "f:\"" + address + "\"")
        .collect(Collectors.joining(" OR "));
  }

  private static List<Day> days(Scope scope, Known known, Visit visit, Markup out) {
    return DayRows.of(
        known.threads().hits(),
        Posting::received,
        hit -> row(scope, hit, known.sizes().getOrDefault(hit.thread(), 1), visit, out),
        visit);
  }

  /// The newest message of theirs in a thread.
  private static Row row(Scope scope, Posting hit, int size, Visit visit, Markup out) {
    Scope home = Scope.of(hit.inbox());
    Links links = visit.links();
    boolean everywhere = scope instanceof Scope.All;
    return new Row(
        _ -> SubjectMarkup.write(out, SubjectLine.of(hit.overview().subject()), Highlights.NONE),
        links.to(new MessageRoute.OneMessage(everywhere ? home : scope, hit.id())),
        Moments.full(hit.received()),
        "",
        "",
        size == 1 ? "alone in its thread" : "in a thread of " + Counts.of(size),
        DayRows.inbox(scope, hit, links),
        _ -> {});
  }
}
