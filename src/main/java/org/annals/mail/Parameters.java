package org.annals.mail;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/// A value with parameters, as in Content-Type and Content-Disposition (RFC 2045 §5.1).
///
/// `value` is in lower case and without comments. Names of parameters are in lower case, in their
/// order; the first of a name wins.
record Parameters(String value, Map<String, String> parameters) {
  static final Parameters NONE = new Parameters("", Map.of());

  /// RFC 2231 §3 lets a value come in numbered pieces.
  private static final int PIECES_MAX = 200;

  static Parameters parse(String header) {
    int at = 0;
    while (at < header.length() && !isEndOfValue(header.charAt(at))) {
      at++;
    }
    String value = Ascii.lower(header.substring(0, at));
    return at == header.length()
        ? new Parameters(value, Map.of())
        : new Parameters(value, new Cursor(header, at).parameters());
  }

  private static boolean isEndOfValue(char c) {
    return c == ';' || c == '(' || c == ',' || c == '=' || Ascii.isSpace(c);
  }

  /// The value of a parameter, RFC 2231 continuations joined and decoded.
  Optional<String> find(String name) {
    String extended = parameters.get(name + "*");
    if (extended != null) {
      return Optional.of(decodeExtended(extended));
    }
    if (parameters.containsKey(name + "*0") || parameters.containsKey(name + "*0*")) {
      return Optional.of(joinPieces(name));
    }
    return Optional.ofNullable(parameters.get(name));
  }

  /// `charset'language'percent-encoded` (RFC 2231 §4)
  private static String decodeExtended(String text) {
    int first = text.indexOf('\'');
    int second = first < 0 ? -1 : text.indexOf('\'', first + 1);
    String charset = second < 0 ? "" : text.substring(0, first);
    byte[] bytes = percentDecode(text.substring(second + 1));
    return Charsets.decode(charset, bytes, 0, bytes.length).text();
  }

  private String joinPieces(String name) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    String charset = "";
    for (int i = 0; i < PIECES_MAX; i++) {
      String plain = parameters.get(name + "*" + i);
      String encoded = parameters.get(name + "*" + i + "*");
      if (plain != null) {
        bytes.writeBytes(plain.getBytes(StandardCharsets.UTF_8));
      } else if (encoded != null) {
        int quote = i == 0 ? encoded.indexOf('\'') : -1;
        int second = quote < 0 ? -1 : encoded.indexOf('\'', quote + 1);
        if (second > 0) {
          charset = encoded.substring(0, quote);
        }
        bytes.writeBytes(percentDecode(encoded.substring(second + 1)));
      } else {
        break;
      }
    }
    byte[] all = bytes.toByteArray();
    return Charsets.decode(charset, all, 0, all.length).text();
  }

  private static byte[] percentDecode(String text) {
    byte[] in = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(in.length);
    for (int i = 0; i < in.length; i++) {
      int high = in[i] == '%' && i + 2 < in.length ? Ascii.hexDigit(in[i + 1]) : -1;
      int low = high >= 0 ? Ascii.hexDigit(in[i + 2]) : -1;
      out.write(low >= 0 ? high << 4 | low : in[i]);
      i += low >= 0 ? 2 : 0;
    }
    return out.toByteArray();
  }

  /// Reads `; name=value; name="value"` with all the liberties senders take.
  private static final class Cursor {
    private final String text;
    private int at;

    Cursor(String text, int at) {
      this.text = text;
      this.at = at;
    }

    Map<String, String> parameters() {
      Map<String, String> found = new LinkedHashMap<>();
      while (at < text.length()) {
        skipSeparators();
        int start = at;
        while (at < text.length() && "=; ".indexOf(text.charAt(at)) < 0) {
          at++;
        }
        String name = Ascii.lower(Ascii.strip(text.substring(start, at)));
        skipSpaces();
        if (at < text.length() && text.charAt(at) == '=') {
          at++;
          found.putIfAbsent(name, value());
        }
      }
      return found;
    }

    private void skipSeparators() {
      while (at < text.length()
          && (text.charAt(at) == ';' || text.charAt(at) == ',' || Ascii.isSpace(text.charAt(at)))) {
        at++;
      }
      if (at < text.length() && text.charAt(at) == '(') {
        int end = text.indexOf(')', at);
        at = end < 0 ? text.length() : end + 1;
        return;
      }
    }

    private void skipSpaces() {
      while (at < text.length() && Ascii.isSpace(text.charAt(at))) {
        at++;
      }
    }

    private String value() {
      skipSpaces();
      if (at < text.length() && text.charAt(at) == '"') {
        return quoted();
      }
      int end = text.indexOf(';', at);
      end = end < 0 ? text.length() : end;
      String value = Ascii.strip(text.substring(at, end));
      at = end;
      return value;
    }

    private String quoted() {
      StringBuilder out = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        out.append(text.charAt(at++));
      }
      at = Math.min(at + 1, text.length());
      return out.toString();
    }
  }
}
