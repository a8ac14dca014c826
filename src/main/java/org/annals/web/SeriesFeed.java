package org.annals.web;

import java.io.IOException;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.index.Scope;
import org.annals.series.AsOf;
import org.annals.series.Standing;
import org.annals.series.State;

/// Atom feeds (RFC 4287) of series: of a list what became of each, of a series each change.
final class SeriesFeed {
  private static final int ENTRIES_MAX = 100;

  private static final DateTimeFormatter INSTANT =
      DateTimeFormatter.ofPattern("uuuu-MM-dd'T'HH:mm:ss'Z'");

  private final Frames frames;

  SeriesFeed(Frames frames) {
    this.frames = frames;
  }

  private record Entry(String title, String author, String href, String id, long at, String text) {}

  private record Head(String title, String alternate, String self) {}

  Answer list(BrowseRoute.SeriesList page, List<TrackedSeries> found, AsOf asOf, Visit visit)
      throws IOException {
    Scope scope = page.scope();
    List<Entry> entries = new ArrayList<>();
    for (TrackedSeries series : found) {
      State state = series.state(asOf);
      entries.add(
          new Entry(
              SeriesListPage.prefix(series)
                  + " "
                  + series.title()
                  + ": "
                  + StateMarkup.words(state),
              author(scope, series),
              visit.absolute(new MessageRoute.SeriesOf(scope, series.head())),
              Feeds.uuid("series\n" + series.head().value() + "\n" + state.word()),
              series.active(),
              SeriesListPage.why(series, state)));
    }
    SeriesAsked asked = page.asked();
    Route html =
        new BrowseRoute.SeriesList(
            scope,
            new SeriesAsked(
                asked.waiting(),
                asked.state(),
                asked.author(),
                asked.reviewer(),
                asked.path(),
                false,
                asked.versions(),
                null,
                false));
    return answer(
        new Head(Frames.name(scope) + ": patch series", visit.absolute(html), visit.absolute(page)),
        entries);
  }

  /// The versions of a change and the states its patches went through, the newest first.
  Answer series(MessageRoute.SeriesFeed page, List<TrackedSeries> versions, Visit visit)
      throws IOException {
    List<Entry> entries = new ArrayList<>();
    for (TrackedSeries version : versions) {
      String href = visit.absolute(new MessageRoute.SeriesOf(page.scope(), version.head()));
      String author = author(page.scope(), version);
      for (TrackedPatch patch : version.patches()) {
        for (Standing.Change change : patch.standing().history()) {
          if (!patch.takenOver()) {
            entries.add(
                new Entry(
                    version.name()
                        + " "
                        + patch.number()
                        + "/"
                        + version.total()
                        + " "
                        + patch.title()
                        + ": "
                        + StateMarkup.words(change.state()),
                    author,
                    href,
                    Feeds.uuid(
                        "patch\n" + patch.id().value() + "\n" + change.at() + change.state()),
                    change.at(),
                    change.because().rule().words()));
          }
        }
      }
    }
    entries.sort(Comparator.comparingLong(Entry::at).reversed());
    TrackedSeries latest = versions.getLast();
    return answer(
        new Head(
            latest.title(),
            visit.absolute(new MessageRoute.SeriesOf(page.scope(), latest.head())),
            visit.absolute(page)),
        entries.subList(0, Math.min(ENTRIES_MAX, entries.size())));
  }

  private String author(Scope scope, TrackedSeries series) throws IOException {
    return frames.obfuscation(scope).of(Correspondents.author(List.of(series.from())));
  }

  private static Answer answer(Head head, List<Entry> entries) {
    return Answer.of(
        200,
        Answer.ATOM,
        stream -> {
          Markup out = new Markup(stream);
          out.raw("<?xml version=\"1.0\" encoding=\"utf-8\"?>\n");
          out.raw("<feed xmlns=\"http://www.w3.org/2005/Atom\">\n<title>").text(head.title());
          out.raw("</title>\n<link rel=\"alternate\" type=\"text/html\" href=\"");
          out.text(head.alternate()).raw("\"/>\n<link rel=\"self\" href=\"").text(head.self());
          out.raw("\"/>\n<id>").text(Feeds.uuid(head.self())).raw("</id>\n<updated>");
          out.text(instant(entries.stream().mapToLong(Entry::at).max().orElse(0)));
          out.raw("</updated>\n");
          for (Entry entry : entries) {
            out.raw("<entry><author><name>").text(entry.author()).raw("</name></author><title>");
            out.text(entry.title()).raw("</title><updated>").text(instant(entry.at()));
            out.raw("</updated><link href=\"").text(entry.href()).raw("\"/><id>");
            out.text(entry.id()).raw("</id><summary>").text(entry.text());
            out.raw("</summary></entry>\n");
          }
          out.raw("</feed>\n").drain();
        });
  }

  private static String instant(long seconds) {
    return INSTANT.format(Moments.of(seconds));
  }
}
