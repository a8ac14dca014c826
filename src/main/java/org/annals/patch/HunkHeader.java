package org.annals.patch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// `@@ -61,18 +61,31 @@ struct brook_slot {`. A missing count is 1, as in every diff format.
///
/// `parents` is more than 1 for combined diffs (`@@@`); then the old side is the first parent's.
public record HunkHeader(
    int oldStart, int oldCount, int newStart, int newCount, int parents, String context) {
  private static final String RANGE = "(\\d{1,9})(?:,(\\d{1,9}))?";
  private static final Pattern HUNK =
      Pattern.compile(
          "(@@@{0,15}) -" + RANGE + "((?: -[\\d,]{1,19}){0,15}) \\+" + RANGE + " \\1 ?(.*)",
          Pattern.DOTALL);

  private static final int DIGITS_MAX = 9;
  private static final long NO_RANGE = -1;

  /// The header on this line; it may carry its line end, and be wrapped as in a run.
  public static Optional<HunkHeader> parse(CharSequence line) {
    HunkHeader plain = plain(line.toString());
    return plain != null ? Optional.of(plain) : any(line);
  }

  /// Most are of one parent and on one line: a tenth of the time that the expression takes.
  private static @Nullable HunkHeader plain(String line) {
    int plus = line.startsWith("@@ -") ? line.indexOf(" +") : -1;
    int end = plus < 0 ? -1 : line.indexOf(" @@", plus);
    if (end < 0 || isWrapped(line)) {
      return null;
    }
    long before = range(line, "@@ -".length(), plus);
    long after = range(line, plus + 2, end);
    return before == NO_RANGE || after == NO_RANGE
        ? null
        : new HunkHeader(
            (int) (before >> Integer.SIZE),
            (int) before,
            (int) (after >> Integer.SIZE),
            (int) after,
            1,
            line.substring(end + " @@".length()).strip());
  }

  private static boolean isWrapped(String line) {
    int text = line.length();
    while (text > 0 && (line.charAt(text - 1) == '\n' || line.charAt(text - 1) == '\r')) {
      text--;
    }
    return line.lastIndexOf('\n', text - 1) >= 0 || line.lastIndexOf('\r', text - 1) >= 0;
  }

  /// Start and count in one.
  private static long range(String line, int from, int to) {
    int comma = line.indexOf(',', from);
    if (comma < 0 || comma > to) {
      return isNumber(line, from, to)
          ? (long) Integer.parseInt(line, from, to, 10) << Integer.SIZE | 1
          : NO_RANGE;
    }
    return isNumber(line, from, comma) && isNumber(line, comma + 1, to)
        ? (long) Integer.parseInt(line, from, comma, 10) << Integer.SIZE
            | Integer.parseInt(line, comma + 1, to, 10)
        : NO_RANGE;
  }

  private static boolean isNumber(String line, int from, int to) {
    for (int i = from; i < to; i++) {
      if (line.charAt(i) < '0' || line.charAt(i) > '9') {
        return false;
      }
    }
    return to > from && to - from <= DIGITS_MAX;
  }

  private static Optional<HunkHeader> any(CharSequence line) {
    Matcher matcher = HUNK.matcher(line);
    if (!matcher.matches()) {
      return Optional.empty();
    }
    int parents = matcher.group(1).length() - 1;
    if (parents != 1 + matcher.group(4).chars().filter(c -> c == '-').count()) {
      return Optional.empty();
    }
    return Optional.of(
        new HunkHeader(
            Integer.parseInt(matcher.group(2)),
            count(matcher.group(3)),
            Integer.parseInt(matcher.group(5)),
            count(matcher.group(6)),
            parents,
            matcher.group(7).lines().map(String::strip).collect(Collectors.joining(" "))));
  }

  private static int count(String digits) {
    return digits == null ? 1 : Integer.parseInt(digits);
  }
}
