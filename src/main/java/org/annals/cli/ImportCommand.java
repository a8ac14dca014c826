package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.ImportReport;
import org.annals.archive.Importer;
import org.annals.mail.Defect;
import org.annals.store.InboxName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals import NAME SOURCE...`
@Command(
    name = "import",
    description = {
      "Take mail into an inbox. Doing it again adds nothing.",
      "A SOURCE is an mbox (also .gz), a Maildir, an .eml file or a directory of them,",
      "a public-inbox directory, or a git repository or bundle of one epoch.",
      "Damaged mail is taken where it can be; each kind of damage is told with its places."
    },
    mixinStandardHelpOptions = true)
final class ImportCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "the inbox")
  private String name;

  @Parameters(index = "1..*", arity = "1..*", paramLabel = "SOURCE", description = "the mail")
  private List<Path> sources;

  @Option(
      names = "--dry-run",
      description = "tell what would be done, of mail in files; write nothing")
  private boolean dry;

  @Option(
      names = "--epoch-bytes",
      paramLabel = "BYTES",
      hidden = true,
      description = "begin a new epoch after this many bytes of raw mail")
  private long epochBytes = org.annals.store.InboxWriter.EPOCH_BYTES_MAX;

  @Override
  public Integer call() throws IOException {
    InboxName inbox = main.existingInbox(spec, name);
    boolean complete = true;
    Workspace workspace = main.workspace();
    try (Archive archive =
        dry
            ? workspace.archiveForReading()
            : workspace.archive(TerminalProgress.onStandardError())) {
      Importer importer = new Importer(archive, inbox, epochBytes);
      for (Path source : sources) {
        try {
          ImportReport report = dry ? importer.tryFrom(source) : importer.importFrom(source);
          complete &= print(inbox, source, report);
        } catch (IOException e) {
          complete = false; // the other sources may be well
          spec.commandLine().getErr().println("annals: import: " + Main.why(e));
        }
      }
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %,d messages in %,d threads%n",
              inbox, archive.inbox(name).orElseThrow().messages(), archive.threadCount(inbox));
    }
    return complete ? 0 : Main.FAILED;
  }

  private boolean print(InboxName inbox, Path source, ImportReport report) {
    PrintWriter out = spec.commandLine().getOut();
    out.printf(
        dry
            ? "%s: %s: would add %,d, skip %,d duplicates, refuse %,d%n"
            : "%s: %s: %,d added, %,d duplicates skipped, %,d refused%n",
        inbox,
        source.getFileName(),
        report.added(),
        report.duplicates(),
        report.refusals());
    report.found().forEach((kind, found) -> print(out, kind, found));
    PrintWriter err = spec.commandLine().getErr();
    report.refused().forEach(line -> err.println("annals: import: " + line));
    if (report.refusals() > report.refused().size()) {
      err.println(
          "annals: import: and " + (report.refusals() - report.refused().size()) + " more refused");
    }
    return report.refusals() == 0;
  }

  private static void print(PrintWriter out, Defect.Kind kind, ImportReport.Found found) {
    out.printf("  %,d %s: %s%n", found.count(), kind.word(), kind.text());
    found.places().forEach(place -> out.println("      " + place));
    if (found.count() > found.places().size()) {
      out.printf("      and %,d more%n", found.count() - found.places().size());
    }
  }
}
