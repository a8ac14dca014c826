package org.annals.index;

import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// Where a query is read, and the tokens of the language.
final class QueryCursor {
  /// What holds a word together besides letters, digits and marks; several of them make it words
  /// that stand next to each other.
  private static final String JOINTS = "_-./:\\@'&";

  private static final Pattern PREFIX = Pattern.compile("([a-z][a-z0-9]*):");
  private static final Pattern DISTANCE = Pattern.compile("(NEAR|ADJ)(?:/(\\d{1,6}))?(?=[ (])");

  private final String text;
  private int at;

  QueryCursor(String text) {
    this.text = text.replace('\u201c', '"').replace('\u201d', '"').replaceAll("[\\s\\x00]", " ");
  }

  /// NEAR or ADJ, and how far words may be apart.
  record Distance(int words, boolean inOrder) {
    String operator() {
      return inOrder ? "ADJ" : "NEAR";
    }
  }

  String text() {
    return text;
  }

  /// Counted from 1.
  int column() {
    return at + 1;
  }

  boolean atEnd() {
    return at >= text.length();
  }

  boolean at(char c) {
    return !atEnd() && text.charAt(at) == c;
  }

  void skip() {
    at++;
  }

  /// Whether nothing follows right here.
  boolean atGap() {
    return atEnd() || at(' ') || at(')');
  }

  /// Whether a term begins after spaces. Outside of groups closing parentheses are passed over.
  boolean atTerm(int depth) {
    skipSpace(depth);
    return !atEnd() && !at(')') && !at('}') && !isBooleanOperator();
  }

  /// Whether something that an operator can work on begins after spaces.
  boolean atOperand(int depth) {
    skipSpace(depth);
    return !atEnd() && !at(')') && !at('}') && (!isBooleanOperator() || isOperator("NOT"));
  }

  private void skipSpace(int depth) {
    while (at(' ') || (depth == 0 && (at(')') || at('}')))) {
      at++;
    }
  }

  private void skipSpace() {
    while (at(' ')) {
      at++;
    }
  }

  private boolean isBooleanOperator() {
    return isOperator("AND") || isOperator("OR") || isOperator("NOT") || isOperator("XOR");
  }

  private boolean isOperator(String operator) {
    int end = at + operator.length();
    return text.startsWith(operator, at)
        && (end == text.length() || " ()\"".indexOf(text.charAt(end)) >= 0);
  }

  boolean takeOperator(String operator) {
    skipSpace();
    if (!isOperator(operator)) {
      return false;
    }
    at += operator.length();
    return true;
  }

  /// NEAR or ADJ where a word follows it; else they are words themselves.
  @Nullable Distance takeDistance() {
    int end = at;
    while (end < text.length() && text.charAt(end) == ' ') {
      end++;
    }
    Matcher matcher = DISTANCE.matcher(text).region(end, text.length());
    matcher.useTransparentBounds(true);
    if (end == at || !matcher.lookingAt()) {
      return null;
    }
    int next = matcher.end();
    while (next < text.length() && text.charAt(next) == ' ') {
      next++;
    }
    if (next == text.length() || text.charAt(next) == ')') {
      return null;
    }
    at = next;
    String words = matcher.group(2);
    return new Distance(
        words == null ? QueryParser.DISTANCE_DEFAULT : Integer.parseInt(words),
        matcher.group(1).equals("ADJ"));
  }

  /// `+` or `-` before a term; whether it excludes.
  boolean takeSign() {
    if (!(at('+') || at('-'))
        || at + 1 >= text.length()
        || " )".indexOf(text.charAt(at + 1)) >= 0) {
      return false;
    }
    return text.charAt(at++) == '-';
  }

  @Nullable String takePrefix(Predicate<String> known) {
    Matcher matcher = PREFIX.matcher(text).region(at, text.length());
    if (!matcher.lookingAt() || !known.test(matcher.group(1))) {
      return null;
    }
    at = matcher.end();
    return matcher.group(1);
  }

  /// To the closing quote, or to the end where there is none.
  String takeQuoted() {
    int start = ++at;
    int end = text.indexOf('"', start);
    at = end < 0 ? text.length() : end + 1;
    return text.substring(start, end < 0 ? text.length() : end);
  }

  String takeWord() {
    int start = at;
    while (!atEnd() && holds(text.charAt(at))) {
      at++;
    }
    return text.substring(start, at);
  }

  private static boolean holds(char c) {
    return Character.isLetterOrDigit(c)
        || JOINTS.indexOf(c) >= 0
        || Character.isSurrogate(c)
        || isMark(Character.getType(c));
  }

  private static boolean isMark(int type) {
    return type == Character.NON_SPACING_MARK
        || type == Character.COMBINING_SPACING_MARK
        || type == Character.FORMAT;
  }

  /// Whether there is anything to search for in it.
  static boolean hasWord(String text) {
    return text.codePoints().anyMatch(Character::isLetterOrDigit);
  }

  /// A `*` that ends a word.
  boolean takeStar() {
    if (!at('*')) {
      return false;
    }
    at++;
    return atEnd() || !holds(text.charAt(at));
  }

  /// A quoted value, or all to the next space or the `)` or `}` that closes what is around it.
  String takeValue() {
    if (at('"')) {
      return takeQuoted();
    }
    int start = at;
    int open = 0;
    while (!atEnd() && !at(' ')) {
      if (at('(') || at('{')) {
        open++;
      } else if ((at(')') || at('}')) && --open < 0) {
        break;
      }
      at++;
    }
    return text.substring(start, at);
  }

  void takeClosing() {
    skipSpace();
    if (at(')')) {
      at++;
    }
  }

  /// `{`, also quoted.
  boolean takeBrace() {
    int length = text.startsWith("\"{", at) ? 2 : at('{') ? 1 : 0;
    at += length;
    return length > 0;
  }

  void takeClosingBrace() {
    skipSpace();
    if (at('}')) {
      at++;
    }
    if (at('"')) {
      at++;
    }
  }

  /// The query without some characters and the spaces after them.
  String without(int start, int length) {
    String before = text.substring(0, start);
    String after = text.substring(Math.min(text.length(), start + length)).stripLeading();
    return (before + after).strip();
  }
}
