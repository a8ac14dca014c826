package org.annals.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.annals.archive.RemovalAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals remove [NAME|--all] MSGID...`
@Command(
    name = "remove",
    description = {"Hide messages. Their text stays in the history of git; see redact and purge."},
    mixinStandardHelpOptions = true)
final class RemoveCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Mixin private RemovalOptions options = new RemovalOptions();

  @Override
  public Integer call() throws IOException {
    return options.run(main, spec, RemovalAction.REMOVE);
  }
}
