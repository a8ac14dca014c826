package org.annals.web;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Hides addresses from programs that collect them: the first dot of the domain becomes a bullet,
/// which people read and put right. Addresses in URLs stay, as links would break; so do those of
/// our inboxes and those that the operator excepts. Immutable.
final class Obfuscation {
  /// Shows all as it is.
  static final Obfuscation NONE = new Obfuscation(null, List.of());

  private static final char BULLET = '\u2022';

  /// How far before an address the beginning of a URL is looked for.
  private static final int URL_CHARACTERS_MAX = 256;

  /// RFC 5322 §3.2.3, as far as mail uses it.
  private static final String LOCAL = ".!#$%&'*+/=?^_`{|}~-";

  private final @Nullable AddressBook inboxes;
  private final List<String> shown;

  /// `shown` are addresses, and domains with all below them; those may begin with `@`.
  Obfuscation(@Nullable AddressBook inboxes, List<String> shown) {
    this.inboxes = inboxes;
    this.shown = shown.stream().map(one -> one.toLowerCase(Locale.ROOT)).toList();
  }

  boolean isOn() {
    return inboxes != null;
  }

  /// As long as the text that came.
  String of(String text) {
    if (inboxes == null || text.indexOf('@') < 0) {
      return text;
    }
    StringBuilder out = null;
    for (int at = text.indexOf('@'); at >= 0; at = text.indexOf('@', at + 1)) {
      int dot = dot(text, at);
      if (dot >= 0 && !isShown(text, at) && !isInUrl(text, at)) {
        out = out == null ? new StringBuilder(text) : out;
        out.setCharAt(dot, BULLET);
      }
    }
    return out == null ? text : out.toString();
  }

  /// For a command: the shell puts the dot back.
  String inShell(String address) {
    String hidden = of(address);
    int bullet = hidden.indexOf(BULLET);
    return hidden.equals(address)
        ? ReplyAdvice.shellQuoted(address)
        : ReplyAdvice.shellQuoted(hidden.substring(0, bullet))
            + "$(echo .)"
            + ReplyAdvice.shellQuoted(hidden.substring(bullet + 1));
  }

  /// Equal ones hide the same.
  @Override
  public boolean equals(Object other) {
    return other instanceof Obfuscation that
        && Objects.equals(inboxes, that.inboxes)
        && shown.equals(that.shown);
  }

  @Override
  public int hashCode() {
    return Objects.hashCode(inboxes);
  }

  /// The first dot of the domain behind `at`, or -1 where that is no address.
  private static int dot(String text, int at) {
    if (at == 0 || !isLocal(text.charAt(at - 1))) {
      return -1;
    }
    int dot = at + 1;
    while (dot < text.length() && isLabel(text.charAt(dot))) {
      dot++;
    }
    boolean first = dot > at + 1 && dot + 1 < text.length() && text.charAt(dot) == '.';
    return first && isLabel(text.charAt(dot + 1)) ? dot : -1;
  }

  private static boolean isLocal(char c) {
    return Character.isLetterOrDigit(c) || LOCAL.indexOf(c) >= 0;
  }

  private static boolean isLabel(char c) {
    return Character.isLetterOrDigit(c) || c == '-' || c == '_';
  }

  private boolean isShown(String text, int at) {
    int start = at;
    while (start > 0 && at - start < URL_CHARACTERS_MAX && isLocal(text.charAt(start - 1))) {
      start--;
    }
    int end = at + 1;
    while (end < text.length()
        && end - at < URL_CHARACTERS_MAX
        && (isLabel(text.charAt(end)) || text.charAt(end) == '.')) {
      end++;
    }
    while (text.charAt(end - 1) == '.') {
      end--; // of the sentence
    }
    String address = text.substring(start, end).toLowerCase(Locale.ROOT);
    String domain = text.substring(at, end).toLowerCase(Locale.ROOT);
    return (inboxes != null && inboxes.contains(address))
        || shown.stream().anyMatch(one -> one.equals(address) || isWithin(domain, one));
  }

  /// `domain` begins with `@`.
  private static boolean isWithin(String domain, String shown) {
    int at = shown.indexOf('@');
    return at <= 0
        && (domain.equals("@" + shown.substring(at + 1))
            || domain.endsWith("." + shown.substring(at + 1)));
  }

  private static boolean isInUrl(String text, int at) {
    int from = Math.max(0, at - URL_CHARACTERS_MAX);
    for (int i = at - 1; i >= from && " \t\n<>\"".indexOf(text.charAt(i)) < 0; i--) {
      if (text.startsWith("://", i)) {
        return true;
      }
    }
    return false;
  }
}
