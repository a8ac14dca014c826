package org.annals.web;

import java.time.Instant;

/// One request for a page: what, from where links start, and when. `base` is the URL of the site
/// without a slash at the end, for what leaves the site.
///
/// `query` is the query string as it was sent, with its question mark, for redirects.
record Visit(RequestTarget target, String query, String base, Instant now) {
  Links links() {
    return new Links(target.path());
  }

  String absolute(Page page) {
    return base + page.path();
  }
}
