package org.annals.index;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/// The parts of identifiers, in lower case: `map` and `blocks` of `map_blocks`, `mapBlocks`,
/// `MapBLOCKS` and `__map_blocks()`. An identifier is ASCII; one letter is no part, and neither is
/// a number.
final class IdentifierParts {
  private static final int CHARACTERS_MIN = 2;

  /// As many of one message as are found by.
  private static final int PARTS_MAX = 2_000;

  private static final byte OTHER = 0;
  private static final byte LOWER = 1;
  private static final byte UPPER = 2;
  private static final byte DIGIT = 3;
  private static final byte JOINT = 4;
  private static final byte[] KINDS = kinds();

  private final Set<String> identifiers = new HashSet<>();
  private final Set<String> parts = new LinkedHashSet<>();

  /// Of what a message says itself and what its diffs change, not of what they only show.
  static Set<String> of(String subject, Texts texts) {
    IdentifierParts found = new IdentifierParts();
    found.addAll(subject);
    found.addAll(texts.prose());
    DiffText diff = texts.diff();
    found.addAll(diff.removed());
    found.addAll(diff.added());
    found.addAll(diff.hunks());
    diff.paths().forEach(found::addAll);
    return found.parts;
  }

  /// The parts of one word, also if it has only one.
  static List<String> split(String word) {
    List<String> parts = new ArrayList<>();
    int start = 0;
    for (int i = 1; i <= word.length(); i++) {
      if (i == word.length() || isBoundary(word, i)) {
        int from = start;
        while (from < i && kind(word.charAt(from)) == JOINT) {
          from++;
        }
        int to = i;
        while (to > from && kind(word.charAt(to - 1)) == JOINT) {
          to--;
        }
        if (to - from >= CHARACTERS_MIN && kind(word.charAt(from)) != DIGIT) {
          parts.add(word.substring(from, to).toLowerCase(Locale.ROOT));
        }
        start = i;
      }
    }
    return parts;
  }

  /// After `_`, and before a capital that follows a small letter or is followed by one.
  private static boolean isBoundary(String word, int at) {
    byte before = kind(word.charAt(at - 1));
    byte here = kind(word.charAt(at));
    boolean small = at + 1 < word.length() && kind(word.charAt(at + 1)) == LOWER;
    return (before == JOINT && here != JOINT)
        || (here == UPPER && (before == LOWER || before == DIGIT || (before == UPPER && small)));
  }

  private void addAll(String text) {
    byte[] characters = text.getBytes(StandardCharsets.ISO_8859_1); // read faster than a string
    int start = 0;
    boolean joined = false;
    byte before = OTHER;
    for (int i = 0; i <= characters.length && parts.size() < PARTS_MAX; i++) {
      byte kind = i == characters.length || characters[i] < 0 ? OTHER : KINDS[characters[i]];
      if (kind == OTHER) {
        if (joined && i - start <= WordTokenizer.CHARACTERS_MAX) {
          add(new String(characters, start, i - start, StandardCharsets.ISO_8859_1));
        }
        start = i + 1;
        joined = false;
      } else {
        joined |= kind == JOINT || (kind == UPPER && before == LOWER);
      }
      before = kind;
    }
  }

  private void add(String identifier) {
    if (identifiers.add(identifier)) {
      parts.addAll(split(identifier));
    }
  }

  private static byte kind(char c) {
    return c < KINDS.length ? KINDS[c] : OTHER;
  }

  private static byte[] kinds() {
    byte[] kinds = new byte[128];
    for (char c = 0; c < kinds.length; c++) {
      kinds[c] =
          c == '_'
              ? JOINT
              : Character.isDigit(c)
                  ? DIGIT
                  : Character.isUpperCase(c) ? UPPER : Character.isLowerCase(c) ? LOWER : OTHER;
    }
    return kinds;
  }
}
