package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.SeriesFilter;
import org.annals.archive.TrackedSeries;
import org.annals.archive.Tracking;
import org.annals.index.Posting;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.RecordView;
import org.annals.index.Scope;
import org.annals.index.TimeWindow;
import org.annals.mail.MessageId;
import org.annals.series.AsOf;
import org.annals.series.State;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals series`: patch series, their versions, and what became of them.
@Command(
    name = "series",
    description = "List patch series with their versions, trailers and states.",
    mixinStandardHelpOptions = true)
final class SeriesCommand implements Callable<Integer> {
  private static final int STEP = 200;

  enum Format {
    text,
    json
  }

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "QUERY|MSGID",
      arity = "0..*",
      description =
          "a Message-ID: all versions of its series; a search: series that have a patch which is"
              + " found; nothing: all")
  private String[] words = {};

  @Option(names = "--inbox", paramLabel = "NAME", description = "only this inbox")
  private String inbox = "";

  @Option(names = "--state", paramLabel = "STATE", description = "only those in this state")
  private String state = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default text")
  private Format format = Format.text;

  @Option(names = "--limit", paramLabel = "N", description = "at most N versions; 0: all")
  private int limit = 25;

  @Option(
      names = "--as-of",
      paramLabel = "TIME",
      description = "states as of this day or instant (RFC 3339); default: that of the newest mail")
  private String asOf = "";

  @Override
  public Integer call() throws IOException {
    if (limit < 0) {
      throw new ParameterException(spec.commandLine(), "--limit must not be negative");
    }
    if (!state.isEmpty() && State.of(state).isEmpty()) {
      throw new ParameterException(spec.commandLine(), "--state " + state + ": no such state");
    }
    Scope scope = inbox.isEmpty() ? new Scope.All() : Scope.of(main.existingInbox(spec, inbox));
    String text = String.join(" ", words).strip();
    PrintWriter out = spec.commandLine().getOut();
    try (Archive archive = main.workspace().archiveForReading()) {
      AsOf day = day(archive);
      SeriesOutput output =
          format == Format.json ? new SeriesJson(out, day) : new SeriesLines(out, day);
      Shown shown = new Shown(output, day);
      if (text.isEmpty()) {
        all(archive.tracking(), scope, shown);
      } else {
        asked(archive, scope, text, shown);
      }
    } catch (QueryException e) {
      spec.commandLine()
          .getErr()
          .println("annals: usage: query, column " + e.column() + ": " + e.getMessage());
      return Main.WRONG_USAGE;
    }
    out.flush();
    return 0;
  }

  /// Where versions are printed to.
  interface SeriesOutput {
    void write(TrackedSeries version) throws IOException;
  }

  /// Prints what is wanted, until there is enough.
  private final class Shown {
    private final SeriesOutput output;
    private final AsOf day;
    private final Set<MessageId> heads = new HashSet<>();

    Shown(SeriesOutput output, AsOf day) {
      this.output = output;
      this.day = day;
    }

    boolean isFull() {
      return limit > 0 && heads.size() >= limit;
    }

    void add(TrackedSeries version) throws IOException {
      boolean wanted =
          version.sent() <= day.cut()
              && (state.isEmpty() || State.of(state).orElseThrow() == version.state(day));
      if (!isFull() && wanted && heads.add(version.head())) {
        output.write(version);
      }
    }
  }

  private static void all(Tracking tracking, Scope scope, Shown shown) throws IOException {
    RecordView.@Nullable Place place = null;
    do {
      Tracking.Page<TrackedSeries> page = tracking.find(scope, SeriesFilter.ALL, true, place, STEP);
      for (TrackedSeries version : page.found()) {
        shown.add(version);
      }
      place = page.next();
    } while (place != null && !shown.isFull());
  }

  private void asked(Archive archive, Scope scope, String text, Shown shown)
      throws IOException, QueryException {
    Tracking tracking = archive.tracking();
    MessageId id = AmCommand.messageId(text);
    if (!archive.find(scope, id).isEmpty()) {
      for (TrackedSeries version : versions(tracking, scope, id)) {
        shown.add(version);
      }
      return;
    }
    archive.scan(
        scope,
        QueryParser.parse(text, Instant.now(), archive.prefixes(scope)),
        Integer.MAX_VALUE,
        posting -> {
          if (!shown.isFull()) {
            for (TrackedSeries one : tracking.holding(scope, posting.id()).stream().toList()) {
              shown.add(one);
            }
          }
        });
  }

  private static List<TrackedSeries> versions(Tracking tracking, Scope scope, MessageId id)
      throws IOException {
    TrackedSeries own = tracking.about(scope, id).orElse(null);
    return own == null ? List.of() : tracking.topic(scope, own.topic());
  }

  private AsOf day(Archive archive) throws IOException {
    if (asOf.isEmpty()) {
      List<Posting> newest = archive.list(new Scope.All(), TimeWindow.NEWEST, 1);
      return AsOf.newestMail(
          newest.isEmpty() ? Instant.now().getEpochSecond() : newest.getFirst().received());
    }
    try {
      return AsOf.then(
          asOf.contains("T")
              ? Instant.parse(asOf).getEpochSecond()
              : LocalDate.parse(asOf).plusDays(1).atStartOfDay(ZoneOffset.UTC).toEpochSecond() - 1);
    } catch (DateTimeParseException e) {
      throw new ParameterException(
          spec.commandLine(),
          "--as-of " + asOf + ": not of the form 2026-11-26 or 2026-11-26T12:00:00Z",
          e);
    }
  }
}
