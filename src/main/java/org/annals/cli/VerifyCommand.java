package org.annals.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.Repair;
import org.annals.archive.Verifier;
import org.annals.store.InboxName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals verify [NAME...] [--repair]`
@Command(
    name = "verify",
    description = "Check git, index and article numbers against each other, and mend what can be.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "inboxes; default: all")
  private List<String> names = List.of();

  @Option(
      names = "--repair",
      description = "mend what is made from git: the index, and lists for other programs")
  private boolean repair;

  @Override
  public Integer call() throws IOException {
    Workspace workspace = main.workspace();
    List<InboxName> wanted = new ArrayList<>();
    for (String name : names) {
      wanted.add(main.existingInbox(spec, name));
    }
    Result result = check(workspace, wanted);
    if (result == Result.MENDABLE && repair) {
      List<String> done =
          Repair.run(workspace.layout(), workspace.settings(), TerminalProgress.onStandardError());
      done.forEach(line -> spec.commandLine().getOut().println("repair: " + line));
      result = check(workspace, wanted);
    } else if (result == Result.MENDABLE) {
      complain("'annals verify --repair' mends what is made from git");
    }
    return result == Result.WELL ? 0 : Main.FAILED;
  }

  private enum Result {
    WELL,
    /// Some of what is wrong is made from git.
    MENDABLE,
    /// All that is wrong is in git.
    BROKEN
  }

  private void complain(String line) {
    spec.commandLine().getErr().println("annals: verify: " + line);
  }

  private Result check(Workspace workspace, List<InboxName> wanted) throws IOException {
    List<String> damage = Repair.damage(workspace.layout());
    damage.forEach(this::complain);
    if (!damage.isEmpty()) {
      return Result.MENDABLE;
    }
    long problems = 0;
    long derived = 0;
    try (Archive archive = workspace.archiveForReading()) {
      for (InboxName name : wanted.isEmpty() ? archive.names() : wanted) {
        Verifier.Findings findings = new Verifier(archive, name).run();
        spec.commandLine()
            .getOut()
            .printf(
                "%s: %,d commits, %,d messages, %,d problems%n",
                name, findings.commits(), findings.messages(), findings.problemCount());
        findings.problems().forEach(this::complain);
        problems += findings.problemCount();
        derived += findings.derivedCount();
      }
    }
    return problems == 0 ? Result.WELL : derived > 0 ? Result.MENDABLE : Result.BROKEN;
  }
}
