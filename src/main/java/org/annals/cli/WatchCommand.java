package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.annals.archive.Archive;
import org.annals.archive.Follower;
import org.annals.archive.Progress;
import org.annals.ingest.Watched;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals watch`
@Command(
    name = "watch",
    description = {
      "Take in mail as it comes to Maildirs, mailboxes and newsgroups.",
      "The config names them (publicinbox.NAME.watch): Maildirs, mailboxes by IMAP, newsgroups by",
      "NNTP. 'serve' does the same while it runs."
    },
    mixinStandardHelpOptions = true)
final class WatchCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() throws IOException {
    Workspace workspace = main.workspace();
    List<Watched> places = new ConfiguredWatches(workspace.config()).all();
    if (places.isEmpty()) {
      throw new IOException(workspace.config().file() + ": no inbox has 'watch'");
    }
    CountDownLatch stop = new CountDownLatch(1);
    CountDownLatch stopped = new CountDownLatch(1);
    Thread hook =
        new Thread(
            () -> {
              stop.countDown();
              Serving.await(stopped);
            },
            "stop");
    try (Archive archive = workspace.archive(Progress.QUIET);
        Follower _ = Follower.start(archive);
        Watching _ = Watching.start(workspace, archive)) {
      Runtime.getRuntime().addShutdownHook(hook);
      PrintWriter out = spec.commandLine().getOut();
      places.forEach(place -> out.println("watching " + place.place().name()));
      out.flush();
      Serving.await(stop);
    } finally {
      stopped.countDown();
    }
    return 0;
  }
}
