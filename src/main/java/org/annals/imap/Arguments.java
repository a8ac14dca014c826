package org.annals.imap;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/// Takes a command apart, from left to right (RFC 9051 §9). What does not fit is refused with BAD.
///
/// The bytes are the whole command without its last line end; the bytes of a literal stand where it
/// is announced. Not thread-safe.
final class Arguments {
  private static final String LIST_WILDCARDS = "%*";
  private static final int DIGITS_MAX = 19;
  private static final List<String> MONTHS =
      List.of("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec");

  private final byte[] bytes;
  private final boolean utf8Names;
  private int at;

  /// `utf8Names`: mailbox names are in UTF-8.
  Arguments(byte[] bytes, boolean utf8Names) {
    this.bytes = bytes;
    this.utf8Names = utf8Names;
  }

  boolean atEnd() {
    return at == bytes.length;
  }

  /// Nothing more may follow.
  void end() {
    if (!atEnd()) {
      throw ImapRefusal.bad("Unexpected text behind the arguments");
    }
  }

  boolean isNext(char c) {
    return at < bytes.length && bytes[at] == c;
  }

  boolean isDigitNext() {
    return at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9';
  }

  /// Whether the next word is this one, whatever its case; it is not taken.
  boolean isNextWord(String word) {
    int end = at + word.length();
    if (end > bytes.length || (end < bytes.length && isAtomChar(bytes[end]))) {
      return false;
    }
    String next = new String(bytes, at, word.length(), StandardCharsets.ISO_8859_1);
    return next.equalsIgnoreCase(word);
  }

  boolean take(char c) {
    if (isNext(c)) {
      at++;
      return true;
    }
    return false;
  }

  void expect(char c) {
    if (!take(c)) {
      throw ImapRefusal.bad("Expected '" + c + "'");
    }
  }

  void space() {
    if (!take(' ')) {
      throw ImapRefusal.bad("Missing argument");
    }
  }

  /// What names the command to its client.
  String tag() {
    int from = at;
    while (at < bytes.length && isAstringChar(bytes[at]) && bytes[at] != '+') {
      at++;
    }
    if (at == from) {
      throw ImapRefusal.bad("Missing tag");
    }
    return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
  }

  String atom() {
    int from = at;
    while (at < bytes.length && isAtomChar(bytes[at])) {
      at++;
    }
    if (at == from) {
      throw ImapRefusal.bad("Expected a word");
    }
    return new String(bytes, from, at - from, StandardCharsets.US_ASCII);
  }

  /// A word that means something, in upper case.
  String word() {
    return atom().toUpperCase(Locale.ROOT);
  }

  /// The name of what is to be fetched: a word up to `[`, `<` or `]`.
  String itemName() {
    int from = at;
    while (at < bytes.length && isAtomChar(bytes[at]) && "[]<".indexOf(bytes[at]) < 0) {
      at++;
    }
    if (at == from) {
      throw ImapRefusal.bad("Expected a name");
    }
    return new String(bytes, from, at - from, StandardCharsets.US_ASCII).toUpperCase(Locale.ROOT);
  }

  private static boolean isAtomChar(byte b) {
    return b > ' ' && b < 0x7f && "(){%*\"\\]".indexOf(b) < 0;
  }

  private static boolean isAstringChar(byte b) {
    return isAtomChar(b) || b == ']';
  }

  /// An astring as text; bytes that are no UTF-8 are refused.
  String text() {
    return decoded(astring());
  }

  private static String decoded(byte[] sent) {
    try {
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(sent)).toString();
    } catch (CharacterCodingException e) {
      throw ImapRefusal.bad("The text is not in UTF-8");
    }
  }

  byte[] astring() {
    return isString() ? string() : wordBytes("");
  }

  private boolean isString() {
    return isNext('"') || isNext('{') || isNext('~');
  }

  private byte[] wordBytes(String alsoTaken) {
    int from = at;
    while (at < bytes.length
        && (isAstringChar(bytes[at]) || bytes[at] < 0 || alsoTaken.indexOf(bytes[at]) >= 0)) {
      at++;
    }
    if (at == from) {
      throw ImapRefusal.bad("Expected a text");
    }
    return Arrays.copyOfRange(bytes, from, at);
  }

  private byte[] string() {
    take('~');
    return take('"') ? quoted() : literal();
  }

  private byte[] quoted() {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    while (at < bytes.length) {
      byte b = bytes[at++];
      if (b == '"') {
        return out.toByteArray();
      }
      if (b == '\r' || b == '\n' || b == 0) {
        break;
      }
      if (b == '\\') {
        if (!isNext('"') && !isNext('\\')) {
          throw ImapRefusal.bad("Only \\ and \" may follow a \\ in quotes");
        }
        b = bytes[at++];
      }
      out.write(b);
    }
    throw ImapRefusal.bad("The closing quote is missing");
  }

  private byte[] literal() {
    expect('{');
    long size = number();
    take('+');
    expect('}');
    expect('\r');
    expect('\n');
    if (size > bytes.length - at) {
      throw ImapRefusal.bad("The literal is incomplete");
    }
    byte[] content = Arrays.copyOfRange(bytes, at, at + (int) size);
    at += (int) size;
    return content;
  }

  String mailbox() {
    return MailboxNames.decode(astring(), utf8Names);
  }

  /// As `mailbox`, but `%` and `*` may stand in it.
  String listMailbox() {
    return MailboxNames.decode(isString() ? string() : wordBytes(LIST_WILDCARDS), utf8Names);
  }

  long number() {
    int from = at;
    long number = 0;
    while (at < bytes.length && bytes[at] >= '0' && bytes[at] <= '9' && at - from < DIGITS_MAX) {
      number = 10 * number + bytes[at++] - '0';
    }
    if (at == from || number < 0) {
      throw ImapRefusal.bad("Expected a number");
    }
    return number;
  }

  SequenceSet sequenceSet() {
    if (take('$')) {
      return SequenceSet.SAVED;
    }
    List<SequenceSet.Range> ranges = new ArrayList<>();
    do {
      long one = sequenceNumber();
      ranges.add(new SequenceSet.Range(one, take(':') ? sequenceNumber() : one));
    } while (take(','));
    return new SequenceSet(ranges, false);
  }

  private long sequenceNumber() {
    if (take('*')) {
      return SequenceSet.STAR;
    }
    long number = number();
    if (number == 0 || number > SequenceSet.NUMBER_MAX) {
      throw ImapRefusal.bad("Messages are numbered from 1 to 4294967295");
    }
    return number;
  }

  /// `1-Feb-1994`, with or without quotes.
  LocalDate date() {
    boolean quoted = take('"');
    int day = (int) number();
    expect('-');
    int from = at;
    while (at < bytes.length && Character.isLetter(bytes[at])) {
      at++;
    }
    String month = new String(bytes, from, at - from, StandardCharsets.US_ASCII);
    expect('-');
    int year = (int) number();
    if (quoted) {
      expect('"');
    }
    try {
      return LocalDate.of(year, 1 + MONTHS.indexOf(month.toLowerCase(Locale.ROOT)), day);
    } catch (DateTimeException e) {
      throw ImapRefusal.bad("There is no such date");
    }
  }

  /// Words in parentheses, in upper case; none for `()`.
  List<String> words() {
    List<String> words = new ArrayList<>();
    expect('(');
    if (take(')')) {
      return words;
    }
    do {
      words.add(word());
    } while (take(' '));
    expect(')');
    return words;
  }

  /// Texts in parentheses, in upper case; none for `()`.
  List<String> texts() {
    List<String> texts = new ArrayList<>();
    expect('(');
    do {
      texts.add(text().toUpperCase(Locale.ROOT));
    } while (take(' '));
    expect(')');
    return texts;
  }

  /// The rest of the line as it is.
  String rest() {
    String rest = new String(bytes, at, bytes.length - at, StandardCharsets.ISO_8859_1);
    at = bytes.length;
    return rest;
  }
}
