package org.annals.cli;

import java.io.IOException;
import java.util.concurrent.Callable;
import org.annals.archive.RemovalAction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals redact [NAME|--all] MSGID...`
@Command(
    name = "redact",
    description = {
      "Put a note in the place of messages, and delete their text for ever.",
      "URL, thread and number stay; the text is gone from history, from git and from the index."
    },
    mixinStandardHelpOptions = true)
final class RedactCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Mixin private RemovalOptions options = new RemovalOptions();

  @Override
  public Integer call() throws IOException {
    return options.run(main, spec, RemovalAction.REDACT);
  }
}
