package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.annals.config.Config;
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

  /// Names everything in the file that cannot work, and what means nothing.
  @Command(name = "check", description = "Check the config file.", mixinStandardHelpOptions = true)
  static final class Check implements Callable<Integer> {
    @ParentCommand private ConfigCommand parent;

    @Spec private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
      Config config = parent.main.workspace().config();
      ConfigReview review = ConfigReview.of(config);
      PrintWriter err = spec.commandLine().getErr();
      String prefix = "annals: config: " + config.file() + ": ";
      review.problems().forEach(line -> err.println(prefix + line));
      review.warnings().forEach(line -> err.println(prefix + "warning: " + line));
      spec.commandLine()
          .getOut()
          .printf(
              "%s: %d inboxes, %d problems, %d warnings%n",
              config.file(),
              config.inboxes().size(),
              review.problems().size(),
              review.warnings().size());
      return review.problems().isEmpty() ? 0 : Main.FAILED;
    }
  }
}
