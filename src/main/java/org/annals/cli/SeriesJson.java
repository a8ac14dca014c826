package org.annals.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Instant;
import java.util.Locale;
import org.annals.archive.TrackedPatch;
import org.annals.archive.TrackedPatch.Given;
import org.annals.archive.TrackedSeries;
import org.annals.mail.MessageId;
import org.annals.series.AsOf;
import org.annals.series.Proof;
import org.annals.series.State;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// Versions of series as JSON, one object a line (design §4).
final class SeriesJson implements SeriesCommand.SeriesOutput {
  private static final JsonFactory JSON = new JsonFactory();

  private final PrintWriter out;
  private final AsOf asOf;

  SeriesJson(PrintWriter out, AsOf asOf) {
    this.out = out;
    this.asOf = asOf;
  }

  @Override
  public void write(TrackedSeries series) throws IOException {
    StringWriter line = new StringWriter();
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), line)) {
      json.writeStartObject();
      json.writeStringProperty("head", series.head().value());
      json.writeStringProperty("topic", series.topic());
      json.writeNumberProperty("version", series.version());
      json.writeStringProperty("title", series.title());
      json.writeStringProperty("author", series.from().mailbox());
      json.writeStringProperty("date", Instant.ofEpochSecond(series.sent()).toString());
      json.writeArrayPropertyStart("patches");
      for (TrackedPatch patch : series.patches()) {
        json.writeString(patch.id().value());
      }
      json.writeEndArray();
      orNull(json, "base_commit", series.baseCommit());
      json.writeObjectPropertyStart("trailers");
      for (TrackedPatch patch : series.patches()) {
        json.writeArrayPropertyStart(patch.id().value());
        for (Given given : patch.trailers()) {
          if (given.at() <= asOf.cut()) {
            write(json, given);
          }
        }
        json.writeEndArray();
      }
      json.writeEndObject();
      json.writeObjectPropertyStart("state");
      for (TrackedPatch patch : series.patches()) {
        json.writeObjectPropertyStart(patch.id().value());
        state(json, series, patch);
        json.writeEndObject();
      }
      json.writeEndObject();
      json.writeStringProperty("rolled_up", series.state(asOf).word());
      json.writeStringProperty("waiting_for", series.waiting().word());
      json.writeArrayPropertyStart("inboxes");
      series.inboxes().forEach(inbox -> json.writeString(inbox.value()));
      json.writeEndArray();
      json.writeEndObject();
    }
    out.println(line);
  }

  private static void write(JsonGenerator json, Given given) {
    json.writeStartObject();
    json.writeStringProperty("name", given.name());
    json.writeStringProperty("value", given.value());
    json.writeStringProperty("via", given.via().name().toLowerCase(Locale.ROOT));
    json.writeBooleanProperty("matches", given.matches());
    json.writeStringProperty("message", given.reply().value());
    json.writeEndObject();
  }

  private void state(JsonGenerator json, TrackedSeries series, TrackedPatch patch) {
    State state = series.state(patch, asOf);
    json.writeStringProperty("state", state.word());
    orNull(json, "commit", patch.standing().commit(asOf));
    orNull(json, "tree", patch.standing().tree(asOf));
    json.writeArrayPropertyStart("evidence");
    for (Proof proof : patch.standing().supporting(asOf)) {
      if (proof.rule().kind().isEmpty()) {
        continue;
      }
      MessageId message = proof.message();
      json.writeStartObject();
      json.writeStringProperty("kind", proof.rule().kind());
      orNull(json, "message", message == null ? "" : message.value());
      orNull(json, "commit", proof.commit());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void orNull(JsonGenerator json, String name, String value) {
    if (value.isEmpty()) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }
}
