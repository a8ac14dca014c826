package org.annals.web;

import gg.jte.Content;
import java.io.IOException;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.index.Activity;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.web.View.Link;
import org.annals.web.View.Shelf;

/// `/`: search, then the inboxes by last mail.
final class HomePage {
  private static final List<String> TRIES = List.of("s:patch d:last.month..");

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  HomePage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  Answer answer(Visit visit) throws IOException {
    View.Home view = view(visit);
    return Answer.html(200, templates.rendering("home.jte", _ -> view));
  }

  private View.Home view(Visit visit) throws IOException {
    Links links = visit.links();
    List<InboxCard> cards =
        frames.cards().stream()
            .sorted(
                Comparator.comparingLong(InboxCard::newest)
                    .reversed()
                    .thenComparing(InboxCard::name))
            .toList();
    List<Shelf> shelves = new ArrayList<>();
    for (InboxCard card : cards) {
      shelves.add(shelf(card, visit, links));
    }
    return new View.Home(
        frames.site(visit, frames.siteTitle(), List.of(new Link("Skip to content", "#main"))),
        frames.siteTitle(),
        links.to(new InboxRoute.Topics(new Scope.All(), TimeWindow.NEWEST)),
        summary(cards),
        TRIES.stream()
            .map(q ->
                new Link(q, links.to(new InboxRoute.Search(new Scope.All(), SearchRequest.of(q)))))
            .toList(),
        shelves);
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
        card.messages() == 0 ? null : Moments.brief(card.newest(), visit.now()),
        weeks,
        quiet ? card.messages() == 0 ? "empty" : "quiet since then" : "",
        Counts.of(activity.months().getOrDefault(month, 0)));
  }
}
