package org.annals.ingest;

import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import org.annals.archive.ControlRecord;
import org.annals.archive.StaleInboxes.Stale;
import org.annals.store.InboxName;

/// An inbox that follows one of another server: `url` is the address of that one and ends with `/`.
/// `removalKey` is the public key with which that server must sign what it says of removals; empty
/// if it is not asked.
public record Mirror(
    InboxName name, Path directory, URI url, MirrorRange range, String removalKey) {
  /// What may be asked: a plain http or https URL, without a password or a query.
  public static URI address(String text) {
    URI url;
    try {
      url = new URI(text.endsWith("/") ? text : text + "/").normalize();
    } catch (URISyntaxException e) {
      throw new IllegalArgumentException("'" + text + "' is no URL: " + e.getReason(), e);
    }
    boolean web = "http".equals(url.getScheme()) || "https".equals(url.getScheme());
    if (!web || url.getHost() == null) {
      throw new IllegalArgumentException("'" + text + "' is no http or https URL");
    }
    if (url.getUserInfo() != null || url.getRawQuery() != null || url.getRawFragment() != null) {
      throw new IllegalArgumentException("'" + text + "' has more than server and path");
    }
    return url;
  }

  /// When it was brought up to its server last; empty if it never was, as far as is known.
  public Optional<Instant> broughtUp() throws IOException {
    long at = MirrorState.read(directory).outcome().succeeded();
    return at == 0 ? Optional.empty() : Optional.of(Instant.ofEpochSecond(at));
  }

  /// Since when that fails; empty if it went well last time.
  public Optional<Stale> stale() throws IOException {
    MirrorState.Outcome last = MirrorState.read(directory).outcome();
    return last.why().isEmpty()
        ? Optional.empty()
        : Optional.of(new Stale(Instant.ofEpochSecond(last.failing()), last.why()));
  }

  /// What the audit log says of a removal that was done because of a notice.
  public String noticed(ControlRecord.Removed said) {
    return "removal %d of %s, %s".formatted(said.number(), url, said.action().told());
  }

  /// How the inbox is called there.
  String nameThere() {
    String path = url.getPath();
    return path.substring(path.lastIndexOf('/', path.length() - 2) + 1, path.length() - 1);
  }
}
