package org.annals.web;

import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Pattern;

/// Where the site is, as the request or the proxy before us tells it.
final class SiteOrigin {
  private static final Pattern SCHEME = Pattern.compile("https?");

  /// A host name or address, perhaps with a port.
  private static final Pattern AUTHORITY =
      Pattern.compile("([A-Za-z0-9._-]+|\\[[0-9A-Fa-f:.]+\\])(:[0-9]{1,5})?");

  private static final Pattern PREFIX = Pattern.compile("(/[A-Za-z0-9._~!$&'()*+,;=:@%-]+)+");

  private SiteOrigin() {}

  /// Without a slash at the end. `forwarded` gives the values of a trusted proxy's headers; what
  /// does not look like what it should be is passed over.
  static String of(String scheme, String authority, Function<String, Optional<String>> forwarded) {
    String seenScheme =
        said(forwarded, "X-Forwarded-Proto", SCHEME)
            .orElse(SCHEME.matcher(scheme).matches() ? scheme : "http");
    String seenAuthority =
        said(forwarded, "X-Forwarded-Host", AUTHORITY)
            .orElse(AUTHORITY.matcher(authority).matches() ? authority : "localhost");
    return seenScheme
        + "://"
        + seenAuthority
        + said(forwarded, "X-Forwarded-Prefix", PREFIX).orElse("");
  }

  /// Of several proxies the first one was asked by the client.
  private static Optional<String> said(
      Function<String, Optional<String>> forwarded, String header, Pattern form) {
    return forwarded
        .apply(header)
        .map(value -> value.split(",", 2)[0].strip())
        .map(value -> value.endsWith("/") ? value.substring(0, value.length() - 1) : value)
        .filter(value -> form.matcher(value).matches());
  }
}
