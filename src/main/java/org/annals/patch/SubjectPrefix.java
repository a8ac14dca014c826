package org.annals.patch;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// What a subject says before its title: `Re: [PATCH net-next v3 2/7] ring: grow`.
///
/// Reads what b4 reads and what Patchwork reads: several groups, commas, counters and versions
/// glued to words, `2 of 7`, `(v3)` in the title, `v5.1`. `tags` are the words that mean nothing
/// here, as written: tree names, `AUTOSEL`, `5.10`, `v6.6`. `version` is 1 and `versionText` empty
/// when none is said; of `v5.1` the text is `5.1`. `number` and `total` are -1 without a counter;
/// a number beyond the total raises the total. `prefixText` is all groups as sent, white space
/// folded. `title` is what remains, `Re:` gone as well.
public record SubjectPrefix(
    boolean reply,
    List<String> tags,
    boolean patch,
    boolean rfc,
    boolean resend,
    boolean pull,
    int version,
    String versionText,
    int number,
    int total,
    String prefixText,
    String title) {

  /// How far into a subject groups are looked for; no real prefix comes near.
  private static final int PREFIX_LENGTH_MAX = 1_000;

  private static final Pattern WHITE = Pattern.compile("[\\s\\p{Zs}]+");

  private static final Pattern REPLY_COUNT = Pattern.compile("\\[\\d{1,4}\\]");

  private static final List<String> REPLY_WORDS =
      List.of("re", "aw", "antw", "fwd", "fw", "sv", "回复", "答复", "转发");

  private static final Pattern TITLE_VERSION =
      Pattern.compile("\\((v\\d{1,4}(?:\\.\\d{1,4})?)\\)", Pattern.CASE_INSENSITIVE);

  public SubjectPrefix {
    tags = List.copyOf(tags);
  }

  public static SubjectPrefix parse(String subject) {
    String text = isTidy(subject) ? subject : WHITE.matcher(subject).replaceAll(" ").strip();
    PrefixWords words = new PrefixWords();
    StringBuilder prefix = new StringBuilder();
    boolean reply = false;
    int at = 0;
    while (at < Math.min(text.length(), PREFIX_LENGTH_MAX)) {
      if (text.charAt(at) == '[') {
        int end = groupEnd(text, at);
        if (end < 0) {
          break;
        }
        words.readGroup(text.substring(at + 1, end - 1).replace('[', ' ').replace(']', ' '));
        boolean apart = !prefix.isEmpty() && text.charAt(at - 1) != ']';
        prefix.append(apart ? " " : "").append(text, at, end);
        at = end;
      } else if (text.charAt(at) == ' ') {
        at++;
      } else {
        int end = replyEnd(text, at);
        if (end < 0) {
          break;
        }
        reply = true;
        at = end;
      }
    }
    return of(reply, words, prefix.toString(), text.substring(at));
  }

  /// Whether white space is single spaces within, as nearly everywhere.
  private static boolean isTidy(String text) {
    boolean space = true;
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c > '~' || (c == ' ' && space)) {
        return false;
      }
      space = c == ' ';
    }
    return !space;
  }

  /// After the `Re:` or its like at `at` and a space; -1 if there is none. `re` counts without its
  /// colon before a bracket, and so does any short word with one: `Sv:`, `FW:`. Of longer ones only
  /// those that mail programs really write.
  private static int replyEnd(String text, int at) {
    for (String word : REPLY_WORDS) {
      if (text.regionMatches(true, at, word, 0, word.length())) {
        int end = at + word.length();
        if (word.equals("re")) {
          Matcher count = REPLY_COUNT.matcher(text).region(end, text.length());
          if (isAt(text, end, ' ') && isAt(text, end + 1, '[')) {
            return end + 1;
          }
          end = isAt(text, end, '[') && count.lookingAt() ? count.end() : end;
        }
        int colon = isAt(text, end, ' ') ? end + 1 : end;
        if (isAt(text, colon, ':') || isAt(text, colon, '：')) {
          return isAt(text, colon + 1, ' ') ? colon + 2 : colon + 1;
        }
      }
    }
    int letters = at;
    while (letters < text.length() && letters < at + 4 && isLetter(text.charAt(letters))) {
      letters++;
    }
    int bracket = isAt(text, letters + 1, ' ') ? letters + 2 : letters + 1;
    boolean isShort = letters == at + 2 || letters == at + 3;
    return isShort && isAt(text, letters, ':') && isAt(text, bracket, '[') ? bracket : -1;
  }

  private static boolean isLetter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
  }

  private static boolean isAt(String text, int at, char c) {
    return at < text.length() && text.charAt(at) == c;
  }

  /// Whether this is the `0/7` of a series. A reply to it is not.
  public boolean coverLetter() {
    return number == 0 && !reply;
  }

  private static SubjectPrefix of(boolean reply, PrefixWords words, String prefix, String title) {
    if (words.versionText().isEmpty() && words.patch() && title.indexOf('(') >= 0) {
      Matcher version = TITLE_VERSION.matcher(title);
      if (version.find()) {
        words.readWord(version.group(1));
      }
    }
    return new SubjectPrefix(
        reply,
        words.tags(),
        words.patch(),
        words.rfc(),
        words.resend(),
        words.pull(),
        words.version(),
        words.versionText(),
        words.number(),
        words.total(),
        prefix,
        title);
  }

  /// After the bracket that closes the one at `start`, or after the first that closes any; -1.
  private static int groupEnd(String text, int start) {
    int limit = Math.min(text.length(), PREFIX_LENGTH_MAX);
    int depth = 0;
    for (int i = start; i < limit; i++) {
      if (text.charAt(i) == '[') {
        depth++;
      } else if (text.charAt(i) == ']' && --depth == 0) {
        return i + 1;
      }
    }
    int close = text.indexOf(']', start);
    return close < 0 || close >= limit ? -1 : close + 1;
  }
}
