package org.annals.ingest;

import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.annals.store.InboxName;

/// An inbox that follows one of another server: `url` is the address of that one and ends with `/`.
public record Mirror(InboxName name, Path directory, URI url, MirrorRange range) {
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
}
