package org.annals.mail;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Reads an address list (RFC 5322 §3.4 and what mail makes of it). Used once.
final class AddressParser {
  /// How far the end of a quoted string or comment is looked for before its opening counts as
  /// an ordinary character. Bounds the work on a value of nothing but openings.
  private static final int NESTED_CHARACTERS_MAX = 1_000;

  private final String text;
  private final boolean decoding;
  private final int lastSemicolon;
  private final List<Address> addresses = new ArrayList<>();
  private int at;

  /// The address being read: what stood outside `<>` and comments, what inside, and before `<`.
  private final StringBuilder phrase = new StringBuilder();

  private final StringBuilder comments = new StringBuilder();
  private @Nullable String angle;
  private String angleName = "";
  private boolean blankBefore;

  /// Text that ended in a comma without being an address: "Doe" of `Doe, Jane <j@example.org>`.
  private String unclaimed = "";

  private @Nullable String group;
  private int groupStart;

  /// `decoding`: encoded words in names are decoded.
  AddressParser(String text, boolean decoding) {
    this.text = text;
    this.decoding = decoding;
    this.lastSemicolon = text.lastIndexOf(';');
  }

  List<Address> parse() {
    while (at < text.length()) {
      char c = text.charAt(at);
      switch (c) {
        case '"' -> quoted();
        case '(' -> comment();
        case '<' -> angle();
        case '>' -> at++;
        case ',' -> {
          at++;
          endAddress(true);
        }
        case ';' -> {
          at++;
          endAddress(false);
          endGroup();
        }
        case ':' -> colon();
        case '=' -> encodedWord();
        default -> plain(c);
      }
    }
    endAddress(false);
    endGroup();
    return List.copyOf(addresses);
  }

  private void plain(char c) {
    at++;
    if (Ascii.isSpace(c)) {
      blankBefore = true;
    } else {
      append(c);
    }
  }

  private void append(char c) {
    if (blankBefore && !phrase.isEmpty()) {
      phrase.append(' ');
    }
    blankBefore = false;
    phrase.append(c);
  }

  private void encodedWord() {
    int end = EncodedWords.wordEnd(text, at);
    if (end < 0 || end - at > NESTED_CHARACTERS_MAX) {
      plain('=');
      return;
    }
    append('=');
    phrase.append(text, at + 1, end);
    at = end;
  }

  /// RFC 5322 §3.2.4. A quote that is never closed is dropped.
  private void quoted() {
    int end = closingQuote(at + 1);
    if (end < 0) {
      at++;
      return;
    }
    boolean localPart = end + 1 < text.length() && text.charAt(end + 1) == '@';
    if (localPart) {
      append('"');
    } else if (blankBefore && !phrase.isEmpty()) {
      phrase.append(' ');
      blankBefore = false;
    }
    for (int i = at + 1; i < end; i++) {
      if (text.charAt(i) == '\\' && i + 1 < end) {
        i++;
      }
      phrase.append(text.charAt(i));
    }
    if (localPart) {
      phrase.append('"');
    }
    at = end + 1;
  }

  private int closingQuote(int from) {
    int limit = Math.min(text.length(), from + NESTED_CHARACTERS_MAX);
    for (int i = from; i < limit; i++) {
      if (text.charAt(i) == '\\') {
        i++;
      } else if (text.charAt(i) == '"') {
        return i;
      }
    }
    return -1;
  }

  /// RFC 5322 §3.2.2. Comments nest.
  private void comment() {
    int limit = Math.min(text.length(), at + NESTED_CHARACTERS_MAX);
    int depth = 0;
    for (int i = at; i < limit; i++) {
      char c = text.charAt(i);
      if (c == '\\') {
        i++;
      } else if (c == '(') {
        depth++;
      } else if (c == ')' && --depth == 0) {
        comments.append(comments.isEmpty() ? "" : " ").append(text, at + 1, i);
        at = i + 1;
        blankBefore = true;
        return;
      }
    }
    plain('(');
  }

  private void angle() {
    String known = angle;
    if (known != null) {
      withAngle("", known); // QUIRK: a comma is missing between two addresses
    }
    angleName = phrase.toString();
    phrase.setLength(0);
    StringBuilder mailbox = new StringBuilder();
    at++;
    while (at < text.length()) {
      char c = text.charAt(at);
      boolean route = !mailbox.isEmpty() && mailbox.charAt(0) == '@';
      if (c == '>') {
        at++;
        break;
      } else if (c == '<') {
        if (!mailbox.isEmpty()) {
          break; // the `>` is missing
        }
      } else if (c == ',' && mailbox.indexOf("@") >= 0 && !route) {
        break; // the `>` is missing
      } else {
        mailbox.append(c);
      }
      at++;
    }
    angle = mailbox(mailbox.toString());
    blankBefore = true;
  }

  /// A colon ends the name of a group if the group's `;` follows (RFC 5322 §3.4).
  private void colon() {
    boolean isGroup = group == null && angle == null && at < lastSemicolon;
    if (!isGroup) {
      plain(':');
      return;
    }
    at++;
    flushUnclaimed();
    group = name(phrase.toString());
    groupStart = addresses.size();
    phrase.setLength(0);
  }

  private void endGroup() {
    if (group != null && addresses.size() == groupStart) {
      addresses.add(new Address(group, ""));
    }
    group = null;
  }

  private void endAddress(boolean comma) {
    String words = phrase.toString();
    String known = angle;
    if (known != null) {
      withAngle(words, known);
    } else if (!words.isEmpty() || !comments.isEmpty()) {
      withoutAngle(words, comma);
    }
    if (!comma) {
      flushUnclaimed();
    }
    phrase.setLength(0);
    comments.setLength(0);
    angle = null;
    blankBefore = false;
  }

  /// The name stands before the `<>`, else behind it, else in a comment.
  private void withAngle(String wordsBehind, String mailbox) {
    String words = angleName.isEmpty() ? wordsBehind : angleName;
    String name = name(words.isEmpty() ? comments.toString() : words);
    // QUIRK: names in the form "Doe, Jane" need quotes and do not always have them.
    if (!unclaimed.isEmpty() && !angleName.isEmpty()) {
      name = unclaimed + ", " + name;
      unclaimed = "";
    }
    flushUnclaimed();
    addresses.add(new Address(name, mailbox));
    comments.setLength(0);
  }

  private void withoutAngle(String words, boolean comma) {
    int sign = words.indexOf('@');
    String[] obscured = words.split(" at ", 2);
    if (sign >= 0 || (obscured.length == 2 && isHost(obscured[1]) && isWord(obscured[0]))) {
      flushUnclaimed();
      bare(sign >= 0 ? words : obscured[0] + "@" + obscured[1]);
    } else if (!words.isEmpty() && comma && group == null) {
      unclaimed = (unclaimed.isEmpty() ? "" : unclaimed + ", ") + name(words);
    } else {
      flushUnclaimed();
      // "unlisted-recipients:; (no To-header on input)": only a comment that is all counts.
      String known = words.isEmpty() && addresses.isEmpty() ? comments.toString() : words;
      if (!known.isEmpty()) {
        addresses.add(new Address(name(known), ""));
      }
    }
  }

  /// `jane@example.org`, perhaps with words around it that serve as a name
  private void bare(String sent) {
    String words = sent.replace("@ ", "@").replace(" @", "@"); // blanks are obsolete, §4.4
    int sign = words.indexOf('@');
    int from = words.startsWith("\"") ? 0 : words.lastIndexOf(' ', sign) + 1;
    int to = words.indexOf(' ', sign);
    boolean foldedHost = to > 0 && words.charAt(to - 1) == '.' && words.indexOf(' ', to + 1) < 0;
    to = to < 0 || foldedHost ? words.length() : to; // `a@b. org` is obsolete, too
    String around = (words.substring(0, from) + words.substring(to)).strip();
    addresses.add(
        new Address(
            name(around.isEmpty() ? comments.toString() : around),
            mailbox(words.substring(from, to))));
  }

  private static boolean isHost(String text) {
    return text.indexOf('.') > 0 && isWord(text);
  }

  private static boolean isWord(String text) {
    return !text.isEmpty() && text.indexOf(' ') < 0;
  }

  private void flushUnclaimed() {
    if (!unclaimed.isEmpty()) {
      addresses.add(new Address(unclaimed, ""));
      unclaimed = "";
    }
  }

  private static String mailbox(String raw) {
    String text = raw.strip();
    if (text.indexOf('@') < 0) {
      text = text.replace(" at ", "@");
    }
    if (text.startsWith("@") && text.indexOf(':') > 0) {
      text = text.substring(text.indexOf(':') + 1); // obsolete route, RFC 5322 §4.4
    }
    if (text.regionMatches(true, 0, "mailto:", 0, 7)) {
      text = text.substring(7);
    }
    StringBuilder out = new StringBuilder(text.length());
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c > ' ' && !Character.isSpaceChar(c)) {
        out.append(c);
      }
    }
    return out.toString();
  }

  /// On one line, runs of blanks made one, without quotes around it.
  private String name(String raw) {
    String decoded = decoding ? EncodedWords.decode(raw) : raw;
    StringBuilder out = new StringBuilder(decoded.length());
    boolean blank = false;
    for (int i = 0; i < decoded.length(); i++) {
      char c = decoded.charAt(i);
      if (c <= ' ') {
        blank = !out.isEmpty();
        continue;
      }
      if (blank) {
        out.append(' ');
        blank = false;
      }
      out.append(c);
    }
    // QUIRK: some programs encode the quotes along with the name.
    int last = out.length() - 1;
    boolean quoted = last > 1 && out.charAt(0) == '"' && out.charAt(last) == '"';
    return quoted ? out.substring(1, last) : out.toString();
  }
}
