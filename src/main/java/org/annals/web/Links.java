package org.annals.web;

/// Makes links relative to the page they stand on, so that pages survive being copied to disk and
/// being served below a prefix. Pages with equal ones have the same links.
///
/// `directory` is the first segment of the path between its slashes; `up` leads there, `toRoot` to
/// the root.
record Links(String directory, String up, String toRoot) {
  /// `path` is that of the request as it was sent, without its query.
  static Links from(String path) {
    int slash = path.indexOf('/', 1);
    String directory = slash < 0 ? "/" : path.substring(0, slash + 1);
    String toRoot = "../".repeat(Math.max(0, depth(path) - 1));
    return new Links(directory, slash < 0 ? "" : toRoot.substring(3), toRoot);
  }

  private static int depth(String path) {
    int slashes = 0;
    for (int i = 0; i < path.length(); i++) {
      if (path.charAt(i) == '/') {
        slashes++;
      }
    }
    return slashes;
  }

  String to(Route page) {
    return to(page.path());
  }

  String to(Route page, String fragment) {
    return to(page.path()) + "#" + fragment;
  }

  /// The same on every page of its kind: `below` stands in the directory of `page`.
  static String within(Route page, Route below) {
    return nonempty(below.path().substring(page.path().length()));
  }

  private String to(String path) {
    if (directory.length() > 1 && path.startsWith(directory)) {
      return nonempty(up + path.substring(directory.length()));
    }
    return nonempty(toRoot + path.substring(1));
  }

  /// An empty reference is this very page, and a colon in the first segment would name a scheme.
  private static String nonempty(String reference) {
    if (reference.isEmpty()) {
      return "./";
    }
    char first = reference.charAt(0);
    if (first == '.') {
      return reference;
    }
    if (first == '?' || first == '/') {
      return "./" + reference;
    }
    for (int i = 0; i < reference.length(); i++) {
      char c = reference.charAt(i);
      if (c == ':') {
        return "./" + reference;
      }
      if (c == '/' || c == '?') {
        break;
      }
    }
    return reference;
  }
}
