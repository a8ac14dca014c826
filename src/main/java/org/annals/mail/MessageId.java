package org.annals.mail;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A Message-ID without its angle brackets, characters kept as sent (RFC 5322 §3.6.4).
public record MessageId(String value) implements Comparable<MessageId> {
  /// Longer ids are cut; public-inbox has the same limit, in characters.
  public static final int CHARACTERS_MAX = 244;

  /// The ids in one header value: every `<…>`, or else the whole value. Unique, in order.
  public static List<MessageId> parseAll(String headerValue) {
    Set<MessageId> ids = new LinkedHashSet<>();
    addAll(headerValue, ids);
    return List.copyOf(ids);
  }

  static void addAll(String headerValue, Collection<MessageId> ids) {
    for (String text : texts(headerValue)) {
      MessageId id = new MessageId(cut(text));
      if (!id.value.isEmpty()) {
        ids.add(id);
      }
    }
  }

  /// The texts between `<` and `>`, or else the whole value, not yet cut.
  static List<String> texts(String headerValue) {
    List<String> texts = bracketed(headerValue);
    String whole = Ascii.strip(headerValue);
    return texts.isEmpty() && !whole.equals("<>") ? List.of(clean(whole)) : texts;
  }

  /// The texts between `<` and `>`; LF, TAB, CR and NUL deleted.
  static List<String> bracketed(String headerValue) {
    List<String> texts = new ArrayList<>(1);
    int open = headerValue.indexOf('<');
    while (open >= 0) {
      int close = headerValue.indexOf('>', open);
      if (close < 0) {
        break;
      }
      if (close > open + 1) {
        texts.add(clean(headerValue.substring(open + 1, close)));
      }
      open = headerValue.indexOf('<', close);
    }
    return texts;
  }

  private static String clean(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isDeleted(text.charAt(i))) {
        StringBuilder out = new StringBuilder(text.length());
        text.chars().filter(c -> !isDeleted(c)).forEach(c -> out.append((char) c));
        return out.toString();
      }
    }
    return text;
  }

  private static boolean isDeleted(int c) {
    return c == '\n' || c == '\t' || c == '\r' || c == 0;
  }

  static boolean isTooLong(String text) {
    return text.length() > CHARACTERS_MAX && text.codePointCount(0, text.length()) > CHARACTERS_MAX;
  }

  private static String cut(String text) {
    return isTooLong(text) ? text.substring(0, text.offsetByCodePoints(0, CHARACTERS_MAX)) : text;
  }

  /// Hexadecimal SHA-1 of the UTF-8 value: names the message inside pages.
  public String sha1Hex() {
    try {
      MessageDigest sha1 = MessageDigest.getInstance("SHA-1");
      return HexFormat.of().formatHex(sha1.digest(value.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-1", e);
    }
  }

  @Override
  public int compareTo(MessageId other) {
    return value.compareTo(other.value);
  }

  @Override
  public String toString() {
    return value;
  }
}
