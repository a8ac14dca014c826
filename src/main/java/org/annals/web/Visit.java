package org.annals.web;

import java.io.InputStream;
import java.time.Instant;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import org.annals.net.ClientAddress;

/// One request: what, from where links start, when, and by whom. `base` is the URL of the site
/// without a slash at the end, for what leaves the site.
record Visit(RequestTarget target, String base, Instant now, Client client) {
  /// What else the client said. One thread.
  interface Client {
    /// In capitals.
    String method();

    /// The first header of this name, in any case.
    Optional<String> header(String name);

    /// Whom the request is for, as far as proxies of ours tell.
    ClientAddress address();

    boolean acceptsGzip();

    /// What was posted, still encoded as `Content-Encoding` says; read it with a limit.
    InputStream body();
  }

  /// The query string with its question mark, for redirects.
  String query() {
    return target.query().isEmpty() ? "" : "?" + target.query();
  }

  boolean posted() {
    return client.method().equals("POST");
  }

  /// Whether it is to change something, or brings what is too long for an address.
  boolean sends() {
    return !client.method().equals("GET") && !client.method().equals("HEAD");
  }

  /// Whether the client holds what has this validator (RFC 9110 §13.1.2, weak comparison).
  boolean names(String validator) {
    String opaque = opaque(validator);
    return client.header("If-None-Match").stream()
        .flatMap(known -> Arrays.stream(known.split(",", -1)))
        .map(String::strip)
        .anyMatch(tag -> opaque(tag).equals(opaque));
  }

  private static String opaque(String tag) {
    return tag.startsWith("W/") ? tag.substring("W/".length()) : tag;
  }

  /// Whether the client holds an answer that exists and has these headers (RFC 9110 §13.2.2).
  boolean holds(Map<String, String> headers) {
    Optional<String> known = client.header("If-None-Match");
    String validator = headers.get("ETag");
    if (known.isPresent()) {
      return known.get().strip().equals("*") || (validator != null && names(validator));
    }
    String changed = headers.get("Last-Modified");
    Optional<Instant> since = client.header("If-Modified-Since").flatMap(HttpDate::parse);
    return changed != null
        && since.isPresent()
        && HttpDate.parse(changed).filter(time -> !time.isAfter(since.get())).isPresent();
  }

  Links links() {
    return Links.from(target.path());
  }

  String absolute(Route route) {
    return base + route.path();
  }
}
