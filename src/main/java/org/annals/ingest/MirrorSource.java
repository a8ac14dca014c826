package org.annals.ingest;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import org.annals.archive.SiteKey;
import org.annals.store.InboxName;

/// An inbox of another server that can be mirrored.
public record MirrorSource(InboxName name, URI url) {
  static final String MANIFEST = "manifest.js.gz";
  private static final String CONFIG = "_/text/config/raw";

  /// What public-inbox says where there is no description.
  private static final String UNDESCRIBED = "($INBOX_DIR/description missing)";

  /// What to know of it before its mail comes. `createdAt` is in seconds since 1970: the IMAP
  /// UIDVALIDITY there, which a mirror must have, too; 0 if the server does not tell. `removalKey`
  /// is the key that it shows beside its removal notices, empty if it has none.
  public record Card(
      String description, MirroredConfig config, long createdAt, String removalKey) {}

  /// The inbox at a URL, or all of those of the site there.
  static List<MirrorSource> find(MirrorClient client, URI url) throws IOException {
    MirrorClient.Fetched config =
        client.get(url.resolve(CONFIG), MirrorClient.Version.NONE, MirrorClient.TEXT_BYTES_MAX);
    if (config.isThere()) {
      if (!MirroredConfig.isOfInbox(text(config))) {
        throw new IOException(url + ": is a view of other inboxes; mirror those, or the site");
      }
      String base = config.url().toString();
      return List.of(source(URI.create(base.substring(0, base.length() - CONFIG.length()))));
    }
    URI at = url.resolve(MANIFEST);
    MirrorClient.Fetched file =
        client.get(at, MirrorClient.Version.NONE, Manifest.ZIPPED_BYTES_MAX);
    if (!file.isThere()) {
      throw new IOException(at + ": is not there: neither an inbox nor a site that lists any");
    }
    Manifest manifest = Manifest.parse(at.toString(), file.body());
    List<MirrorSource> sources = new ArrayList<>();
    for (InboxName name : manifest.inboxes().keySet()) {
      sources.add(new MirrorSource(name, file.url().resolve(name + "/")));
    }
    if (sources.isEmpty()) {
      throw new IOException(at + ": lists no epochs, only " + manifest.others() + " others");
    }
    return sources;
  }

  private static MirrorSource source(URI url) throws IOException {
    String path = url.getPath();
    String name = path.substring(path.lastIndexOf('/', path.length() - 2) + 1, path.length() - 1);
    try {
      return new MirrorSource(new InboxName(name), url);
    } catch (IllegalArgumentException e) {
      throw new IOException(url + ": " + e.getMessage(), e);
    }
  }

  Card card(MirrorClient client) throws IOException {
    MirrorClient.Fetched config =
        client.get(url.resolve(CONFIG), MirrorClient.Version.NONE, MirrorClient.TEXT_BYTES_MAX);
    MirrorClient.Fetched line =
        client.get(
            url.resolve("description"), MirrorClient.Version.NONE, MirrorClient.TEXT_BYTES_MAX);
    String description = line.isThere() ? text(line).strip().replaceAll("\\s+", " ") : "";
    return new Card(
        description.equals(UNDESCRIBED) ? "" : description,
        config.isThere() ? MirroredConfig.parse(text(config)) : MirroredConfig.NONE,
        config.isThere() ? seconds(config.version().modified()) : 0,
        usable(MirroredRemovals.shownKey(client, url)));
  }

  private String usable(String key) throws IOException {
    try {
      return key.isEmpty() ? "" : SiteKey.required(key);
    } catch (IllegalArgumentException e) {
      throw new IOException(url + ": shows a key for its removals, but " + e.getMessage(), e);
    }
  }

  private static String text(MirrorClient.Fetched fetched) {
    return new String(fetched.body(), StandardCharsets.UTF_8);
  }

  private static long seconds(String httpDate) {
    try {
      return Instant.from(DateTimeFormatter.RFC_1123_DATE_TIME.parse(httpDate)).getEpochSecond();
    } catch (DateTimeException e) {
      return 0;
    }
  }
}
