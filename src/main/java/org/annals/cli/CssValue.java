package org.annals.cli;

import java.util.ArrayList;
import java.util.List;

/// The value of `publicinbox.css`: `PATH title=T media='M' href=URL load=link|import`.
///
/// Texts that are not set are empty. `wrong` says what makes it unusable, else empty. However it
/// is to be loaded, we link it: the pages carry no style of their own.
record CssValue(String path, String title, String media, String href, String wrong) {
  static CssValue parse(String value) {
    String path = "";
    String title = "";
    String media = "";
    String href = "";
    for (String word : words(value)) {
      int equals = word.indexOf('=');
      String text = word.substring(equals + 1);
      switch (equals < 0 ? "" : word.substring(0, equals)) {
        case "title" -> title = text;
        case "media" -> media = text;
        case "href" -> href = text;
        case "load" -> {
          if (!text.equals("link") && !text.equals("import")) {
            return unusable("load is neither link nor import");
          }
        }
        default -> {
          if (!path.isEmpty()) {
            return unusable("'" + word + "' is not title=, media=, href= or load=");
          }
          path = word;
        }
      }
    }
    String wrong = path.isEmpty() && href.isEmpty() ? "names no file" : "";
    return new CssValue(path, title, media, href, wrong);
  }

  private static CssValue unusable(String why) {
    return new CssValue("", "", "", "", why);
  }

  /// At white space, but not inside quotes.
  private static List<String> words(String value) {
    List<String> words = new ArrayList<>();
    StringBuilder word = new StringBuilder();
    char quote = 0;
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (quote != 0 ? c == quote : c == '\'' || c == '"') {
        quote = quote == 0 ? c : 0;
      } else if (quote == 0 && Character.isWhitespace(c)) {
        if (!word.isEmpty()) {
          words.add(word.toString());
          word.setLength(0);
        }
      } else {
        word.append(c);
      }
    }
    if (!word.isEmpty()) {
      words.add(word.toString());
    }
    return words;
  }

  String fileName() {
    return path.substring(path.lastIndexOf('/') + 1);
  }
}
