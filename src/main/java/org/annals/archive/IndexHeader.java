package org.annals.archive;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A header that is searchable under a prefix of its own: `publicinbox.NAME.indexheader`,
/// `boolean_term|text|phrase:PREFIX:HEADER[:raw=1]`. `raw`: not decoded.
public record IndexHeader(Kind kind, String prefix, String header, boolean raw) {
  private static final Pattern FORM =
      Pattern.compile("(boolean_term|text|phrase):([a-z][a-z0-9]*):([A-Za-z0-9-]+)(:raw=[01])?");

  /// How its values are matched.
  public enum Kind {
    /// the whole value
    BOOLEAN_TERM,
    /// by words and their stems
    TEXT,
    /// by words in their order
    PHRASE
  }

  /// Throws `IllegalArgumentException` that says what is wrong.
  public static IndexHeader parse(String text) {
    Matcher matcher = FORM.matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(
          "'" + text + "' is not boolean_term|text|phrase:PREFIX:HEADER[:raw=1]");
    }
    return new IndexHeader(
        Kind.valueOf(matcher.group(1).toUpperCase(Locale.ROOT)),
        matcher.group(2),
        matcher.group(3),
        ":raw=1".equals(matcher.group(4)));
  }

  public String print() {
    String all = kind.name().toLowerCase(Locale.ROOT) + ":" + prefix + ":" + header;
    return raw ? all + ":raw=1" : all;
  }
}
