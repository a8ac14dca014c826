package org.annals.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals init NAME --address A...`
@Command(name = "init", description = "Make an inbox.", mixinStandardHelpOptions = true)
final class InitCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "NAME", description = "letters, digits and . _ + -")
  private String name;

  @Option(
      names = "--address",
      paramLabel = "ADDRESS",
      required = true,
      description = "address of the list; the first is the primary one")
  private List<String> addresses;

  @Option(names = "--url", paramLabel = "URL", description = "public URL of the inbox")
  private List<String> urls = List.of();

  @Option(names = "--listid", paramLabel = "ID", description = "List-Id, without <>")
  private List<String> listIds = List.of();

  @Option(names = "--newsgroup", paramLabel = "GROUP", description = "name of its newsgroup")
  private String newsgroup = "";

  @Option(names = "--description", paramLabel = "TEXT", description = "one line about it")
  private String description = "";

  @Override
  public Integer call() throws IOException {
    InboxName inbox;
    try {
      inbox = new InboxName(name);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
    Workspace workspace = main.workspace();
    if (workspace.config().inbox(name).isPresent()) {
      throw new IOException(workspace.config().file() + ": has an inbox " + name + " already");
    }
    create(workspace, inbox);
    spec.commandLine().getOut().println(inbox + ": made in " + workspace.layout().inbox(inbox));
    return 0;
  }

  private void create(Workspace workspace, InboxName inbox) throws IOException {
    Path directory = workspace.layout().inbox(inbox);
    Inbox.create(inbox, directory, description).close();
    ControlInbox control = ControlInbox.open(workspace.layout().control());
    if (control.createdAt(inbox) == 0) {
      long now = Instant.now().getEpochSecond();
      control.append(List.of(new ControlRecord.InboxCreated(inbox, now)));
    }
    Path file = workspace.layout().config();
    Config.add(
        file,
        Section.empty(file, Config.INBOX, name)
            .with("inboxdir", directory)
            .with("address", addresses)
            .with("url", urls)
            .with("listid", listIds)
            .with("newsgroup", newsgroup));
  }
}
