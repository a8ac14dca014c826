package org.annals.patch;

/// The line `-- ` that parts a signature from the text (RFC 3676 §4.3).
final class Signature {
  private Signature() {}

  /// QUIRK: the space at its end gets lost, or becomes a no-break space.
  static boolean startsAt(Lines lines, int line) {
    if (!lines.startsWith(line, "--")) {
      return false;
    }
    int length = lines.length(line);
    for (int i = 2; i < length; i++) {
      char c = lines.at(line, i);
      if (c != ' ' && c != '\u00a0' && c != '\t') {
        return false;
      }
    }
    return true;
  }

  /// Whether the line is `2.51.0` or the like, git's signature.
  static boolean isVersion(Lines lines, int line) {
    int length = lines.length(line);
    if (length < 3 || length > 40 || !Character.isDigit(lines.at(line, 0))) {
      return false;
    }
    for (int i = 1; i < length; i++) {
      if (lines.at(line, i) == '.') {
        return true;
      }
      if (!Character.isDigit(lines.at(line, i))) {
        return false;
      }
    }
    return false;
  }
}
