package org.annals.web;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.archive.TrackedSeries;
import org.annals.archive.TrackedSeries.Waiting;
import org.annals.archive.Tracking;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.series.AsOf;
import org.annals.series.State;
import org.annals.web.View.Facet;
import org.annals.web.View.FacetLine;
import org.annals.web.View.Link;
import org.annals.web.View.SeriesDay;
import org.annals.web.View.SeriesRow;
import org.jspecify.annotations.Nullable;

/// `_/series/`: series of patches by what became of them and by who has to act: the queue of who
/// reviews, the list of who maintains, and what one person has open.
final class SeriesListPage {
  static final int SHOWN_MAX = 50;

  private static final List<Waiting> QUEUES =
      List.of(Waiting.ANSWER, Waiting.REVIEWER, Waiting.AUTHOR, Waiting.MAINTAINER);

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  SeriesListPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  /// What states are told for: the day of the newest mail.
  static AsOf asOf(Archive archive) throws IOException {
    List<Posting> newest = archive.list(new Scope.All(), TimeWindow.NEWEST, 1);
    return AsOf.newestMail(newest.isEmpty() ? 0 : newest.getFirst().received());
  }

  Answer answer(BrowseRoute.SeriesList page, Visit visit) throws IOException {
    SeriesAsked asked = page.asked();
    if (!asked.author().isEmpty() || !asked.reviewer().isEmpty()) {
      frames.requireAddresses(page.scope());
    }
    AsOf asOf = asOf(archive);
    Tracking.Page<TrackedSeries> found =
        archive
            .tracking()
            .find(
                page.scope(),
                asked.filter(asOf.day()),
                !asked.oldestFirst(),
                asked.after(),
                SHOWN_MAX);
    return asked.feed()
        ? new SeriesFeed(frames).list(page, found.found(), asOf, visit)
        : Answer.html(
            200, templates.rendering("serieslist.jte", _ -> view(page, found, asOf, visit)));
  }

  private View.SeriesList view(
      BrowseRoute.SeriesList page, Tracking.Page<TrackedSeries> found, AsOf asOf, Visit visit)
      throws IOException {
    Scope scope = page.scope();
    SeriesAsked asked = page.asked();
    Links links = visit.links();
    String title = title(asked, found.total());
    return new View.SeriesList(
        frames.inbox(
            visit,
            scope,
            Frames.name(scope) + ": " + title,
            List.of(
                new Link("Skip to the series", "#queue"),
                new Link("Skip to the filters", "#narrow")),
            new Frames.Particulars(
                asked.waiting() == null ? Frames.At.SERIES : Frames.At.REVIEW,
                "",
                links.to(to(scope, asked.asFeed())),
                null,
                false)),
        title,
        about(asked),
        asked.oldestFirst(),
        links.to(to(scope, asked.turned())),
        links.to(to(scope, asked.asFeed())),
        narrow(scope, asked, asOf, links),
        days(scope, found.found(), asOf, visit),
        found.next() == null ? null : links.to(to(scope, asked.after(found.next()))),
        links.to(to(scope, SeriesAsked.ALL)),
        asked.path(),
        frames.givesAddresses(scope) ? asked.author() : null,
        asked.waiting() == null ? "" : asked.waiting().word(),
        asked.state() == null ? "" : asked.state().word());
  }

  private static Route to(Scope scope, SeriesAsked asked) {
    return new BrowseRoute.SeriesList(scope, asked);
  }

  private static String title(SeriesAsked asked, int total) {
    String what = Counts.of(total, "series", "series");
    Waiting waiting = asked.waiting();
    if (waiting != null) {
      return what
          + (total == 1 ? " waits for " : " wait for ")
          + switch (waiting) {
            case ANSWER -> "a first answer";
            case REVIEWER -> "a reviewer";
            case AUTHOR -> "the author";
            case MAINTAINER -> "a maintainer";
            case NOBODY -> "nobody";
          };
    }
    State state = asked.state();
    return state == null ? what : what + ", " + StateMarkup.words(state);
  }

  private static String about(SeriesAsked asked) {
    List<String> parts = new ArrayList<>();
    if (!asked.author().isEmpty()) {
      parts.add("by " + asked.author());
    }
    if (!asked.reviewer().isEmpty()) {
      parts.add("with a trailer of " + asked.reviewer());
    }
    if (!asked.path().isEmpty()) {
      parts.add("that touch " + asked.path());
    }
    parts.add(asked.versions() ? "all versions" : "only the latest version of each");
    return String.join(", ", parts);
  }

  private View.Narrow narrow(Scope scope, SeriesAsked asked, AsOf asOf, Links links)
      throws IOException {
    List<FacetLine> queues = new ArrayList<>();
    for (Waiting waiting : QUEUES) {
      SeriesAsked other = asked.waitingFor(waiting);
      queues.add(line(scope, queue(waiting), other, asOf, links));
    }
    List<FacetLine> states = new ArrayList<>();
    for (State state : State.values()) {
      FacetLine line = line(scope, StateMarkup.words(state), asked.in(state), asOf, links);
      if (!line.count().equals("0")) {
        states.add(line);
      }
    }
    List<Link> chosen = new ArrayList<>();
    if (asked.waiting() != null) {
      chosen.add(new Link(queue(asked.waiting()), links.to(to(scope, asked.waitingFor(null)))));
    }
    if (asked.state() != null) {
      chosen.add(new Link(StateMarkup.words(asked.state()), links.to(to(scope, asked.in(null)))));
    }
    if (!asked.author().isEmpty()) {
      chosen.add(new Link("by " + asked.author(), links.to(to(scope, asked.by("")))));
    }
    if (!asked.reviewer().isEmpty()) {
      chosen.add(
          new Link("trailer of " + asked.reviewer(), links.to(to(scope, asked.reviewedBy("")))));
    }
    if (!asked.path().isEmpty()) {
      chosen.add(new Link(asked.path(), links.to(to(scope, asked.below("")))));
    }
    SeriesAsked turned = asked.allVersions(!asked.versions());
    return new View.Narrow(
        "Narrow: "
            + (chosen.isEmpty() ? "everything" : Counts.of(chosen.size(), "filter", "filters")),
        null,
        chosen,
        List.of(),
        List.of(
            new Facet("f-waits", "Waits for", queues),
            new Facet("f-state", "State", states),
            new Facet(
                "f-versions",
                "Versions",
                List.of(
                    line(
                        scope,
                        turned.versions() ? "all versions" : "only the latest",
                        turned,
                        asOf,
                        links)))));
  }

  private static String queue(Waiting waiting) {
    return switch (waiting) {
      case ANSWER -> "a first answer";
      case REVIEWER -> "a reviewer";
      case AUTHOR -> "its author";
      case MAINTAINER -> "a maintainer to apply it";
      case NOBODY -> "nobody";
    };
  }

  private FacetLine line(Scope scope, String text, SeriesAsked asked, AsOf asOf, Links links)
      throws IOException {
    int count = archive.tracking().count(scope, asked.filter(asOf.day()));
    return new FacetLine(text, links.to(to(scope, asked)), Counts.of(count));
  }

  private List<SeriesDay> days(Scope scope, List<TrackedSeries> series, AsOf asOf, Visit visit)
      throws IOException {
    List<SeriesDay> days = new ArrayList<>();
    List<SeriesRow> rows = new ArrayList<>();
    @Nullable String day = null;
    for (TrackedSeries one : series) {
      String own = Moments.of(one.active()).toLocalDate().toString();
      if (!own.equals(day)) {
        rows = new ArrayList<>();
        days.add(
            new SeriesDay(
                own, Moments.heading(Moments.of(one.active()).toLocalDate(), visit.now()), rows));
        day = own;
      }
      rows.add(row(scope, one, asOf, visit.links()));
    }
    return days;
  }

  private SeriesRow row(Scope scope, TrackedSeries series, AsOf asOf, Links links)
      throws IOException {
    State state = series.state(asOf);
    Scope home = home(scope, series);
    MessageId head = series.head();
    return new SeriesRow(
        prefix(series),
        series.title().isBlank() ? "(no subject)" : series.title(),
        links.to(new MessageRoute.SeriesOf(home, head)),
        StateMarkup.css(state),
        StateMarkup.words(state, series, asOf),
        series.patches().size() > 1 ? StateMarkup.strip(series, asOf) : null,
        Moments.full(series.active()),
        why(series, state),
        frames.obfuscation(home).of(Correspondents.author(List.of(series.from()))),
        Counts.of(series.replies(), "reply", "replies"),
        scope instanceof Scope.All ? Frames.name(home) : "");
  }

  /// An inbox that has the series, which its pages are then in.
  private static Scope home(Scope scope, TrackedSeries series) {
    return scope instanceof Scope.All && !series.inboxes().isEmpty()
        ? Scope.of(series.inboxes().getFirst())
        : scope;
  }

  static String prefix(TrackedSeries series) {
    return "[PATCH"
        + (series.version() == 1 && series.versionText().isEmpty() ? "" : " " + series.name())
        + (series.cover() == null ? "" : " 0/" + series.total())
        + "]";
  }

  /// One line about who has to move.
  static String why(TrackedSeries series, State state) {
    if (state == State.STALE) {
      return "No mail for over " + TrackedSeries.STALE_SECONDS / 86_400 + " days";
    }
    return switch (series.waiting()) {
      case ANSWER -> "Nobody has answered yet";
      case AUTHOR ->
          state == State.CHANGES_REQUESTED
              ? "The author is asked for changes"
              : "Comments wait for the author";
      case REVIEWER -> "The author answered; a reviewer is next";
      case MAINTAINER -> "Reviewed; waits to be applied";
      case NOBODY -> "";
    };
  }
}
