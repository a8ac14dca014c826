package org.annals.ingest;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Collections;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.GZIPInputStream;
import org.annals.store.InboxName;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/// What a `manifest.js.gz` of somebody else lists (`docs/formats/manifest.md`): the epochs of each
/// inbox with their fingerprints, and how many repositories are no epochs.
///
/// Of a path only the name of the inbox and the number of the epoch are taken.
record Manifest(SortedMap<InboxName, SortedMap<Integer, String>> inboxes, int others) {
  static final int ZIPPED_BYTES_MAX = 16 << 20;
  private static final int BYTES_MAX = 256 << 20;
  private static final int ENTRIES_MAX = 200_000;

  private static final JsonFactory JSON =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder()
                  .maxNestingDepth(10)
                  .maxDocumentLength(BYTES_MAX)
                  .maxStringLength(100_000)
                  .maxNameLength(10_000)
                  .build())
          .build();

  private static final Pattern EPOCH = Pattern.compile("/?([^/]+)/git/(\\d{1,6})\\.git");
  private static final Pattern ESCAPE =
      Pattern.compile("(^|.*/)\\.{1,2}(/.*|$)|.*[\\p{Cntrl}\\\\].*");
  private static final Pattern FINGERPRINT = Pattern.compile("[0-9a-f]{40}");

  /// `url` is named in errors.
  static Manifest parse(String url, byte[] file) throws IOException {
    try (InputStream in = new GZIPInputStream(new ByteArrayInputStream(file));
        JsonParser json = JSON.createParser(ObjectReadContext.empty(), in)) {
      return read(url, json);
    } catch (JacksonException e) {
      throw new IOException(url + ": is no manifest: " + e.getOriginalMessage(), e);
    } catch (java.util.zip.ZipException | java.io.EOFException e) {
      throw new IOException(url + ": is no gzip file: " + e.getMessage(), e);
    }
  }

  private static Manifest read(String url, JsonParser json) throws IOException {
    SortedMap<InboxName, SortedMap<Integer, String>> inboxes = new TreeMap<>();
    int entries = 0;
    int others = 0;
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException(url + ": is no manifest: not one JSON object");
    }
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String path = json.currentName();
      if (++entries > ENTRIES_MAX) {
        throw new IOException(url + ": lists more than " + ENTRIES_MAX + " repositories");
      }
      if (ESCAPE.matcher(path).matches()) {
        throw new IOException(url + ": lists a path that leads elsewhere: " + printable(path));
      }
      String fingerprint = fingerprint(url, path, json);
      Matcher epoch = EPOCH.matcher(path);
      if (epoch.matches()) {
        inboxes
            .computeIfAbsent(name(url, epoch.group(1)), _ -> new TreeMap<>())
            .put(Integer.valueOf(epoch.group(2)), fingerprint);
      } else {
        others++;
      }
    }
    if (json.currentToken() != JsonToken.END_OBJECT) {
      throw new IOException(url + ": is no manifest: ends in the middle");
    }
    return new Manifest(inboxes, others);
  }

  /// Empty if the entry has none.
  private static String fingerprint(String url, String path, JsonParser json) throws IOException {
    if (json.nextToken() != JsonToken.START_OBJECT) {
      throw new IOException(url + ": is no manifest: " + printable(path) + " is not an object");
    }
    String found = "";
    while (json.nextToken() == JsonToken.PROPERTY_NAME) {
      String key = json.currentName();
      JsonToken value = json.nextToken();
      if (key.equals("fingerprint") && value == JsonToken.VALUE_STRING) {
        found = json.getString();
      } else if (value == JsonToken.START_OBJECT || value == JsonToken.START_ARRAY) {
        json.skipChildren();
      }
    }
    return FINGERPRINT.matcher(found).matches() ? found : "";
  }

  private static InboxName name(String url, String name) throws IOException {
    try {
      return new InboxName(name);
    } catch (IllegalArgumentException e) {
      throw new IOException(url + ": lists " + printable(name) + ", which names no inbox", e);
    }
  }

  private static String printable(String text) {
    String line = text.replaceAll("\\p{Cntrl}", "?");
    return "'" + (line.length() > 200 ? line.substring(0, 200) + "…" : line) + "'";
  }

  /// The epochs of an inbox; empty if it is not listed.
  SortedMap<Integer, String> epochs(InboxName inbox) {
    return inboxes.getOrDefault(inbox, Collections.emptySortedMap());
  }
}
