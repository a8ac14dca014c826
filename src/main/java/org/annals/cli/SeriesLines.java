package org.annals.cli;

import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import org.annals.archive.TrackedSeries;
import org.annals.series.AsOf;

/// Versions of series for people, a line each: when it was sent, its state, the version, how many
/// patches, who, what about; in a pipe the Message-ID of its first mail as well.
final class SeriesLines implements SeriesCommand.SeriesOutput {
  private static final DateTimeFormatter DAY =
      DateTimeFormatter.ofPattern("uuuu-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

  private final PrintWriter out;
  private final AsOf asOf;
  private final Terminal terminal = Terminal.ofStandardOutput();

  SeriesLines(PrintWriter out, AsOf asOf) {
    this.out = out;
    this.asOf = asOf;
  }

  @Override
  public void write(TrackedSeries series) {
    String start =
        "%s  %-17s  %-4s %3d  %s  "
            .formatted(
                DAY.format(Instant.ofEpochSecond(series.sent())),
                series.state(asOf).word(),
                series.name(),
                series.total(),
                TextResults.fitted(TextResults.printable(series.from().displayName()), 20));
    String title = TextResults.printable(series.title());
    if (terminal.columns() > 0) {
      out.println(start + TextResults.cut(title, terminal.columns() - start.length()));
    } else {
      out.println(start + title + "  <" + TextResults.printable(series.head().value()) + ">");
    }
  }
}
