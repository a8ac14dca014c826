package org.annals.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.annals.archive.InboxCard;
import org.annals.archive.InboxSettings;
import org.annals.archive.ManifestEntry;
import org.annals.archive.Repositories;
import org.annals.index.Scope;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonWriteFeature;

/// `manifest.js.gz`: which repositories there are and whether they changed, for mirrors.
final class Manifests {
  private static final JsonFactory JSON =
      JsonFactory.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();

  private static final Duration SECOND = Duration.ofSeconds(1);

  private final Repositories repositories;
  private final Frames frames;
  private final SiteSettings.Listing listing;

  /// What no file tells, an inbox that came or went, takes a new start to come into effect.
  private final Instant started = Instant.now();

  Manifests(Repositories repositories, Frames frames, SiteSettings.Listing listing) {
    this.repositories = repositories;
    this.frames = frames;
    this.listing = listing;
  }

  /// The type is that of the file: it is compressed as it is, and never by HTTP.
  Answer answer(Scope scope, Visit visit) throws IOException {
    List<ManifestEntry> entries = new ArrayList<>();
    for (InboxName inbox : inboxes(scope, visit)) {
      entries.addAll(repositories.manifest(inbox));
    }
    if (entries.isEmpty()) {
      throw new Refusal(Refusal.Reason.NOT_FOUND, "There is nothing to mirror yet.");
    }
    byte[] file = zipped(entries);
    return Answer.of(200, "application/gzip", out -> out.write(file))
        .incompressible()
        .with("Cache-Control", "no-cache")
        .with("Content-Length", Integer.toString(file.length))
        .with("Last-Modified", HttpDate.print(lastModified(entries, visit.now())))
        .with("ETag", tag(file));
  }

  /// `grokManifest` and `hide` are about the list of all: who knows an inbox may mirror it.
  private List<InboxName> inboxes(Scope scope, Visit visit) throws IOException {
    return switch (scope) {
      case Scope.All() ->
          frames.cards().stream()
              .map(InboxCard::settings)
              .filter(inbox -> !inbox.hidden().contains(InboxSettings.Hide.MANIFEST))
              .filter(inbox -> Listed.names(listing, inbox, visit))
              .map(InboxSettings::name)
              .sorted()
              .toList();
      case Scope.One(var inbox) -> List.of(inbox);
    };
  }

  /// In whole seconds, so that one who asked a moment before the last change, in the same second,
  /// is not told later that nothing changed.
  private Instant lastModified(List<ManifestEntry> entries, Instant now) {
    Instant last = started;
    for (ManifestEntry entry : entries) {
      last = entry.changed().isAfter(last) ? entry.changed() : last;
    }
    return last.isAfter(now.minus(SECOND)) ? last.minus(SECOND) : last;
  }

  private static byte[] zipped(List<ManifestEntry> entries) throws IOException {
    ByteArrayOutputStream file = new ByteArrayOutputStream();
    try (JsonGenerator json =
        JSON.createGenerator(ObjectWriteContext.empty(), new GZIPOutputStream(file))) {
      json.writeStartObject();
      for (ManifestEntry entry : entries) {
        json.writeObjectPropertyStart(path(entry.name()));
        json.writeStringProperty("description", entry.description());
        string(json, "owner", entry.owner());
        string(json, "reference", entry.reference() == null ? null : path(entry.reference()));
        json.writeNumberProperty("modified", entry.newestCommit());
        json.writeStringProperty("fingerprint", entry.fingerprint());
        json.writeEndObject();
      }
      json.writeEndObject();
    }
    return file.toByteArray();
  }

  private static String path(ManifestEntry.Name name) {
    return GitRoute.path(new GitRoute.Repository.Epoch(name.inbox(), name.epoch()));
  }

  private static void string(JsonGenerator json, String name, @Nullable String value) {
    if (value == null) {
      json.writeNullProperty(name);
    } else {
      json.writeStringProperty(name, value);
    }
  }

  private static String tag(byte[] file) {
    try {
      return "\""
          + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-1").digest(file))
          + "\"";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }
}
