package org.annals.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Decodes RFC 2047 encoded words, also the malformed ones that real mail has.
///
/// Words may split a character between them, hold blanks, name a language (RFC 2231 §5), stand
/// inside quoted strings or other words, or lack their `?=`; base64 may be cut short.
public final class EncodedWords {
  private static final int CHARSET_CHARACTERS_MAX = 64;

  private final String raw;
  private final StringBuilder out;

  /// Bytes of the words so far that follow one another in one charset, not yet decoded.
  private final ByteArrayOutputStream pending = new ByteArrayOutputStream();

  private String pendingCharset = "";
  private boolean inWords;

  /// Index of the next `?=`, looked up once; -1 when not known, length when there is none.
  private int terminator = -1;

  private EncodedWords(String raw) {
    this.raw = raw;
    this.out = new StringBuilder(raw.length());
  }

  /// `[start, end)` is the whole word, `[text, textEnd)` what is encoded.
  private record Word(String charset, boolean base64, int text, int textEnd, int end) {}

  /// The value with every encoded word decoded and blanks between adjacent words dropped.
  public static String decode(String raw) {
    int first = raw.indexOf("=?");
    return first < 0 ? raw : new EncodedWords(raw).run(first);
  }

  /// Index after the well-formed encoded word that starts at `from`, or -1.
  static int wordEnd(String raw, int from) {
    int text = textStart(raw, from);
    if (text < 0) {
      return -1;
    }
    int end = raw.indexOf("?=", text);
    int angle = raw.indexOf('<', text);
    if (end < 0 || (angle >= 0 && angle < end)) {
      return -1; // cut; the `?=` found, if any, ends another word
    }
    return end + 2;
  }

  private String run(int first) {
    int plain = 0;
    int at = first;
    while (at >= 0) {
      Word word = wordAt(at);
      if (word == null) {
        at = raw.indexOf("=?", at + 1);
        continue;
      }
      boolean adjacent = inWords && isBlank(plain, at);
      if (!adjacent || !word.charset.equals(pendingCharset)) {
        flush();
        if (!adjacent) {
          out.append(raw, plain, at);
        }
      }
      append(word);
      plain = word.end;
      at = raw.indexOf("=?", plain);
    }
    flush();
    return out.append(raw, plain, raw.length()).toString();
  }

  private boolean isBlank(int from, int to) {
    for (int i = from; i < to; i++) {
      if (!Ascii.isSpace(raw.charAt(i))) {
        return false;
      }
    }
    return true;
  }

  private void append(Word word) {
    pendingCharset = word.charset;
    inWords = true;
    byte[] text = raw.substring(word.text, word.textEnd).getBytes(StandardCharsets.UTF_8);
    if (word.base64) {
      pending.writeBytes(TransferCoding.base64(text, 0, text.length).bytes());
    } else {
      appendQ(text);
    }
  }

  /// RFC 2047 §4.2
  private void appendQ(byte[] text) {
    for (int i = 0; i < text.length; i++) {
      int high = text[i] == '=' && i + 2 < text.length ? Ascii.hexDigit(text[i + 1]) : -1;
      int low = high >= 0 ? Ascii.hexDigit(text[i + 2]) : -1;
      if (low >= 0) {
        pending.write(high << 4 | low);
        i += 2;
      } else {
        pending.write(text[i] == '_' ? ' ' : text[i]);
      }
    }
  }

  private void flush() {
    if (pending.size() > 0) {
      byte[] bytes = pending.toByteArray();
      out.append(Charsets.decode(pendingCharset, bytes, 0, bytes.length).text());
      pending.reset();
    }
  }

  /// Index after `=?charset?q?`, or -1.
  private static int textStart(String raw, int at) {
    if (!raw.startsWith("=?", at)) {
      return -1;
    }
    int mark = at + 2;
    int limit = Math.min(raw.length(), mark + CHARSET_CHARACTERS_MAX);
    while (mark < limit && raw.charAt(mark) != '?') {
      char c = raw.charAt(mark);
      if (c <= ' ' || c == '=' || c == '<' || c == '>') {
        return -1;
      }
      mark++;
    }
    if (mark >= limit || mark + 2 >= raw.length() || raw.charAt(mark + 2) != '?') {
      return -1;
    }
    int encoding = Ascii.lower(raw.charAt(mark + 1));
    return encoding == 'b' || encoding == 'q' ? mark + 3 : -1;
  }

  private @Nullable Word wordAt(int at) {
    int text = textStart(raw, at);
    if (text < 0) {
      return null;
    }
    String charset = Charsets.label(raw.substring(at + 2, text - 3));
    boolean base64 = Ascii.lower(raw.charAt(text - 2)) == 'b';
    return base64 ? base64Word(charset, text) : qWord(charset, text);
  }

  private Word base64Word(String charset, int text) {
    int to = text;
    int solid = -1;
    while (to < raw.length() && isBase64Text(raw.charAt(to))) {
      if (solid < 0 && Ascii.isSpace(raw.charAt(to))) {
        solid = to;
      }
      to++;
    }
    if (raw.startsWith("?=", to)) {
      return new Word(charset, true, text, to, to + 2);
    }
    // QUIRK: cut at a column by software that did not know of encoded words.
    int cut = solid < 0 ? to : solid;
    boolean halfTerminator = cut < raw.length() && raw.charAt(cut) == '?';
    return new Word(charset, true, text, cut, halfTerminator ? cut + 1 : cut);
  }

  private static boolean isBase64Text(char c) {
    return TransferCoding.isBase64(c) || c == '=' || Ascii.isSpace(c);
  }

  private Word qWord(String charset, int text) {
    int to = terminatorFrom(text);
    // QUIRK: an unencoded '?' before an encoded byte looks like the end ("what?=21?=").
    while (to + 3 < raw.length()
        && Ascii.hexDigit(raw.charAt(to + 2)) >= 0
        && Ascii.hexDigit(raw.charAt(to + 3)) >= 0
        && continuesTo(to + 2)) {
      to = terminatorFrom(to + 2);
    }
    int other = raw.indexOf("=?", text);
    if (to == raw.length() || (other >= 0 && other < to && textStart(raw, other) >= 0)) {
      return cutQWord(charset, text, other >= 0 ? other : raw.length());
    }
    return new Word(charset, false, text, to, to + 2);
  }

  /// Whether a `?=` follows before any blank and before any other word starts.
  private boolean continuesTo(int from) {
    int end = terminatorFrom(from);
    if (end == raw.length()) {
      return false;
    }
    for (int i = from; i < end; i++) {
      if (Ascii.isSpace(raw.charAt(i)) || raw.startsWith("=?", i)) {
        return false;
      }
    }
    return true;
  }

  private Word cutQWord(String charset, int text, int limit) {
    int to = text;
    while (to < limit && !Ascii.isSpace(raw.charAt(to)) && "\"<>".indexOf(raw.charAt(to)) < 0) {
      to++;
    }
    boolean halfTerminator = to > text && raw.charAt(to - 1) == '?';
    return new Word(charset, false, text, halfTerminator ? to - 1 : to, to);
  }

  private int terminatorFrom(int from) {
    if (terminator < from) {
      int found = raw.indexOf("?=", from);
      terminator = found < 0 ? raw.length() : found;
    }
    return terminator;
  }
}
