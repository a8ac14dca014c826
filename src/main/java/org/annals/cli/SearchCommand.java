package org.annals.cli;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.MessageReader;
import org.annals.index.Posting;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.mail.Address;
import org.annals.mail.MboxWriter;
import org.annals.mail.Message;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `annals search QUERY`
@Command(
    name = "search",
    description = "Search the archive of this directory, newest first.",
    mixinStandardHelpOptions = true)
final class SearchCommand implements Callable<Integer> {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

  enum Format {
    text,
    json,
    mbox
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

  @Override
  public Integer call() throws IOException {
    if (limit < 0) {
      throw new ParameterException(spec.commandLine(), "--limit must not be negative");
    }
    Scope scope = inbox.isEmpty() ? new Scope.All() : Scope.of(main.existingInbox(spec, inbox));
    Query query = query();
    try (Archive archive = main.workspace().archiveForReading().withHidden()) {
      int most = limit == 0 ? Integer.MAX_VALUE : limit;
      switch (format) {
        case text -> archive.scan(scope, query, most, this::printLine);
        case json -> {
          JsonResults json = new JsonResults(archive, spec.commandLine().getOut());
          archive.scan(scope, query, most, json::write);
        }
        case mbox -> writeMbox(archive, scope, query, most);
      }
    }
    spec.commandLine().getOut().flush();
    return 0;
  }

  private Query query() {
    try {
      return QueryParser.parse(String.join(" ", words), Instant.now());
    } catch (QueryException e) {
      throw new ParameterException(
          spec.commandLine(), "query, column " + e.column() + ": " + e.getMessage(), e);
    }
  }

  private void printLine(Posting posting) {
    PrintWriter out = spec.commandLine().getOut();
    String from =
        Address.parseList(posting.overview().from()).stream()
            .map(Address::displayName)
            .findFirst()
            .orElse("");
    out.printf(
        "%s  %-20.20s  %s%n    %s/%s%n",
        TIME.format(Instant.ofEpochSecond(posting.received())),
        printable(from),
        printable(posting.overview().subject()),
        posting.inbox(),
        printable(posting.id().value()));
  }

  /// Control characters from mail must not reach the terminal.
  static String printable(String text) {
    return text.codePoints()
        .map(c -> Character.isISOControl(c) ? '?' : c)
        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
        .toString();
  }

  private void writeMbox(Archive archive, Scope scope, Query query, int most) throws IOException {
    OutputStream out = new java.io.BufferedOutputStream(System.out, 1 << 16);
    try (MessageReader reader = archive.open()) {
      archive.scan(
          scope,
          query,
          most,
          posting -> MboxWriter.write(out, Message.parse(reader.read(posting))));
    }
    out.flush();
  }
}
