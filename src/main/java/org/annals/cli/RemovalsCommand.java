package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.annals.archive.Archive;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord.Removed;
import org.annals.archive.InboxSettings;
import org.annals.archive.Progress;
import org.annals.archive.Removals;
import org.annals.archive.Remover;
import org.annals.store.InboxName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals removals [NAME...]`
@Command(
    name = "removals",
    description = "List what was removed: when, by whom, why, and the note.",
    mixinStandardHelpOptions = true)
final class RemovalsCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "inboxes; default: all")
  private List<String> names = List.of();

  @Option(names = "--resume", description = "first go on with removals that were interrupted")
  private boolean resume;

  @Override
  public Integer call() throws IOException {
    Workspace workspace = main.workspace();
    List<InboxName> wanted = new ArrayList<>();
    for (String name : names) {
      wanted.add(main.existingInbox(spec, name));
    }
    if (wanted.isEmpty()) {
      workspace.settings().stream().map(InboxSettings::name).forEach(wanted::add);
    }
    if (resume) {
      try (Archive archive = workspace.archive(Progress.QUIET)) {
        for (InboxName name : wanted) {
          new Remover(archive, name).resume();
        }
      }
    }
    Removals removals = ControlInbox.open(workspace.layout().control()).removals();
    PrintWriter out = spec.commandLine().getOut();
    for (InboxName name : wanted) {
      for (Removed one : removals.of(name)) {
        out.printf(
            "%s %d  %s  %s  %s  by %s%s%n    %s%n",
            name,
            one.number(),
            Instant.ofEpochSecond(one.at()),
            one.action().word(),
            one.reason().code(),
            one.actor(),
            state(removals, one),
            Stream.concat(
                    one.ids().stream().map(id -> "<" + id + ">"),
                    one.idSums().stream().map(sum -> "an id with SHA-256 " + sum))
                .collect(Collectors.joining(" ")));
        if (!one.note().isEmpty()) {
          out.println("    " + one.note());
        }
      }
    }
    out.flush();
    return 0;
  }

  private static String state(Removals removals, Removed one) {
    if (removals.lifted(one)) {
      return ", may come back";
    }
    return removals.isDone(one) ? "" : ", NOT DONE YET: run 'annals removals --resume'";
  }
}
