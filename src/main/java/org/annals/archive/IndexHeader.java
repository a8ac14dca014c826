package org.annals.archive;

import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.annals.index.HeaderField;
import org.annals.index.HeaderField.Match;
import org.annals.index.HeaderText;
import org.annals.index.QueryParser;
import org.annals.mail.EncodedWords;
import org.annals.mail.Headers;

/// A header that is searchable under a prefix of its own: `publicinbox.NAME.indexheader`,
/// `boolean_term|text|phrase:PREFIX:HEADER[:raw=1]`. `raw`: not decoded.
public record IndexHeader(Kind kind, String prefix, String header, boolean raw) {
  private static final Pattern FORM =
      Pattern.compile("(boolean_term|text|phrase):([a-z][a-z0-9]*):([A-Za-z0-9-]+)(:raw=[01])?");

  private static final int VALUES_MAX = 100;

  /// A longer one is found by no whole value: a term of the index has a limit.
  private static final int WHOLE_CHARACTERS_MAX = 1_000;

  /// Of longer ones the rest is not searched.
  private static final int CHARACTERS_MAX = 10_000;

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
    IndexHeader header = read(text);
    requireFree(header.prefix());
    return header;
  }

  private static IndexHeader read(String text) {
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

  /// A prefix that is not in the language already, or an `IllegalArgumentException`.
  static String requireFree(String prefix) {
    if (QueryParser.prefixes().contains(prefix)) {
      throw new IllegalArgumentException("'" + prefix + ":' has a meaning in searches already");
    }
    return prefix;
  }

  public String print() {
    String all = kind.name().toLowerCase(Locale.ROOT) + ":" + prefix + ":" + header;
    return raw ? all + ":raw=1" : all;
  }

  /// As one text, the same for the same headers in any order.
  static String print(List<IndexHeader> headers) {
    return headers.stream().map(IndexHeader::print).sorted().collect(Collectors.joining("\n"));
  }

  /// What `print` wrote.
  static Set<IndexHeader> parseAll(String printed) {
    return printed.lines().map(IndexHeader::read).collect(Collectors.toUnmodifiableSet());
  }

  HeaderField field() {
    return new HeaderField(
        switch (kind) {
          case BOOLEAN_TERM -> Match.WHOLE;
          case TEXT -> Match.STEMS;
          case PHRASE -> Match.WORDS;
        },
        prefix);
  }

  /// What it says in one message.
  List<HeaderText> texts(Headers headers) {
    return headers.all(header).stream()
        .limit(VALUES_MAX)
        .map(value -> (raw ? value : EncodedWords.decode(value)).strip())
        .filter(value -> !value.isEmpty())
        .filter(value -> kind != Kind.BOOLEAN_TERM || value.length() <= WHOLE_CHARACTERS_MAX)
        .map(value -> value.substring(0, Math.min(value.length(), CHARACTERS_MAX)))
        .map(value -> new HeaderText(field(), value))
        .toList();
  }
}
