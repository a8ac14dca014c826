package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.BindException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.ArchiveLayout;
import org.annals.archive.ControlInbox;
import org.annals.archive.ControlRecord;
import org.annals.archive.Importer;
import org.annals.archive.Progress;
import org.annals.config.Config;
import org.annals.config.Section;
import org.annals.demo.DemoArchive;
import org.annals.net.LineServer.Place;
import org.annals.store.Deletion;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals demo`
@Command(
    name = "demo",
    description = {
      "Serve a sample archive: three lists about a small invented library.",
      "Without --dir it is made in a temporary directory and deleted at the end."
    },
    mixinStandardHelpOptions = true)
final class DemoCommand implements Callable<Integer> {
  /// The demo inboxes came to be at a fixed time, so that every demo is the same.
  private static final long CREATED_AT = 1_767_225_600;

  private static final String CODE = "brook";

  /// A port that is free: who wants to see it with a newsreader is told which.
  private static final Map<LineService, List<Place>> NEWS =
      Map.of(LineService.NNTP, List.of(new Place("127.0.0.1", 0, false)));

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Option(
      names = "--http",
      paramLabel = "HOST:PORT",
      converter = HostPort.Converter.class,
      description =
          "where to listen; default " + ServeCommand.DEFAULT_HTTP + ", or a free port if taken")
  private @Nullable HostPort http;

  @Override
  public Integer call() throws IOException {
    if (main.namesDirectory()) {
      Workspace workspace = main.workspace();
      if (workspace.config().inboxes().isEmpty()) {
        make(workspace.layout());
      }
      serve(workspace.layout());
      return 0;
    }
    Path temporary = Files.createTempDirectory("annals-demo-");
    try {
      ArchiveLayout layout = new ArchiveLayout(temporary);
      make(layout);
      serve(layout);
    } finally {
      Deletion.tree(temporary);
    }
    return 0;
  }

  static void make(ArchiveLayout layout) throws IOException {
    Path code = layout.directory().resolve("code").resolve(CODE + ".git");
    Files.createDirectories(layout.directory().resolve("code"));
    DemoArchive demo = DemoArchive.generate(code);
    Config.add(
        layout.config(), Section.empty(layout.config(), Config.CODEREPO, CODE).with("dir", code));
    ControlInbox control = ControlInbox.open(layout.control());
    for (DemoArchive.Inbox inbox : DemoArchive.inboxes()) {
      InboxName name = new InboxName(inbox.name());
      Path directory = layout.inbox(name);
      Inbox.create(name, directory, inbox.description()).close();
      control.append(List.of(new ControlRecord.InboxCreated(name, CREATED_AT)));
      Config.add(
          layout.config(),
          Section.empty(layout.config(), Config.INBOX, inbox.name())
              .with("inboxdir", directory)
              .with("address", inbox.address())
              .with("listid", inbox.listId())
              .with("newsgroup", inbox.newsgroup())
              .with("coderepo", CODE));
    }
    Workspace workspace = Workspace.open(layout.directory());
    try (Archive archive = workspace.archive(Progress.QUIET)) {
      for (DemoArchive.Inbox inbox : DemoArchive.inboxes()) {
        List<byte[]> mails =
            demo.postings().stream()
                .filter(posting -> posting.inbox().equals(inbox.name()))
                .map(DemoArchive.Posting::raw)
                .toList();
        new Importer(archive, new InboxName(inbox.name())).importMails(mails);
      }
    }
  }

  private void serve(ArchiveLayout layout) throws IOException {
    Workspace workspace = Workspace.open(layout.directory());
    PrintWriter out = spec.commandLine().getOut();
    HostPort wanted = http == null ? HostPort.parse(ServeCommand.DEFAULT_HTTP) : http;
    try {
      Serving.run(workspace, wanted, NEWS, out);
    } catch (BindException e) {
      if (http != null) {
        throw e;
      }
      HostPort free = new HostPort(wanted.host(), 0);
      Serving.run(workspace, free, NEWS, out);
    }
  }
}
