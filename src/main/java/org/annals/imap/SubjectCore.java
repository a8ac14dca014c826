package org.annals.imap;

import java.util.Locale;
import java.util.regex.Pattern;

/// The part of a subject that replies share (RFC 5256 §2.1), in upper case.
final class SubjectCore {
  private static final int CHARACTERS_MAX = 1_000;

  private static final Pattern BLANKS = Pattern.compile("\\s+");
  private static final Pattern TRAILER = Pattern.compile("(?i)\\s*\\(fwd\\)$");
  private static final Pattern BLOB = Pattern.compile("^\\[[^\\[\\]]*\\]\\s*");
  private static final Pattern LEADER =
      Pattern.compile("(?i)^(\\[[^\\[\\]]*\\]\\s*)*+(re|fwd?)\\s*(\\[[^\\[\\]]*\\])?:\\s*");
  private static final Pattern FORWARDED = Pattern.compile("(?i)^\\[fwd:(.*)\\]$");

  private SubjectCore() {}

  static String of(String subject) {
    String cut = subject.substring(0, Math.min(subject.length(), CHARACTERS_MAX));
    String text = BLANKS.matcher(cut).replaceAll(" ").strip();
    String before;
    do {
      before = text;
      text = TRAILER.matcher(text).replaceFirst("").strip();
      text = withoutLeaders(text);
      text = FORWARDED.matcher(text).replaceFirst("$1").strip();
    } while (!text.equals(before));
    return text.toUpperCase(Locale.ROOT);
  }

  /// A blob goes only if something is left.
  private static String withoutLeaders(String subject) {
    String text = subject;
    String before;
    do {
      before = text;
      text = LEADER.matcher(text).replaceFirst("");
      String without = BLOB.matcher(text).replaceFirst("");
      text = without.isEmpty() ? text : without;
    } while (!text.equals(before));
    return text;
  }
}
