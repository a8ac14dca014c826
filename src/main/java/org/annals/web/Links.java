package org.annals.web;

/// Makes links relative to the page they stand on, so that pages survive being copied to disk and
/// being served below a prefix.
final class Links {
  private final String directory;
  private final String up;
  private final String toRoot;

  /// `from` is the path of the request as it was sent, without its query.
  Links(String from) {
    int slash = from.indexOf('/', 1);
    directory = slash < 0 ? "/" : from.substring(0, slash + 1);
    toRoot = "../".repeat(Math.max(0, depth(from) - 1));
    up = slash < 0 ? "" : toRoot.substring(3);
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
