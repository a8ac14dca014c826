package org.annals.testing;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.annals.testing.ImapResponse.Value;

/// Reads one response from left to right; see [ImapResponse]. One thread.
final class ImapGrammar {
  private static final List<String> STATUSES = List.of("OK", "NO", "BAD");
  private static final List<String> NUMBERED = List.of("EXISTS", "EXPUNGE", "RECENT");

  private final String line;
  private final boolean strict;
  private int at;

  /// Not `strict`: 8-bit text in quotes and a blank at the end are let pass.
  ImapGrammar(String line, boolean strict) {
    this.line = strict ? line : line.stripTrailing();
    this.strict = strict;
  }

  private AssertionError wrong(String what) {
    int end = Math.min(line.length(), at + 80);
    return new AssertionError(
        what + " at " + at + " of '" + line.substring(Math.max(0, at - 200), end) + "'");
  }

  private boolean take(String text) {
    if (line.startsWith(text, at)) {
      at += text.length();
      return true;
    }
    return false;
  }

  private void expect(String text) {
    if (!take(text)) {
      throw wrong("no '" + text + "'");
    }
  }

  private void end() {
    if (at != line.length()) {
      throw wrong("more than the grammar has");
    }
  }

  ImapResponse response() {
    if (take("+ ")) {
      return new ImapResponse.Continue(text());
    }
    if (!take("* ")) {
      String tag = word();
      expect(" ");
      String status = word();
      if (!STATUSES.contains(status)) {
        throw wrong("no status");
      }
      expect(" ");
      return new ImapResponse.Tagged(tag, status, code(), text());
    }
    String name = word();
    if (Character.isDigit(name.charAt(0))) {
      expect(" ");
      return numbered(Long.parseLong(name), word());
    }
    if (STATUSES.contains(name) || name.equals("BYE") || name.equals("PREAUTH")) {
      expect(" ");
      return new ImapResponse.Status(name, code(), text());
    }
    List<Value> values = new ArrayList<>();
    while (at < line.length()) {
      if (!(name.equals("THREAD") && at > 0 && line.charAt(at - 1) == ')')) {
        expect(" "); // RFC 5256 §5: threads stand beside each other without one
      }
      values.add(value());
    }
    return new ImapResponse.Named(name, values);
  }

  private ImapResponse numbered(long number, String name) {
    if (NUMBERED.contains(name)) {
      end();
      return new ImapResponse.Numbered(number, name);
    }
    if (!name.equals("FETCH")) {
      throw wrong("nothing is numbered so");
    }
    expect(" (");
    SequencedMap<String, Value> items = new LinkedHashMap<>();
    do {
      String item = item();
      expect(" ");
      if (items.put(item, value()) != null) {
        throw wrong(item + " twice");
      }
    } while (take(" "));
    expect(")");
    end();
    return new ImapResponse.Fetch(number, items);
  }

  /// `BODY[HEADER.FIELDS (To)]<0>` is one name.
  private String item() {
    int from = at;
    int bracket = line.indexOf('[', at);
    int blank = line.indexOf(' ', at);
    if (bracket >= 0 && bracket < blank) {
      at = line.indexOf(']', bracket) + 1;
      blank = line.indexOf(' ', at);
    }
    at = blank;
    String name = line.substring(from, at).toUpperCase(Locale.ROOT);
    if (!name.matches("[A-Z0-9.]+(\\[[^\\]]*\\](<[0-9]+>)?)?")) {
      throw wrong("no item: " + name);
    }
    return name;
  }

  /// RFC 9051 §9: resp-text, in which one code may stand.
  private String code() {
    if (!take("[")) {
      return "";
    }
    int end = line.indexOf(']', at);
    if (end < 0) {
      throw wrong("no end of the code");
    }
    String code = line.substring(at, end);
    at = end + 1;
    take(" ");
    return code;
  }

  private String text() {
    String text = line.substring(at);
    if (text.indexOf('\r') >= 0 || text.indexOf('\n') >= 0) {
      throw wrong("no text");
    }
    at = line.length();
    return text;
  }

  private String word() {
    int from = at;
    while (at < line.length() && isWord(line.charAt(at))) {
      at++;
    }
    if (at == from) {
      throw wrong("no word");
    }
    return line.substring(from, at);
  }

  /// Atoms, and what sets, flags and wildcards have besides.
  private static boolean isWord(char c) {
    return c > ' ' && c < 0x7f && "(){\"".indexOf(c) < 0;
  }

  private Value value() {
    if (take("(")) {
      return several();
    }
    if (take("\"")) {
      return new Value.Text(quoted());
    }
    if (line.startsWith("{", at) || line.startsWith("~{", at)) {
      return new Value.Text(literal());
    }
    return new Value.Word(word());
  }

  /// Lists follow each other without a blank, as the parts of a multipart do.
  private Value several() {
    List<Value> values = new ArrayList<>();
    while (!take(")")) {
      boolean beside = line.charAt(at - 1) == ')' && line.startsWith("(", at);
      if (!values.isEmpty() && !beside) {
        expect(" ");
      }
      values.add(value());
    }
    return new Value.Several(values);
  }

  private String quoted() {
    StringBuilder text = new StringBuilder();
    while (!take("\"")) {
      boolean escaped = take("\\");
      char c = at < line.length() ? line.charAt(at++) : 0;
      if (c == 0
          || c == '\r'
          || c == '\n'
          || (strict && c > 0x7e)
          || (escaped && c != '"' && c != '\\')) {
        throw wrong("no quoted string");
      }
      text.append(c);
    }
    return text.toString();
  }

  private String literal() {
    boolean binary = take("~");
    expect("{");
    int size = Integer.parseInt(word().replace("}", ""));
    expect("\r\n");
    String text = line.substring(at, at + size);
    if (!binary && text.indexOf('\0') >= 0) {
      throw wrong("NUL in a literal");
    }
    at += size;
    return text;
  }
}
