package org.annals.mail;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Pattern;

/// What a line that starts with `From ` looks like; the later, the more doubtful it is.
enum FromLine {
  /// Not at all a separator: a sentence.
  NONE,
  /// The one that public-inbox writes.
  FIXED,
  /// The one that `git format-patch` writes, with a time that is always the same.
  PATCH,
  /// A sender and a time as `ctime` writes it (RFC 4155 Appendix A).
  FULL,
  /// A time and a year somewhere in it.
  DATED;

  /// Longer lines are looked at no further.
  static final int BYTES_MAX = 1_000;

  private static final Pattern PATCH_LINE =
      Pattern.compile("From [0-9a-f]{40,64} Mon Sep 17 00:00:00 2001\\s*");

  private static final Pattern FULL_LINE =
      Pattern.compile(
          "From \\S.*? +(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),? +"
              + "(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) +\\d{1,2} +"
              + "\\d{1,2}:\\d\\d(?::\\d\\d)? +(?:[A-Z+-][A-Z0-9]{2,5} +)?\\d{4}"
              + "(?: +[+-]\\d{4})?(?: remote from \\S+)?\\s*");

  static FromLine of(byte[] bytes, int line, int next) {
    if (!Ascii.startsWith(bytes, line, next, MboxWriter.FROM)) {
      return NONE;
    }
    if (isFixed(bytes, line, next)) {
      return FIXED;
    }
    if (!hasDate(bytes, line, next)) {
      return NONE;
    }
    int length = Math.min(next - line, BYTES_MAX);
    String text = new String(bytes, line, length, StandardCharsets.ISO_8859_1);
    if (PATCH_LINE.matcher(text).matches()) {
      return PATCH;
    }
    return FULL_LINE.matcher(text).matches() ? FULL : DATED;
  }

  private static boolean isFixed(byte[] bytes, int line, int next) {
    byte[] fixed = MboxWriter.SEPARATOR;
    int stop = next > line && bytes[next - 1] == '\n' ? next - 1 : next;
    stop = stop > line && bytes[stop - 1] == '\r' ? stop - 1 : stop;
    return stop - line == fixed.length - 1
        && Arrays.equals(bytes, line, stop, fixed, 0, fixed.length - 1);
  }

  /// `12:34` and a year somewhere in the line; sentences that start with "From " have neither.
  private static boolean hasDate(byte[] bytes, int line, int next) {
    int stop = Math.min(next, line + BYTES_MAX);
    boolean time = false;
    boolean year = false;
    int digits = 0;
    for (int i = line; i < stop; i++) {
      if (Ascii.isDigit(bytes[i])) {
        digits++;
        continue;
      }
      year |= digits == 4 && (bytes[i - 4] == '1' || bytes[i - 4] == '2');
      time |= (digits == 1 || digits == 2) && bytes[i] == ':' && isMinutes(bytes, i + 1, stop);
      digits = 0;
    }
    return time && (year || digits == 4);
  }

  private static boolean isMinutes(byte[] bytes, int from, int stop) {
    return from + 1 < stop && Ascii.isDigit(bytes[from]) && Ascii.isDigit(bytes[from + 1]);
  }
}
