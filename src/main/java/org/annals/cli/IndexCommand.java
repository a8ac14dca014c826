package org.annals.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.IndexReport;
import org.annals.archive.Progress;
import org.annals.store.InboxName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals index [NAME...] [--rebuild]`
@Command(
    name = "index",
    description = "Bring the index up to git, or make it anew beside the live one.",
    mixinStandardHelpOptions = true)
final class IndexCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "inboxes; default: all")
  private List<String> names = List.of();

  @Option(names = "--rebuild", description = "make the whole index anew and swap it in")
  private boolean rebuild;

  @Override
  public Integer call() throws IOException {
    Workspace workspace = main.workspace();
    Progress progress = TerminalProgress.onStandardError();
    if (rebuild) {
      if (!names.isEmpty()) {
        throw new ParameterException(
            spec.commandLine(), "--rebuild makes the index of all inboxes; give no NAME");
      }
      return print(Archive.rebuild(workspace.layout(), workspace.settings(), progress));
    }
    List<InboxName> wanted = new ArrayList<>();
    for (String name : names) {
      wanted.add(main.existingInbox(spec, name));
    }
    IndexReport report = IndexReport.NOTHING;
    try (Archive archive = workspace.archive(progress)) {
      for (InboxName name : wanted.isEmpty() ? archive.names() : wanted) {
        report = report.plus(archive.bringUp(name));
      }
    }
    return print(report);
  }

  private int print(IndexReport report) {
    spec.commandLine()
        .getOut()
        .printf(
            "index: %,d commits read, %,d added, %,d duplicates, %,d removed%n",
            report.commits(), report.added(), report.duplicates(), report.removed());
    report
        .warnings()
        .forEach(line -> spec.commandLine().getErr().println("annals: index: " + line));
    return report.warnings().isEmpty() ? 0 : Main.FAILED;
  }
}
