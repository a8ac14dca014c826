package org.annals.web;

import gg.jte.Content;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.series.SeriesMail;
import org.annals.series.Standing;
import org.annals.series.State;

/// The course of a change as a picture: a line for each version with the replies on it, and when
/// patches were taken.
final class SeriesCourse {
  /// Earlier versions, and replies beyond these, are left out of the picture.
  private static final int VERSIONS_MAX = 12;

  private static final int REPLIES_MAX = 300;
  private static final int LEFT = 46;
  private static final int RIGHT = 884;
  private static final int ROW = 22;
  private static final int TICKS = 6;
  private static final long DAY = 86_400;

  private final List<TrackedSeries> versions;
  private final long first;
  private final long last;

  SeriesCourse(List<TrackedSeries> all) {
    this.versions = all.subList(Math.max(0, all.size() - VERSIONS_MAX), all.size());
    this.first = versions.stream().mapToLong(TrackedSeries::sent).min().orElse(0);
    this.last =
        Math.max(
            first + DAY, versions.stream().mapToLong(TrackedSeries::active).max().orElse(first));
  }

  /// `replies` are those in the thread of the page, whose author's are filled.
  Content drawing(List<SeriesMail> replies, String author) {
    StringBuilder svg = new StringBuilder();
    int height = 20 + ROW * (versions.size() + 1);
    svg.append(
        "<svg class=\"line\" viewBox=\"0 0 900 %d\" role=\"img\" aria-label=\"%s\">"
            .formatted(height + 4, label()));
    grid(svg, height);
    for (int i = 0; i < versions.size(); i++) {
      TrackedSeries version = versions.get(i);
      int y = 16 + ROW * i;
      long end = i + 1 < versions.size() ? versions.get(i + 1).sent() : version.active();
      svg.append(
          "<path%s d=\"M%d %dv10M%d %dH%d\" stroke-width=\"2\"/>"
              .formatted(
                  i == versions.size() - 1 ? " class=\"n\"" : "",
                  x(version.sent()),
                  y - 5,
                  x(version.sent()),
                  y,
                  Math.max(x(version.sent()) + 4, x(end))));
      svg.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>"
              .formatted(x(version.sent()) - 6, y + 4, version.name().replaceAll("[^v0-9.]", "")));
    }
    replies.stream()
        .limit(REPLIES_MAX)
        .forEach(reply ->
            svg.append(
                "<circle%s cx=\"%d\" cy=\"%d\" r=\"3\"/>"
                    .formatted(
                        reply.author().equals(author) ? "" : " class=\"o\"",
                        x(reply.sent()),
                        16 + ROW * row(reply.sent()))));
    taken(svg, 16 + ROW * versions.size());
    String text = svg.append("</svg>").toString();
    return output -> output.writeContent(text);
  }

  private int row(long time) {
    int row = 0;
    for (int i = 0; i < versions.size(); i++) {
      row = versions.get(i).sent() <= time ? i : row;
    }
    return row;
  }

  private void grid(StringBuilder svg, int height) {
    for (int i = 0; i <= TICKS; i++) {
      long time = first + (last - first) * i / TICKS;
      LocalDate day = Moments.of(time).toLocalDate();
      int x = x(day.atStartOfDay().toEpochSecond(ZoneOffset.UTC));
      svg.append(
          "<line class=\"g\" x1=\"%d\" y1=\"4\" x2=\"%d\" y2=\"%d\"/>"
              .formatted(x, x, height - 14));
      svg.append(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>"
              .formatted(x, height, Moments.dayAndMonth(time)));
    }
  }

  /// A box where patches came into a tree.
  private void taken(StringBuilder svg, int y) {
    SortedSet<Long> times = new TreeSet<>();
    for (TrackedSeries version : versions) {
      for (TrackedPatch patch : version.patches()) {
        for (Standing.Change change : patch.standing().history()) {
          if (change.state().taken() && change.state() != State.QUEUED) {
            times.add(change.at() / DAY);
          }
        }
      }
    }
    for (long day : times) {
      svg.append(
          "<path class=\"n\" stroke=\"none\" d=\"M%d %dh9v9h-9z\"/>"
              .formatted(x(day * DAY) - 4, y - 5));
    }
  }

  private int x(long time) {
    long inside = Math.clamp(time, first, last);
    return (int) (LEFT + (RIGHT - LEFT) * (inside - first) / (last - first));
  }

  private String label() {
    return Counts.of(versions.size(), "version", "versions")
        + " from "
        + Moments.date(Moments.of(first).toLocalDate())
        + " to "
        + Moments.date(Moments.of(last).toLocalDate());
  }
}
