package org.annals.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.annals.config.Config;
import org.annals.store.InboxName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals config check`
@Command(
    name = "config",
    description = "Look after the config file.",
    mixinStandardHelpOptions = true,
    subcommands = ConfigCommand.Check.class)
final class ConfigCommand implements Runnable {
  @ParentCommand Main main;

  @Spec private CommandSpec spec;

  @Override
  public void run() {
    throw new picocli.CommandLine.ParameterException(
        spec.commandLine(), "say what to do: annals config check");
  }

  /// Names everything in the file that cannot work.
  @Command(name = "check", description = "Check the config file.", mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @ParentCommand private ConfigCommand parent;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      Config config = parent.main.workspace().config();
      List<String> problems = new ArrayList<>();
      for (Config.InboxSection inbox : config.inboxes()) {
        check(inbox, problems);
      }
      problems.forEach(line ->
          spec.commandLine().getErr().println("annals: config: " + config.file() + ": " + line));
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %d inboxes, %d problems%n",
              config.file(), config.inboxes().size(), problems.size());
      return problems.isEmpty() ? 0 : Main.FAILED;
    }

    private static void check(Config.InboxSection inbox, List<String> problems) {
      try {
        InboxName _ = new InboxName(inbox.name());
      } catch (IllegalArgumentException e) {
        problems.add(String.valueOf(e.getMessage()));
      }
      if (!Files.isDirectory(inbox.directory())) {
        problems.add(inbox.name() + ": inboxdir " + inbox.directory() + " is not a directory");
      }
      if (inbox.addresses().isEmpty()) {
        problems.add(inbox.name() + ": has no address");
      }
    }
  }
}
