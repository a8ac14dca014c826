package org.annals.patch;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

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

  /// The header on this line; it may carry its line end, and be wrapped as in a run.
  public static Optional<HunkHeader> parse(CharSequence line) {
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
