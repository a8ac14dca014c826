package org.annals.cli;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord;
import org.annals.archive.IndexReport;
import org.annals.archive.Progress;
import org.annals.archive.Remover;
import org.annals.ingest.Mirror;
import org.annals.ingest.MirrorFetch;
import picocli.CommandLine.Model.CommandSpec;

/// Mirrors brought up to their servers by a command, several at a time, and then indexed.
record Fetching(CommandSpec spec, MirrorFetch fetch, int parallel, boolean force) {
  /// What came of all.
  record Outcome(boolean changed, boolean failed) {}

  /// One that fails does not keep the others waiting.
  Outcome all(List<Mirror> mirrors, Workspace workspace, Progress progress) throws IOException {
    Map<Mirror, Future<MirrorFetch.Report>> running = new LinkedHashMap<>();
    Map<Mirror, List<ControlRecord.Removed>> changed = new LinkedHashMap<>();
    boolean failed = false;
    try (ExecutorService workers = Executors.newFixedThreadPool(parallel)) {
      for (Mirror mirror : mirrors) {
        Callable<MirrorFetch.Report> work = () -> fetch.fetch(mirror, force);
        running.put(mirror, workers.submit(work));
      }
      progress.begin("fetching inboxes", mirrors.size());
      int done = 0;
      for (Map.Entry<Mirror, Future<MirrorFetch.Report>> one : running.entrySet()) {
        try {
          MirrorFetch.Report report = one.getValue().get();
          tell(one.getKey(), report);
          failed |= !report.refused().isEmpty();
          if (!report.isNothing()) {
            changed.put(one.getKey(), report.removals());
          }
        } catch (ExecutionException e) {
          failed = true;
          changed.put(one.getKey(), List.of()); // what came before the failure is to be seen
          Throwable why = e.getCause();
          complain(one.getKey(), Main.why(why instanceof Exception exception ? exception : e));
        } catch (InterruptedException e) {
          throw new IOException("interrupted while fetching", e);
        }
        progress.advance(++done);
      }
      progress.end();
    }
    index(changed, workspace, progress);
    return new Outcome(!changed.isEmpty(), failed);
  }

  private void tell(Mirror mirror, MirrorFetch.Report report) {
    report
        .changes()
        .forEach(line -> spec.commandLine().getOut().println(mirror.name() + ": " + line));
    report.refused().forEach(line -> complain(mirror, line));
  }

  private void complain(Mirror mirror, String why) {
    spec.commandLine()
        .getErr()
        .println("annals: " + spec.name() + ": " + mirror.name() + ": " + why);
  }

  private void index(
      Map<Mirror, List<ControlRecord.Removed>> changed, Workspace workspace, Progress progress)
      throws IOException {
    if (changed.isEmpty()) {
      return;
    }
    try (Archive archive = workspace.archive(progress)) {
      for (Mirror mirror : changed.keySet()) {
        IndexReport report = archive.bringUp(mirror.name());
        spec.commandLine()
            .getOut()
            .printf(
                "%s: %,d messages added, %,d removed%n",
                mirror.name(), report.added(), report.removed());
        report
            .warnings()
            .forEach(line -> spec.commandLine().getErr().println("annals: index: " + line));
        for (ControlRecord.Removed said : changed.getOrDefault(mirror, List.of())) {
          new Remover(archive, mirror.name())
              .apply(said, mirror.noticed(said))
              .ifPresent(
                  done -> spec.commandLine().getOut().println(mirror.name() + ": " + done.note()));
        }
      }
    }
  }
}
