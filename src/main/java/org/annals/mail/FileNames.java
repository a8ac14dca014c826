package org.annals.mail;

/// File names for downloads, made of what people wrote; safe in URLs, headers and shells.
public final class FileNames {
  private static final int SLUG_CHARACTERS_MAX = 240;

  private FileNames() {}

  /// The first line of a subject without its first `Re: `, runs of other characters than letters,
  /// digits, `_` and `.` made `-`. Never empty, never with a dot or dash at its ends.
  public static String slug(String subject) {
    String line = subject.lines().findFirst().orElse("").strip();
    if (line.regionMatches(true, 0, "re: ", 0, 4)) {
      line = line.substring(3).strip();
    }
    StringBuilder out = new StringBuilder();
    for (int i = 0; i < line.length() && out.length() < SLUG_CHARACTERS_MAX; i++) {
      char c = line.charAt(i);
      char kept = Ascii.isLetter(c) || Ascii.isDigit(c) || c == '_' || c == '.' ? c : '-';
      boolean repeats = !out.isEmpty() && out.charAt(out.length() - 1) == kept;
      if (!repeats || (kept != '-' && kept != '.')) {
        out.append(kept);
      }
    }
    String slug = trim(out);
    return slug.isEmpty() ? "no-subject" : slug;
  }

  private static String trim(StringBuilder text) {
    int from = 0;
    int to = text.length();
    while (from < to && isTrimmed(text.charAt(from))) {
      from++;
    }
    while (to > from && isTrimmed(text.charAt(to - 1))) {
      to--;
    }
    return text.substring(from, to);
  }

  private static boolean isTrimmed(char c) {
    return c == '.' || c == '-';
  }

  /// The name that the URL of an attachment ends in: the sender's if it is harmless, else `a.txt`
  /// or `a.bin`. It is for people; the index of the part finds it.
  public static String attachment(Part part) {
    return part.fileName()
        .filter(FileNames::isHarmless)
        .orElse(part.contentType().equals("text/plain") ? "a.txt" : "a.bin");
  }

  /// At least three of letters, digits and, inside, `_`, `.` and `-`.
  private static boolean isHarmless(String name) {
    int last = name.length() - 1;
    if (last < 2 || !isAlphanumeric(name.charAt(0)) || !isAlphanumeric(name.charAt(last))) {
      return false;
    }
    return name.chars().allMatch(c -> isAlphanumeric(c) || c == '_' || c == '.' || c == '-');
  }

  private static boolean isAlphanumeric(int c) {
    return Ascii.isLetter(c) || Ascii.isDigit(c);
  }
}
