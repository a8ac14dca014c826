package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.Trace;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals trace MSGID`
@Command(
    name = "trace",
    description = "Tell what became of a mail: where it is, and what was decided when it came.",
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MSGID", description = "the Message-ID, in angle brackets or not")
  private String wanted;

  @Override
  public Integer call() throws IOException {
    MessageId id = new MessageId(wanted.strip().replaceAll("^<|>$", ""));
    PrintWriter out = spec.commandLine().getOut();
    try (Archive archive = main.workspace().archiveForReading().withHidden()) {
      List<Trace> traces = archive.traces().find(id);
      List<Posting> postings = archive.find(new Scope.All(), id);
      traces.forEach(trace -> out.println(line(trace)));
      for (Posting posting : postings) {
        out.println("is in " + posting.inbox() + " as number " + posting.number());
      }
      if (postings.isEmpty()) {
        out.println(
            traces.isEmpty()
                ? "unknown: no mail with this Message-ID came, as far as is remembered, and none"
                    + " is in the archive"
                : "is in no inbox now");
      }
      return postings.isEmpty() && traces.isEmpty() ? Main.FAILED : 0;
    }
  }

  private static String line(Trace trace) {
    String from = trace.from().isEmpty() ? "" : " (" + trace.from() + ")";
    String inbox = trace.inbox() == null ? "" : ", inbox " + trace.inbox();
    String words = trace.words().isEmpty() ? "" : ": the mail " + trace.words();
    return TIME.format(trace.time())
        + " UTC by "
        + trace.way()
        + from
        + inbox
        + ": "
        + trace.decision().sentence()
        + words;
  }
}
