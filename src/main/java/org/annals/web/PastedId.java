package org.annals.web;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.annals.mail.MessageId;

/// A Message-ID as people copy it: bare, in angle brackets, as a header line, or as the address of
/// a message on this site or another.
final class PastedId {
  private static final Pattern BRACKETED = Pattern.compile("<([^<>]+)>");
  private static final Pattern HEADER = Pattern.compile("(?i)^(message-id|mid|news|id):");
  private static final Pattern ADDRESS = Pattern.compile("(?i)^[a-z][a-z0-9+.-]*://[^/]*/");

  /// What stands behind an id in addresses of messages.
  private static final List<String> TAILS = List.of("raw", "t", "d", "r", "f", "series", "why");

  private PastedId() {}

  /// Empty if there is nothing in it that could be one.
  static Optional<MessageId> parse(String pasted) {
    String text = pasted.strip();
    Matcher bracketed = BRACKETED.matcher(text);
    if (bracketed.find()) {
      return id(bracketed.group(1));
    }
    Matcher address = ADDRESS.matcher(text);
    if (address.find()) {
      return ofAddress(text.substring(address.end()));
    }
    return id(decoded(HEADER.matcher(text).replaceFirst("")));
  }

  /// The last part that has an `@`, as ids have; else the last that is no tail. What others ask for
  /// behind a question mark (`?i=ID`, `&query=id:ID`) counts like a part.
  private static Optional<MessageId> ofAddress(String path) {
    int fragment = path.indexOf('#');
    String[] parts = (fragment < 0 ? path : path.substring(0, fragment)).split("[/?&=]", -1);
    String best = "";
    for (String part : parts) {
      String text = HEADER.matcher(decoded(part)).replaceFirst("");
      boolean tail = TAILS.contains(text.toLowerCase(Locale.ROOT)) || text.startsWith("t.");
      if (text.indexOf('@') > 0 || (best.indexOf('@') < 0 && !tail && !text.isBlank())) {
        best = text;
      }
    }
    return id(best);
  }

  private static String decoded(String text) {
    return Percent.decode(text).orElse(text);
  }

  private static Optional<MessageId> id(String text) {
    String id = text.strip();
    return id.isEmpty() ? Optional.empty() : Optional.of(new MessageId(id));
  }
}
