package org.annals.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.Redirects;
import org.annals.index.Scope;
import org.annals.ingest.OldPages;
import org.annals.store.InboxName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals redirects NAME PREFIX DIRECTORY`
@Command(
    name = "redirects",
    description = {
      "Lead readers from pages of an older archive to ours.",
      "DIRECTORY holds the pages that Mailman 2 (pipermail) or MHonArc made, which were served",
      "below the path PREFIX, as in: annals redirects dev /pipermail/dev/ /srv/pipermail/dev"
    },
    mixinStandardHelpOptions = true)
final class RedirectsCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "NAME", description = "the inbox that has the mail now")
  private String name;

  @Parameters(index = "1", paramLabel = "PREFIX", description = "the path of the old archive")
  private String prefix;

  @Parameters(index = "2", paramLabel = "DIRECTORY", description = "its pages")
  private Path directory;

  @Override
  public Integer call() throws IOException {
    InboxName inbox = main.existingInbox(spec, name);
    if (!Files.isDirectory(directory)) {
      throw new NotDirectoryException(directory.toString());
    }
    OldPages pages = new OldPages(inbox, prefix);
    pages.read(directory);
    Workspace workspace = main.workspace();
    long absent = 0;
    try (Archive archive = workspace.archiveForReading()) {
      for (Map.Entry<String, Redirects.Target> page : pages.targets().entrySet()) {
        if (page.getValue() instanceof Redirects.Target.Message(_, var id)
            && archive.find(Scope.of(inbox), id).isEmpty()) {
          complain("/" + page.getKey() + ": <" + id.value() + "> is not in " + inbox);
          absent++;
        }
      }
    }
    pages.unknown().forEach(this::complain);
    Redirects.add(workspace.layout().redirects(), pages.targets());
    spec.commandLine()
        .getOut()
        .printf(
            "%s: %,d paths lead here now; %,d of messages that are not here, %,d pages name none%n",
            inbox, pages.targets().size(), absent, pages.unknownCount());
    return absent + pages.unknownCount() == 0 ? 0 : Main.FAILED;
  }

  private void complain(String line) {
    spec.commandLine().getErr().println("annals: redirects: " + line);
  }
}
