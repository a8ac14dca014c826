package org.annals.web;

import java.io.IOException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import org.annals.archive.Archive;
import org.annals.index.Highlights;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Unanswered;
import org.annals.web.View.Day;
import org.annals.web.View.Row;

/// `_/unanswered/`: patches that nobody but their author wrote about, by the day they came.
///
/// Nothing is judged: a reply elsewhere, a commit or a newer version may have settled them.
final class UnansweredPage {
  /// Sooner nobody has to answer; later nobody will.
  static final int DAYS_MIN = 7;

  static final int DAYS_MAX = 90;
  private static final int SHOWN_MAX = 200;

  private final Archive archive;
  private final Frames frames;
  private final Templates templates;

  UnansweredPage(Archive archive, Frames frames, Templates templates) {
    this.archive = archive;
    this.frames = frames;
    this.templates = templates;
  }

  /// Openings, and how many messages their threads have.
  private record Waiting(List<Posting> newestFirst, Map<Long, Integer> sizes) {}

  static Unanswered find(Archive archive, Scope scope, Instant now) throws IOException {
    LocalDate today = now.atOffset(ZoneOffset.UTC).toLocalDate();
    return archive
        .census()
        .unanswered(
            scope, start(today.minusDays(DAYS_MAX)), start(today.minusDays(DAYS_MIN)), SHOWN_MAX);
  }

  private static long start(LocalDate day) {
    return day.atStartOfDay().toEpochSecond(ZoneOffset.UTC);
  }

  Answer answer(Scope scope, Visit visit) throws IOException {
    Unanswered found = find(archive, scope, visit.now());
    List<Long> threads = found.newestFirst().stream().map(Posting::thread).toList();
    Map<Long, Integer> sizes = archive.threadSizes(scope, threads);
    return Answer.html(
        200,
        templates.rendering(
            "unanswered.jte",
            out ->
                new View.UnansweredPatches(
                    Browsing.frame(frames, scope, visit, "unanswered patches", Frames.At.NOWHERE),
                    Browsing.ways(frames, new BrowseRoute.Unanswered(scope), visit),
                    title(found.total()),
                    DAYS_MIN,
                    DAYS_MAX,
                    found.total() > found.newestFirst().size()
                        ? "The newest " + Counts.of(found.newestFirst().size()) + " are shown."
                        : "",
                    days(scope, new Waiting(found.newestFirst(), sizes), visit, out))));
  }

  private static String title(int total) {
    return total == 0
        ? "No patches without a reply"
        : Counts.of(total, "patch or series", "patches and series") + " without a reply";
  }

  private static List<Day> days(Scope scope, Waiting found, Visit visit, Markup out) {
    return DayRows.of(
        found.newestFirst(),
        Posting::received,
        opening -> row(scope, opening, found.sizes().getOrDefault(opening.thread(), 1), visit, out),
        visit);
  }

  private static Row row(Scope scope, Posting opening, int size, Visit visit, Markup out) {
    Scope home = Scope.of(opening.inbox());
    Links links = visit.links();
    boolean everywhere = scope instanceof Scope.All;
    return new Row(
        _ ->
            SubjectMarkup.write(out, SubjectLine.of(opening.overview().subject()), Highlights.NONE),
        links.to(new MessageRoute.ThreadNested(everywhere ? home : scope, opening.id()), "t"),
        Moments.full(opening.received()),
        size == 1 ? "" : Counts.of(size),
        size == 1 ? "" : "messages",
        Names.of(opening.overview().from()),
        DayRows.inbox(scope, opening, links),
        _ -> {});
  }
}
