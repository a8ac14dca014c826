package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.annals.archive.Archive;
import org.annals.archive.ControlRecord.Removed;
import org.annals.archive.Removals;
import org.annals.archive.Trace;
import org.annals.archive.Whereabouts;
import org.annals.archive.Whereabouts.Standing;
import org.annals.index.Posting;
import org.annals.mail.MessageId;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// `annals trace MSGID`
@Command(
    name = "trace",
    description = {
      "Tell what became of a mail.",
      "What was decided when it came, where it is, whether it was removed. Exit code 1: nothing is",
      "known of it."
    },
    mixinStandardHelpOptions = true)
final class TraceCommand implements Callable<Integer> {
  private static final JsonFactory JSON = new JsonFactory();
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);

  enum Format {
    text,
    json
  }

  @ParentCommand private Main main;

  @Spec private CommandSpec spec;

  @Parameters(paramLabel = "MSGID", description = "the Message-ID, in angle brackets or not")
  private String wanted;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      description = "${COMPLETION-CANDIDATES}; default text")
  private Format format = Format.text;

  @Override
  public Integer call() throws IOException {
    MessageId id = new MessageId(wanted.strip().replaceAll("^<|>$", ""));
    try (Archive archive = main.workspace().archiveForReading().withHidden()) {
      Whereabouts found = Whereabouts.of(archive, id, _ -> true);
      PrintWriter out = spec.commandLine().getOut();
      switch (format) {
        case text -> print(found, out);
        case json -> out.println(json(found));
      }
      return found.standing() == Standing.UNKNOWN ? Main.FAILED : 0;
    }
  }

  private static void print(Whereabouts found, PrintWriter out) {
    found.traces().forEach(trace -> out.println(line(trace)));
    for (Removed removed : found.removals()) {
      String how = ", by " + removed.actor() + ": " + removed.action().told();
      out.println(removed.inbox() + ": " + Removals.told(removed) + how);
    }
    for (Posting posting : found.postings()) {
      out.println("is in " + posting.inbox() + " as number " + posting.number());
    }
    if (found.standing() != Standing.HERE) {
      out.println(found.standing().word() + ": " + found.summary());
      found.advice().forEach(line -> out.println("  " + line));
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

  private static String json(Whereabouts found) {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("messageId", found.id().value());
      json.writeStringProperty("standing", found.standing().word());
      json.writeStringProperty("summary", found.summary());
      json.writeArrayPropertyStart("advice");
      found.advice().forEach(json::writeString);
      json.writeEndArray();
      json.writeArrayPropertyStart("traces");
      found.traces().forEach(trace -> write(trace, json));
      json.writeEndArray();
      json.writeArrayPropertyStart("slots");
      for (Posting posting : found.postings()) {
        json.writeStartObject();
        json.writeStringProperty("inbox", posting.inbox().value());
        json.writeNumberProperty("number", posting.number());
        json.writeStringProperty("blob", posting.blob().hex());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeArrayPropertyStart("removals");
      found.removals().forEach(removed -> write(removed, json));
      json.writeEndArray();
      json.writeEndObject();
    }
    return line.toString();
  }

  private static void write(Trace trace, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("time", trace.time().toString());
    json.writeStringProperty("decision", trace.decision().name().toLowerCase(Locale.ROOT));
    if (trace.inbox() != null) {
      json.writeStringProperty("inbox", trace.inbox().value());
    }
    json.writeStringProperty("way", trace.way());
    json.writeStringProperty("from", trace.from());
    json.writeStringProperty("words", trace.words());
    json.writeEndObject();
  }

  private static void write(Removed removed, JsonGenerator json) {
    json.writeStartObject();
    json.writeStringProperty("inbox", removed.inbox().value());
    json.writeStringProperty("action", removed.action().word());
    json.writeStringProperty("reason", removed.reason().code());
    json.writeStringProperty("by", removed.actor());
    json.writeStringProperty("time", Instant.ofEpochSecond(removed.at()).toString());
    json.writeEndObject();
  }
}
