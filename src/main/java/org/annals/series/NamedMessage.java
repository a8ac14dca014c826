package org.annals.series;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;

/// A message that a text names: `<id@host>`, `id@host`, or the address of a page of it.
final class NamedMessage {
  private NamedMessage() {}

  /// Its Message-ID without `<>`; the text as written if it names none.
  static String in(String text) {
    String said = text.strip();
    int open = said.indexOf('<');
    int close = said.indexOf('>', open + 1);
    if (open >= 0 && close > open) {
      said = said.substring(open + 1, close);
    }
    int space = said.indexOf(' ');
    String word = space < 0 ? said : said.substring(0, space);
    return word.contains("://") ? inUrl(word) : said;
  }

  /// The last piece of the path with an `@` in it; the whole if there is none.
  private static String inUrl(String url) {
    int stop = Math.max(url.indexOf('#'), 0);
    String path = stop == 0 ? url : url.substring(0, stop);
    String[] pieces = path.split("/", -1);
    for (int i = pieces.length - 1; i > 2; i--) {
      String piece = decoded(pieces[i]);
      if (piece.indexOf('@') > 0) {
        return piece;
      }
    }
    return url;
  }

  private static String decoded(String piece) {
    try {
      return URLDecoder.decode(piece.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      return piece; // not encoded: a stray %
    }
  }
}
