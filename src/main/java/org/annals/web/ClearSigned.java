package org.annals.web;

import org.jspecify.annotations.Nullable;

/// A text inside a cleartext signature (RFC 9580 §7): what was signed, and the signature.
///
/// Nothing is checked here.
record ClearSigned(String text, String signature) {
  private static final String BEGIN = "-----BEGIN PGP SIGNED MESSAGE-----";
  private static final String SIGNATURE = "-----BEGIN PGP SIGNATURE-----";
  private static final String END = "-----END PGP SIGNATURE-----";

  /// Null when the text is not signed in this way. Text around the signed one stays.
  static @Nullable ClearSigned find(String text) {
    int begin = lineIs(text, BEGIN, 0);
    int signature = begin < 0 ? -1 : lineIs(text, SIGNATURE, begin);
    int end = signature < 0 ? -1 : lineIs(text, END, signature);
    if (end < 0) {
      return null;
    }
    int after = nextLine(text, end);
    StringBuilder plain = new StringBuilder(text.length());
    plain.append(text, 0, begin);
    unescape(text, afterArmorHeaders(text, nextLine(text, begin), signature), signature, plain);
    plain.append(text, after, text.length());
    return new ClearSigned(plain.toString(), text.substring(signature, after));
  }

  /// The first line from `from` on that says this, or -1.
  private static int lineIs(String text, String content, int from) {
    for (int at = text.indexOf(content, from); at >= 0; at = text.indexOf(content, at + 1)) {
      boolean starts = at == 0 || text.charAt(at - 1) == '\n';
      if (starts && text.substring(at + content.length(), nextLine(text, at)).isBlank()) {
        return at;
      }
    }
    return -1;
  }

  private static int nextLine(String text, int at) {
    int eol = text.indexOf('\n', at);
    return eol < 0 ? text.length() : eol + 1;
  }

  /// `Hash: SHA256` and the like, up to an empty line.
  private static int afterArmorHeaders(String text, int from, int to) {
    for (int at = from; at < to; at = nextLine(text, at)) {
      String line = text.substring(at, nextLine(text, at));
      if (line.isBlank()) {
        return nextLine(text, at);
      }
      if (line.indexOf(": ") < 0) {
        break;
      }
    }
    return from;
  }

  /// RFC 9580 §7.1: lines that begin with a dash have `- ` before it.
  private static void unescape(String text, int from, int to, StringBuilder out) {
    for (int at = from; at < to; at = nextLine(text, at)) {
      int start = text.startsWith("- ", at) ? at + 2 : at;
      out.append(text, Math.min(start, to), nextLine(text, at));
    }
  }
}
