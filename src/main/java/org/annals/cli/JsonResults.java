package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.List;
import org.annals.archive.Archive;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.mail.Address;
import org.annals.mail.MessageId;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Search results as JSON, one object a line (design §4).
final class JsonResults {
  private static final JsonFactory JSON = new JsonFactory();

  private final Archive archive;
  private final PrintWriter out;

  JsonResults(Archive archive, PrintWriter out) {
    this.archive = archive;
    this.out = out;
  }

  void write(Posting posting) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("messageId", posting.id().value());
      json.writeStringProperty("subject", posting.overview().subject());
      json.writeStringProperty("from", posting.overview().from());
      addresses(json, "to", posting.overview().to());
      addresses(json, "cc", posting.overview().cc());
      json.writeStringProperty("date", Instant.ofEpochSecond(posting.sent()).toString());
      json.writeStringProperty("received", Instant.ofEpochSecond(posting.received()).toString());
      json.writeArrayPropertyStart("references");
      for (MessageId id : posting.overview().references()) {
        json.writeString(id.value());
      }
      json.writeEndArray();
      json.writeStringProperty("thread", archive.publicThread(posting));
      json.writeArrayPropertyStart("slots");
      for (Posting copy : copies(posting)) {
        json.writeStartObject();
        json.writeStringProperty("inbox", copy.inbox().value());
        json.writeNumberProperty("number", copy.number());
        json.writeStringProperty("blob", copy.blob().hex());
        json.writeEndObject();
      }
      json.writeEndArray();
      json.writeEndObject();
    }
    out.println(line);
  }

  private static void addresses(JsonGenerator json, String name, String header) {
    json.writeArrayPropertyStart(name);
    for (Address address : Address.parseList(header)) {
      json.writeString(
          address.name().isEmpty()
              ? address.mailbox()
              : address.name() + " <" + address.mailbox() + ">");
    }
    json.writeEndArray();
  }

  /// The postings of this message in all inboxes, hidden ones not; the matched one always.
  private List<Posting> copies(Posting posting) throws IOException {
    List<Posting> all =
        archive.find(new Scope.All(), posting.id()).stream()
            .filter(copy -> copy.id().equals(posting.id()))
            .sorted(java.util.Comparator.comparing(Posting::slot))
            .toList();
    return all.isEmpty() ? List.of(posting) : all;
  }
}
