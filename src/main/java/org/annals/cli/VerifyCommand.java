package org.annals.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.Verifier;
import org.annals.store.InboxName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals verify [NAME...]`
@Command(
    name = "verify",
    description = "Check git, index and article numbers against each other.",
    mixinStandardHelpOptions = true)
final class VerifyCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "inboxes; default: all")
  private List<String> names = List.of();

  @Override
  public Integer call() throws IOException {
    List<InboxName> wanted = new ArrayList<>();
    for (String name : names) {
      wanted.add(main.existingInbox(spec, name));
    }
    boolean clean = true;
    try (Archive archive = main.workspace().archiveForReading()) {
      for (InboxName name : wanted.isEmpty() ? archive.names() : wanted) {
        Verifier.Findings findings = new Verifier(archive, name).run();
        spec.commandLine()
            .getOut()
            .printf(
                "%s: %,d commits, %,d messages, %,d problems%n",
                name, findings.commits(), findings.messages(), findings.problemCount());
        findings
            .problems()
            .forEach(line -> spec.commandLine().getErr().println("annals: verify: " + line));
        clean &= findings.problemCount() == 0;
      }
    }
    return clean ? 0 : Main.FAILED;
  }
}
