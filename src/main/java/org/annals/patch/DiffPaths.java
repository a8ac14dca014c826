package org.annals.patch;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The paths of a diff header: without date, C quoting and the invented first component.
record DiffPaths(String oldPath, String newPath) {
  private static final String NOWHERE = "/dev/null";

  // QUIRK: GNU diff parts the date by a tab, but tabs get lost in mail; Subversion writes
  // `(revision 12)` or `(working copy)`.
  private static final Pattern DATE =
      Pattern.compile(
          "\\s(?:\\d{4}-\\d\\d-\\d\\d\\s|\\d{1,2}\\s\\w{3}\\s\\d{4}\\s"
              + "|(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun)\\s\\w{3}\\s"
              + "|\\((?:revision\\s\\d{1,12}|working copy|nonexistent)\\))");

  /// From what follows `--- ` and `+++ `.
  static DiffPaths ofFileLines(String oldText, String newText) {
    return ofPrefixed(withoutDate(oldText), withoutDate(newText));
  }

  /// From what follows `diff --git `, for headers that say no more than that.
  static DiffPaths ofGitLine(String text) {
    String both = text.strip();
    if (both.startsWith("\"")) {
      int end = quotedEnd(both);
      return ofPrefixed(unquoted(both.substring(0, end)), unquoted(both.substring(end).strip()));
    }
    // Without a rename, both halves are equal but for the prefix, however many spaces they hold.
    int middle = both.length() / 2;
    if (both.length() % 2 == 1 && both.charAt(middle) == ' ') {
      DiffPaths halves = ofPrefixed(both.substring(0, middle), both.substring(middle + 1));
      if (halves.oldPath.equals(halves.newPath)) {
        return halves;
      }
    }
    int gap = both.lastIndexOf(' ');
    return gap < 0
        ? new DiffPaths(both, both)
        : ofPrefixed(both.substring(0, gap).strip(), unquoted(both.substring(gap + 1)));
  }

  private static DiffPaths ofPrefixed(String oldText, String newText) {
    if (oldText.equals(NOWHERE) || newText.equals(NOWHERE)) {
      return new DiffPaths(
          oldText.equals(NOWHERE) ? "" : withoutLetter(oldText),
          newText.equals(NOWHERE) ? "" : withoutLetter(newText));
    }
    String oldRest = withoutFirst(oldText);
    boolean letters = hasLetter(oldText) && hasLetter(newText);
    boolean invented =
        letters || (!oldText.equals(newText) && oldRest.equals(withoutFirst(newText)));
    return invented
        ? new DiffPaths(oldRest, withoutFirst(newText))
        : new DiffPaths(oldText, newText);
  }

  /// `a/` and `b/`, or `i/`, `w/`, `c/`, `o/` of git's mnemonic prefixes.
  private static boolean hasLetter(String path) {
    return path.length() > 2
        && path.charAt(1) == '/'
        && path.charAt(0) >= 'a'
        && path.charAt(0) <= 'z';
  }

  private static String withoutLetter(String path) {
    return hasLetter(path) ? path.substring(2) : path;
  }

  private static String withoutFirst(String path) {
    int slash = path.indexOf('/');
    return slash < 0 || slash == path.length() - 1 ? path : path.substring(slash + 1);
  }

  private static String withoutDate(String text) {
    if (text.startsWith("\"")) {
      return unquoted(text.substring(0, quotedEnd(text)));
    }
    int tab = text.indexOf('\t');
    String path = tab < 0 ? text : text.substring(0, tab);
    Matcher date = DATE.matcher(path);
    return (date.find() ? path.substring(0, date.start()) : path).strip();
  }

  /// After the closing quote of a text that begins with one.
  private static int quotedEnd(String text) {
    int i = 1;
    while (i < text.length() && text.charAt(i) != '"') {
      i += text.charAt(i) == '\\' ? 2 : 1;
    }
    return Math.min(i + 1, text.length());
  }

  /// Undoes git's C quoting: bytes in octal are UTF-8. Text that is not quoted stays as it is.
  static String unquoted(String text) {
    if (text.length() < 2 || !text.startsWith("\"") || !text.endsWith("\"")) {
      return text;
    }
    ByteArrayOutputStream out = new ByteArrayOutputStream(text.length());
    int end = text.length() - 1;
    for (int i = 1; i < end; i++) {
      char c = text.charAt(i);
      if (c != '\\' || i + 1 == end) {
        int next = i + Character.charCount(text.codePointAt(i));
        out.writeBytes(text.substring(i, next).getBytes(StandardCharsets.UTF_8));
        i = next - 1;
      } else if (isOctal(text, i + 1) && isOctal(text, i + 2) && isOctal(text, i + 3)) {
        out.write(Integer.parseInt(text.substring(i + 1, i + 4), 8));
        i += 3;
      } else {
        out.writeBytes(unescaped(text.charAt(i + 1)).getBytes(StandardCharsets.UTF_8));
        i++;
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }

  private static boolean isOctal(String text, int at) {
    return at < text.length() - 1 && text.charAt(at) >= '0' && text.charAt(at) <= '7';
  }

  private static String unescaped(char c) {
    return switch (c) {
      case 'a' -> "\u0007";
      case 'b' -> "\b";
      case 'f' -> "\f";
      case 'n' -> "\n";
      case 'r' -> "\r";
      case 't' -> "\t";
      case 'v' -> "\u000b";
      default -> String.valueOf(c);
    };
  }
}
