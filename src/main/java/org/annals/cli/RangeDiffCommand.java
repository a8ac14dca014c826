package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import org.annals.archive.Archive;
import org.annals.archive.SeriesReader;
import org.annals.archive.SeriesReader.Conversation;
import org.annals.archive.TrackedSeries;
import org.annals.index.Scope;
import org.annals.mail.MessageId;
import org.annals.series.Interdiff;
import org.annals.series.RangeDiff;
import org.annals.series.RangeDiff.Pair;
import org.annals.series.RangeDiff.Patch;
import org.annals.series.RangeDiff.Piece;
import org.annals.series.Series;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals range-diff MSGID [OTHER]`: what changed between two versions of a series, from mail
/// alone, in the form of `git range-diff`.
@Command(
    name = "range-diff",
    description = "Show what changed between two versions of a patch series.",
    mixinStandardHelpOptions = true)
final class RangeDiffCommand implements Callable<Integer> {
  private static final String INDENT = "    ";

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "MSGID", description = "a mail of the newer version")
  private String newer = "";

  @Parameters(
      index = "1",
      arity = "0..1",
      paramLabel = "OTHER",
      description = "a mail of the older version; default: the version before")
  private String older = "";

  @Option(names = "--inbox", paramLabel = "NAME", description = "only as this inbox has it")
  private String inbox = "";

  @Option(
      names = "--code",
      description = "only what changes in the files that the patches make (an interdiff)")
  private boolean code;

  @Override
  public Integer call() throws IOException {
    Scope scope = inbox.isEmpty() ? new Scope.All() : Scope.of(main.existingInbox(spec, inbox));
    try (Archive archive = main.workspace().archiveForReading().withHidden()) {
      SeriesReader reader = new SeriesReader(archive);
      MessageId id = AmCommand.messageId(newer);
      Conversation now = conversation(reader, scope, id);
      Series after = series(now, id);
      MessageId earlier =
          older.isEmpty() ? before(reader, scope, now, after) : AmCommand.messageId(older);
      Conversation then = conversation(reader, scope, earlier);
      List<Pair> pairs =
          RangeDiff.of(reader.patches(then, series(then, earlier)), reader.patches(now, after));
      PrintWriter out = spec.commandLine().getOut();
      pairs.forEach(pair -> write(out, pair));
      out.flush();
    }
    return 0;
  }

  private static Conversation conversation(SeriesReader reader, Scope scope, MessageId id)
      throws IOException {
    return reader
        .read(scope, id)
        .orElseThrow(() -> new IOException("no message <" + id + "> in the archive"));
  }

  private static Series series(Conversation conversation, MessageId id) throws IOException {
    return conversation
        .of(id)
        .orElseThrow(() -> new IOException("the thread of <" + id + "> holds no patches"));
  }

  private static MessageId before(
      SeriesReader reader, Scope scope, Conversation conversation, Series series)
      throws IOException {
    MessageId before = null;
    for (TrackedSeries version : reader.versions(scope, conversation, series)) {
      if (version.head().equals(series.head().id())) {
        break;
      }
      before = version.head();
    }
    if (before == null) {
      throw new IOException(
          "<" + series.head().id() + ">: no earlier version is known; name one as OTHER");
    }
    return before;
  }

  /// `1:  2 ! title`, then the lines that differ with those around them.
  private void write(PrintWriter out, Pair pair) {
    Patch before = pair.before();
    Patch after = pair.after();
    Patch named = after == null ? before : after;
    String sign = before == null ? ">" : after == null ? "<" : pair.same() ? "=" : "!";
    out.println(
        number(before)
            + ": "
            + number(after)
            + " "
            + sign
            + " "
            + TextResults.printable(named == null ? "" : named.title()));
    if (code) {
      if (before != null && after != null) {
        Interdiff.of(before, after).forEach(line -> write(out, "", line));
      }
      return;
    }
    for (Piece piece : pair.pieces()) {
      switch (piece) {
        case Piece.Same(var lines) -> lines.forEach(line -> write(out, " ", line));
        case Piece.Skipped _ -> out.println(INDENT + "@@");
        case Piece.Changed(var old, var now) -> {
          old.forEach(line -> write(out, "-", line));
          now.forEach(line -> write(out, "+", line));
        }
      }
    }
  }

  private static void write(PrintWriter out, String sign, String line) {
    String plain =
        Arrays.stream(line.split("\t", -1))
            .map(TextResults::printable)
            .collect(Collectors.joining("\t"));
    out.println(INDENT + sign + plain);
  }

  private static String number(@Nullable Patch patch) {
    return "%3s".formatted(patch == null ? "-" : String.valueOf(patch.number()));
  }
}
