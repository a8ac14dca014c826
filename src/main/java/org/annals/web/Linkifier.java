package org.annals.web;

import java.util.Set;

/// Finds the URLs in a text and makes links of those with a scheme that only fetches.
///
/// No regular expressions: this sees every character of every page.
final class Linkifier {
  private static final Set<String> SCHEMES =
      Set.of(
          "http", "https", "ftp", "ftps", "nntp", "nntps", "imap", "imaps", "news", "snews",
          "gopher", "gemini");

  private static final int SCHEME_LENGTH_MAX = 6;

  /// RFC 3986 §2, without letters and digits.
  private static final String URL_CHARACTERS = "-._~:/?#[]@!$&'()*+,;=%";

  private Linkifier() {}

  static void write(Markup out, String text, int start, int end) {
    int done = start;
    int from = start;
    while (true) {
      int colon = text.indexOf("://", from, end);
      if (colon < 0) {
        break;
      }
      int urlStart = schemeStart(text, colon, done);
      int urlEnd = urlStart < 0 ? colon : urlEnd(text, urlStart, colon + 3, end);
      if (urlEnd <= colon + 3) {
        from = colon + 3;
        continue;
      }
      out.text(text, done, urlStart).raw("<a href=\"").text(text, urlStart, urlEnd).raw("\">");
      out.text(text, urlStart, urlEnd).raw("</a>");
      done = urlEnd;
      from = urlEnd;
    }
    out.text(text, done, end);
  }

  /// Where a known scheme before the colon begins, or -1.
  private static int schemeStart(String text, int colon, int from) {
    int start = colon;
    while (start > from
        && Latin.isLetter(text.charAt(start - 1))
        && colon - start <= SCHEME_LENGTH_MAX) {
      start--;
    }
    char before = start > from ? text.charAt(start - 1) : ' ';
    if (Latin.isAlphanumeric(before) || "+-.".indexOf(before) >= 0) {
      return -1;
    }
    String scheme = text.substring(start, colon).toLowerCase(java.util.Locale.ROOT);
    return SCHEMES.contains(scheme) ? start : -1;
  }

  private static int urlEnd(String text, int start, int from, int end) {
    // 'https://…' and !https://…! end where they began
    char before = start > 0 ? text.charAt(start - 1) : ' ';
    char closing = before == '\'' || before == '!' ? before : 0;
    int at = from;
    int parentheses = 0;
    int brackets = 0;
    for (; at < end; at++) {
      char c = text.charAt(at);
      if (c == closing || !(Latin.isAlphanumeric(c) || URL_CHARACTERS.indexOf(c) >= 0)) {
        break;
      }
      parentheses += c == '(' ? 1 : c == ')' ? -1 : 0;
      brackets += c == '[' ? 1 : c == ']' ? -1 : 0;
      if (parentheses < 0 || brackets < 0) {
        break;
      }
    }
    while (at > from && ".,;:!?'*".indexOf(text.charAt(at - 1)) >= 0) {
      at--;
    }
    return at;
  }
}
