package org.annals.web;

import java.io.InputStream;
import java.time.Instant;
import java.util.Optional;

/// One request: what, from where links start, when, and by whom. `base` is the URL of the site
/// without a slash at the end, for what leaves the site.
///
/// `query` is the query string as it was sent, with its question mark, for redirects.
record Visit(RequestTarget target, String query, String base, Instant now, Client client) {
  /// What else the client said. One thread.
  interface Client {
    /// `GET`, `HEAD` or `POST`
    String method();

    /// The first header of this name, in any case.
    Optional<String> header(String name);

    /// Whom the request is for, as far as proxies of ours tell.
    ClientAddress address();

    /// What was posted, still encoded as `Content-Encoding` says; read it with a limit.
    InputStream body();
  }

  boolean posted() {
    return client.method().equals("POST");
  }

  Links links() {
    return new Links(target.path());
  }

  String absolute(Route route) {
    return base + route.path();
  }
}
