package org.annals.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Order;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryLanguage;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals search QUERY`: prints what is found.
@Command(
    name = "search",
    description = "Search the archive of this directory.",
    footer = "--help-query tells what a query can be.",
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
  private static final int HELP_COLUMNS = 34;

  enum Format {
    text,
    json,
    mbox
  }

  enum Sort {
    date,
    relevance
  }

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "QUERY",
      arity = "0..*",
      description = "words, \"phrases\", s: f: t: c: b: d: m:, AND OR NOT; empty: every message")
  private String[] words = {};

  @Option(names = "--inbox", paramLabel = "NAME", description = "only this inbox")
  private String inbox = "";

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default text")
  private Format format = Format.text;

  @Option(names = "--limit", paramLabel = "N", description = "at most N messages; 0: all")
  private int limit = 25;

  @Option(
      names = "--sort",
      paramLabel = "ORDER",
      description = "${COMPLETION-CANDIDATES}; default date, newest first")
  private Sort sort = Sort.date;

  @Option(names = "--reverse", description = "the oldest first")
  private boolean reverse;

  @Option(names = "--threads", description = "of each thread only what comes first")
  private boolean threads;

  @Option(names = "--help-query", description = "tell what a query can be, and exit")
  private boolean helpQuery;

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    if (helpQuery) {
      help(out);
      return 0;
    }
    if (limit < 0) {
      throw new ParameterException(spec.commandLine(), "--limit must not be negative");
    }
    if (reverse && sort == Sort.relevance) {
      throw new ParameterException(spec.commandLine(), "--reverse is for --sort date");
    }
    Scope scope = inbox.isEmpty() ? new Scope.All() : Scope.of(main.existingInbox(spec, inbox));
    String text = String.join(" ", words);
    try {
      find(scope, text);
    } catch (QueryException e) {
      return misunderstood(text, e);
    }
    out.flush();
    return 0;
  }

  private void find(Scope scope, String text) throws IOException, QueryException {
    PrintWriter out = spec.commandLine().getOut();
    try (Archive archive = main.workspace().archiveForReading().withHidden()) {
      Query query = QueryParser.parse(text, Instant.now(), archive.prefixes(scope));
      Hits hits = new Hits(archive, scope, query, order(), threads);
      int most = limit == 0 ? Integer.MAX_VALUE : limit;
      switch (format) {
        case text -> {
          int inboxColumns = scope instanceof Scope.One ? 0 : longest(archive);
          Terminal terminal = Terminal.ofStandardOutput();
          hits.each(most, new TextResults(out, terminal, inboxColumns, query)::write);
        }
        case json -> hits.each(most, new JsonResults(archive, out)::write);
        case mbox -> writeMbox(archive, hits, most);
      }
    }
  }

  private Order order() {
    return sort == Sort.relevance
        ? Order.RELEVANCE
        : reverse ? Order.OLDEST_FIRST : Order.NEWEST_FIRST;
  }

  private static int longest(Archive archive) {
    List<Integer> lengths = archive.names().stream().map(name -> name.value().length()).toList();
    return lengths.size() < 2 ? 0 : lengths.stream().mapToInt(Integer::intValue).max().orElse(0);
  }

  /// The mistake, and the query with a sign below its column.
  private int misunderstood(String text, QueryException e) {
    PrintWriter err = spec.commandLine().getErr();
    err.println("annals: usage: query, column " + e.column() + ": " + e.getMessage());
    int column = Math.min(e.column(), text.length() + 1);
    int before = Math.max(0, column - HELP_COLUMNS);
    int after = Math.min(text.length(), column + HELP_COLUMNS);
    String shown = text.substring(before, after).replaceAll("\\p{Cntrl}", "?");
    err.println("    " + shown);
    err.println(
        "    " + " ".repeat(TextResults.width(shown.substring(0, column - 1 - before))) + "^");
    String corrected = e.corrected();
    if (corrected != null) {
      err.println("    perhaps: " + corrected.replaceAll("\\p{Cntrl}", "?"));
    }
    err.flush();
    return Main.WRONG_USAGE;
  }

  private static void help(PrintWriter out) {
    for (QueryLanguage.Section section : QueryLanguage.sections()) {
      out.println(section.title());
      for (QueryLanguage.Row row : section.rows()) {
        String examples = "  " + String.join("  ", row.examples());
        if (examples.length() >= HELP_COLUMNS) {
          out.println(examples);
          examples = "";
        }
        out.println(examples + " ".repeat(HELP_COLUMNS - examples.length()) + row.meaning());
      }
      out.println();
    }
    out.println("Several exact values of one prefix are alternatives. All times are UTC.");
    out.flush();
  }

  private static void writeMbox(Archive archive, Hits hits, int most) throws IOException {
    OutputStream out = new java.io.BufferedOutputStream(System.out, 1 << 16);
    try (MessageReader reader = archive.open()) {
      hits.each(most, posting -> MboxWriter.write(out, Message.parse(reader.read(posting))));
    }
    out.flush();
  }
}
