package org.annals.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.annals.patch.Run.Kind;

/// Trailers of known form: `Something-by:` and the keys below, anywhere in unquoted prose.
public final class Trailers {
  private static final Set<String> KEYS =
      Set.of(
          "base-commit",
          "buglink",
          "cc",
          "change-id",
          "closes",
          "depends-on",
          "fixes",
          "link",
          "message-id",
          "obsoletes",
          "prerequisite-base-commit",
          "prerequisite-change-id",
          "prerequisite-message-id",
          "prerequisite-patch-id",
          "see-also",
          "stable-dep-of",
          "supersedes",
          "upstream-commit",
          "x-change-id");

  private static final int KEY_LENGTH_MAX = 40;

  /// Spaces before a key. Four are the indent of `git log`, which people paste.
  private static final int INDENT_MAX = 3;

  /// Lines of one trailer; longer ones are text that happens to be indented.
  private static final int LINES_MAX = 10;

  private Trailers() {}

  /// All trailers of a text, in order, those of its commit message and after it alike.
  public static List<Trailer> of(String body) {
    List<Trailer> all = new ArrayList<>();
    for (Run run : TextRuns.split(body)) {
      if (run.kind() == Kind.TRAILER) {
        all.add(of(body, run));
      }
    }
    return all;
  }

  /// The trailer that a run of that kind holds.
  public static Trailer of(String body, Run run) {
    String text = body.substring(run.start(), run.end());
    List<String> parts = new ArrayList<>();
    text.substring(text.indexOf(':') + 1).lines().forEach(line -> parts.add(line.strip()));
    return new Trailer(run.name(), String.join(" ", parts).strip());
  }

  /// The key of the trailer at this line; empty if there is none.
  static String keyAt(Lines lines, int line) {
    int start = 0;
    while (start <= INDENT_MAX && lines.at(line, start) == ' ') {
      start++;
    }
    int end = start;
    while (end - start <= KEY_LENGTH_MAX && isKeyChar(lines.at(line, end))) {
      end++;
    }
    if (start > INDENT_MAX || end == start || lines.at(line, end) != ':') {
      return "";
    }
    String text = lines.text(line);
    String key = text.substring(start, end);
    String value = text.substring(end + 1);
    boolean valued = !value.isBlank() && !value.startsWith(":");
    // In prose, `Cc: the memory people` is as common as the trailer.
    boolean named = !key.equalsIgnoreCase("cc") || value.indexOf('@') >= 0;
    return valued && named && isKnown(key) ? key : "";
  }

  /// The line after the trailer at `first`.
  static int end(Lines lines, int first) {
    int line = first + 1;
    while (line < lines.count() && line - first < LINES_MAX && continues(lines, first, line)) {
      line++;
    }
    return line;
  }

  static boolean isPerson(String key) {
    return key.toLowerCase(Locale.ROOT).endsWith("-by");
  }

  private static boolean continues(Lines lines, int first, int line) {
    if (lines.blank(line) || !keyAt(lines, line).isEmpty()) {
      return false;
    }
    char c = lines.at(line, 0);
    if (c == ' ' || c == '\t') {
      return !Diffstat.isRow(lines, line) && !Diffstat.isSummary(lines, line);
    }
    return wraps(lines.text(line - 1), lines.text(line), line == first + 1);
  }

  /// QUIRK: mail programs wrap `Fixes: 0123456789ab ("net: …")` and `Name <address>` without
  /// indenting what comes after.
  private static boolean wraps(String before, String text, boolean second) {
    String head = before.stripTrailing();
    int quote = head.lastIndexOf("(\"");
    boolean title = quote >= 0 && head.indexOf("\")", quote) < 0 && text.contains("\")");
    boolean address =
        second && head.indexOf('@') < 0 && text.startsWith("<") && text.strip().endsWith(">");
    return title || address;
  }

  private static boolean isKnown(String key) {
    String lower = key.toLowerCase(Locale.ROOT);
    return KEYS.contains(lower) || (lower.length() > 4 && lower.endsWith("-by"));
  }

  private static boolean isKeyChar(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-';
  }
}
