package org.annals.cli;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.archive.SeriesReader;
import org.annals.archive.SeriesReader.Conversation;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedSeries;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.series.CollectedPatch;
import org.annals.series.Series;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals am MSGID`
@Command(
    name = "am",
    description = "Write a patch series as an mbox for git am, with the trailers it was given.",
    mixinStandardHelpOptions = true)
final class AmCommand implements Callable<Integer> {
  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "MSGID",
      description = "a Message-ID of the series: its cover letter, a patch, or an answer to one")
  private String id = "";

  @Option(names = "--inbox", paramLabel = "NAME", description = "only as this inbox has it")
  private String inbox = "";

  @Option(
      names = {"-v", "--revision"},
      paramLabel = "N",
      description = "version N of those in the thread; default: the latest")
  private int version;

  @Override
  public Integer call() throws IOException {
    Scope scope = inbox.isEmpty() ? new Scope.All() : Scope.of(main.existingInbox(spec, inbox));
    MessageId wanted = messageId(id);
    try (Archive archive = main.workspace().archiveForReading().withHidden()) {
      SeriesReader reader = new SeriesReader(archive);
      Conversation conversation =
          reader
              .read(scope, wanted)
              .orElseThrow(() -> new IOException("no message <" + wanted + "> in the archive"));
      Series series =
          chosen(conversation, wanted)
              .orElseThrow(() ->
                  new IOException(
                      version == 0
                          ? "the thread of <" + wanted + "> holds no patches"
                          : "the thread of <" + wanted + "> holds no version " + version));
      write(archive, conversation, reader.own(scope, conversation, series));
      if (!series.isComplete()) {
        spec.commandLine()
            .getErr()
            .println("missing: " + series.missing() + " of " + series.total());
      }
    }
    return 0;
  }

  /// With or without `<>`.
  static MessageId messageId(String text) {
    String id = text.strip();
    return new MessageId(
        id.startsWith("<") && id.endsWith(">") ? id.substring(1, id.length() - 1) : id);
  }

  private Optional<Series> chosen(Conversation conversation, MessageId wanted) {
    return version == 0
        ? conversation.newest(wanted)
        : conversation.series().stream().filter(one -> one.version() == version).findFirst();
  }

  private void write(Archive archive, Conversation conversation, TrackedSeries series)
      throws IOException {
    PrintWriter err = spec.commandLine().getErr();
    OutputStream out = new BufferedOutputStream(System.out, 1 << 16);
    try (MessageReader reader = archive.open()) {
      for (TrackedPatch patch : series.patches()) {
        Posting posting = conversation.postings().get(patch.id());
        if (posting != null) {
          Message message = Message.parse(reader.read(posting));
          MboxWriter.write(out, CollectedPatch.of(message, patch.collected()));
          report(err, patch);
        }
      }
    }
    out.flush();
    err.flush();
  }

  private static void report(PrintWriter err, TrackedPatch patch) {
    err.println(printable(patch.title()));
    for (TrackedPatch.Given given : patch.trailers()) {
      err.println(
          "  "
              + (given.matches() ? "+ " : "! ")
              + printable(given.name() + ": " + given.value())
              + (given.matches()
                  ? ""
                  : ", said by another in <" + printable(given.reply().value()) + ">: left out"));
    }
  }

  /// Control characters from mail must not reach the terminal.
  private static String printable(String text) {
    return TextResults.printable(text);
  }
}
