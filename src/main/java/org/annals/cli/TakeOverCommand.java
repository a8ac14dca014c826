package org.annals.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.ControlInbox;
import org.annals.archive.InboxSettings;
import org.annals.archive.Progress;
import org.annals.archive.TakeOver;
import org.annals.store.Inbox;
import org.annals.store.NumberMap;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals take-over NAME...|--all`
@Command(
    name = "take-over",
    description = {
      "Keep the article numbers and the UIDVALIDITY that public-inbox gave an inbox.",
      "The config names the inbox in its place; its files are only read.",
      "The first index of such an inbox does the same by itself; this also says what came of it."
    },
    mixinStandardHelpOptions = true)
final class TakeOverCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", arity = "0..*", description = "inboxes")
  private List<String> names = List.of();

  @Option(names = "--all", description = "every inbox that has numbers of public-inbox")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    if (all == !names.isEmpty()) {
      throw new ParameterException(spec.commandLine(), "give NAMEs or --all");
    }
    for (String name : names) {
      main.existingInbox(spec, name);
    }
    Workspace workspace = main.workspace();
    List<InboxSettings> inboxes =
        workspace.settings().stream()
            .filter(one -> all || names.contains(one.name().value()))
            .filter(one -> !all || Files.exists(NumberMap.in(one.directory())))
            .toList();
    Progress progress = TerminalProgress.onStandardError();
    boolean stale = false;
    for (InboxSettings one : inboxes) {
      stale |= takeOver(workspace, one);
    }
    if (stale) {
      spec.commandLine().getOut().println("the index has other numbers; making it anew");
      Archive.rebuild(workspace.layout(), workspace.settings(), progress);
    }
    return compare(workspace, inboxes, progress) ? 0 : Main.FAILED;
  }

  /// Whether the index was made without what is known now.
  private boolean takeOver(Workspace workspace, InboxSettings one) throws IOException {
    Path file = NumberMap.in(one.directory());
    ControlInbox control = ControlInbox.open(workspace.layout().control());
    try (Inbox inbox = Inbox.open(one.name(), one.directory())) {
      TakeOver.Report report = TakeOver.of(inbox, control, file);
      spec.commandLine()
          .getOut()
          .printf(
              "%s: made at %d; %,d numbers kept, %,d not given again%n",
              one.name(), report.createdAt(), report.kept(), report.burnt());
      return report.changed() && isIndexed(workspace, one);
    }
  }

  private static boolean isIndexed(Workspace workspace, InboxSettings one) throws IOException {
    if (!Files.isDirectory(workspace.layout().index())) {
      return false;
    }
    try (Archive archive = workspace.archiveForReading()) {
      return archive.numbers(one.name(), 0, 1).length > 0;
    }
  }

  private boolean compare(Workspace workspace, List<InboxSettings> inboxes, Progress progress)
      throws IOException {
    List<String> wrong = new ArrayList<>();
    try (Archive archive = workspace.archive(progress)) {
      for (InboxSettings one : inboxes) {
        archive.bringUp(one.name());
        TakeOver.Comparison comparison =
            TakeOver.compare(archive, one.name(), NumberMap.in(one.directory()));
        spec.commandLine()
            .getOut()
            .printf(
                "%s: %,d messages have the numbers that they had; %,d had none%n",
                one.name(), comparison.same(), comparison.unknownToPeer());
        comparison.differences().forEach(line -> wrong.add(one.name() + ": " + line));
      }
    }
    wrong.forEach(line -> spec.commandLine().getErr().println("annals: take-over: " + line));
    return wrong.isEmpty();
  }
}
