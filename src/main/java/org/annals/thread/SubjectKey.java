package org.annals.thread;

import java.util.Locale;

/// A subject made comparable: messages of one key are loose matches of a thread.
///
/// public-inbox's rule: white space squeezed, trailing dots and one `Re: ` dropped, whatever is not
/// a word character or one of `.~/-` turned into `_`, lower case.
public final class SubjectKey {
  private static final String REPLY = "re: ";

  private SubjectKey() {}

  /// Empty when the subject says nothing.
  public static String of(String subject) {
    String text = withoutTrailingDots(squeezed(subject));
    if (text.regionMatches(true, 0, REPLY, 0, REPLY.length())) {
      text = text.substring(REPLY.length());
    } else if (text.equalsIgnoreCase(REPLY.strip())) {
      return "";
    }
    return underscored(text).toLowerCase(Locale.ROOT);
  }

  private static String squeezed(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (Character.isWhitespace(c) || Character.isSpaceChar(c)) {
        gap = true;
      } else {
        if (gap && !out.isEmpty()) {
          out.append(' ');
        }
        gap = false;
        out.append(c);
      }
    }
    return out.toString();
  }

  private static String withoutTrailingDots(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '.') {
      end--;
    }
    return text.substring(0, end);
  }

  private static String underscored(String text) {
    StringBuilder out = new StringBuilder(text.length());
    boolean gap = false;
    for (int i = 0; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      boolean kept = isWord(c) || c == '.' || c == '~' || c == '/' || c == '-';
      if (kept) {
        out.appendCodePoint(c);
      } else if (!gap) {
        out.append('_');
      }
      gap = !kept;
    }
    return out.toString();
  }

  /// Perl's `\w`, which the rule is written in.
  private static boolean isWord(int c) {
    return switch (Character.getType(c)) {
      case Character.NON_SPACING_MARK,
          Character.ENCLOSING_MARK,
          Character.COMBINING_SPACING_MARK,
          Character.DECIMAL_DIGIT_NUMBER,
          Character.CONNECTOR_PUNCTUATION ->
          true;
      default -> Character.isAlphabetic(c);
    };
  }
}
