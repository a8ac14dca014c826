package org.annals.patch;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Collects what the words of a subject's bracketed groups mean. One subject each.
final class PrefixWords {
  /// `1 of 8`, `1of8`, `1 / 8`; written together they are one word.
  private static final Pattern SPACED_COUNTER =
      Pattern.compile("(\\d{1,4})(?: ?/ ?| ?of ?)(\\d{1,4})(?![\\w./])", Pattern.CASE_INSENSITIVE);

  private static final String PIECE_TEXT =
      "patch(?:es|set)?|rfc|resend|resent|repost|git[-_]?pull|pull(?:[-_]?request)?"
          + "|v\\d{1,4}(?:\\.\\d{1,4})?";
  private static final String BETWEEN = "[-_/:.+#()]*";
  private static final Pattern PIECE = Pattern.compile(PIECE_TEXT);

  /// A word made of ours only, with a counter at its end or not: `patchv4`, `rfc/patch`, `v2-1/5`.
  private static final Pattern WORD =
      Pattern.compile(
          "((?:%s(?:%s))*)%s(?:(\\d{1,4})/(\\d{1,4}))?[)]?"
              .formatted(BETWEEN, PIECE_TEXT, BETWEEN));

  /// `v3-rebased`, but not `v5.1-rc2`.
  private static final Pattern VERSION_NOTE =
      Pattern.compile("(v\\d{1,4})[-_](?!rc\\d)([a-z][-a-z]*)", Pattern.CASE_INSENSITIVE);

  private static final Pattern GIT_PULL = Pattern.compile("git[-_]?pull");

  /// What words that match a pattern above begin with.
  private static final String FIRST_OF_OURS = "prgv0123456789";

  private static final int SUB_REVISION_MAX = 3;

  private final List<String> tags = new ArrayList<>();
  private boolean patch;
  private boolean rfc;
  private boolean resend;
  private boolean pull;
  private int version = 1;
  private String versionText = "";
  private int number = -1;
  private int total = -1;

  /// Reads what stood between two brackets.
  void readGroup(String text) {
    String joined =
        mayHoldSpacedCounter(text) ? SPACED_COUNTER.matcher(text).replaceAll("$1/$2") : text;
    int start = 0;
    for (int i = 0; i <= joined.length(); i++) {
      if (i == joined.length() || isBetweenWords(joined.charAt(i))) {
        readWord(joined.substring(start, i));
        start = i + 1;
      }
    }
    if (pull) {
      tags.removeIf(tag -> tag.equalsIgnoreCase("git") || tag.equalsIgnoreCase("request"));
    }
  }

  private static boolean mayHoldSpacedCounter(String text) {
    for (int i = 1; i < text.length() - 1; i++) {
      char c = text.charAt(i);
      boolean spaced = text.charAt(i - 1) == ' ' || text.charAt(i + 1) == ' ';
      boolean of = (c == 'o' || c == 'O') && "fF".indexOf(text.charAt(i + 1)) >= 0;
      if (of || (c == '/' && spaced)) {
        return true;
      }
    }
    return false;
  }

  private static boolean isBetweenWords(char c) {
    return c == ' ' || c == ',' || c == ';';
  }

  void readWord(String word) {
    if (word.equalsIgnoreCase("patch")) {
      patch = true; // nearly always, and patterns are slow
      return;
    }
    String lower = word.toLowerCase(Locale.ROOT);
    int first = 0;
    while (first < lower.length() && !Character.isLetterOrDigit(lower.charAt(first))) {
      first++;
    }
    if (first == lower.length()) {
      return;
    }
    boolean mayBeOurs = FIRST_OF_OURS.indexOf(lower.charAt(first)) >= 0;
    if (!(mayBeOurs && (readOurs(lower) || readNote(word))) && !readStart(lower)) {
      tags.add(withoutColon(word));
    }
  }

  private boolean readOurs(String lower) {
    Matcher word = WORD.matcher(lower);
    if (!word.matches()) {
      return false;
    }
    Matcher piece = PIECE.matcher(lower).region(0, word.end(1));
    while (piece.find()) {
      readPiece(piece.group());
    }
    readCounter(word.group(2), word.group(3));
    return true;
  }

  private boolean readNote(String word) {
    Matcher note = VERSION_NOTE.matcher(word);
    if (!note.matches()) {
      return false;
    }
    readWord(note.group(1));
    tags.add(note.group(2));
    return true;
  }

  List<String> tags() {
    return tags;
  }

  boolean patch() {
    return patch;
  }

  boolean rfc() {
    return rfc;
  }

  boolean resend() {
    return resend;
  }

  boolean pull() {
    return pull;
  }

  int version() {
    return version;
  }

  String versionText() {
    return versionText;
  }

  int number() {
    return number;
  }

  int total() {
    return total;
  }

  private void readPiece(String piece) {
    if (piece.startsWith("v")) {
      readVersion(piece.substring(1));
    } else {
      readStart(piece);
    }
  }

  /// b4's rule: how the word starts decides.
  private boolean readStart(String word) {
    boolean isPatch = word.startsWith("patch");
    boolean isRfc = word.startsWith("rfc");
    boolean isResend =
        word.startsWith("resend") || word.startsWith("resent") || word.startsWith("repost");
    boolean isPull = word.startsWith("pull") || GIT_PULL.matcher(word).lookingAt();
    patch |= isPatch;
    rfc |= isRfc;
    resend |= isResend;
    pull |= isPull;
    return isPatch || isRfc || isResend || isPull;
  }

  /// The first wins, but a whole number wins over `2.1`.
  private void readVersion(String text) {
    boolean dotted = text.indexOf('.') >= 0;
    if (dotted && isKernel(text)) {
      tags.add("v" + text);
      return;
    }
    boolean known = !versionText.isEmpty();
    boolean better = !known || (!dotted && versionText.indexOf('.') >= 0);
    if (better) {
      if (known) {
        tags.add("v" + versionText);
      }
      versionText = text;
      version = Integer.parseInt(dotted ? text.substring(0, text.indexOf('.')) : text);
    } else if (dotted) {
      tags.add("v" + text);
    }
  }

  /// QUIRK: `[PATCH v6.6]` is for the stable kernel 6.6. Sub-revisions seen on lists end at `.2`;
  /// stable kernels begin with `.4`, but for 6.1.
  private static boolean isKernel(String text) {
    return text.equals("6.1")
        || Integer.parseInt(text.substring(text.indexOf('.') + 1)) > SUB_REVISION_MAX;
  }

  private void readCounter(String first, String second) {
    if (first != null && number < 0) {
      number = Integer.parseInt(first);
      total = Math.max(number, Integer.parseInt(second));
    }
  }

  private static String withoutColon(String word) {
    return word.endsWith(":") ? word.substring(0, word.length() - 1) : word;
  }
}
