package org.annals.web;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import java.util.Optional;

/// Percent-encoding of URLs (RFC 3986 §2.1) in UTF-8.
final class Percent {
  private static final HexFormat HEX = HexFormat.of().withUpperCase();

  /// What a path segment holds as it is (RFC 3986 §3.3 `pchar`).
  private static final String SEGMENT = "-._~!$&'()*+,;=:@";

  /// What the value of a query key holds as it is. `&` and `;` part the keys, `+` is a space.
  private static final String QUERY = "-._~!$'()*,:@/?";

  /// What a `mailto:` address or value holds as it is (RFC 6068 §2).
  private static final String MAIL = "-._~!$'()*,:@/";

  private Percent() {}

  private static String text(byte[] raw, int at) {
    return new String(raw, at, 2, StandardCharsets.US_ASCII);
  }

  static String segment(String text) {
    return encode(text, SEGMENT, "%20");
  }

  static String query(String text) {
    return encode(text, QUERY, "+");
  }

  static String mail(String text) {
    return encode(text, MAIL, "%20");
  }

  private static String encode(String text, String kept, String space) {
    int plain = 0;
    while (plain < text.length() && isKept(text.charAt(plain), kept)) {
      plain++;
    }
    if (plain == text.length()) {
      return text;
    }
    StringBuilder out = new StringBuilder(text.length() + 16).append(text, 0, plain);
    for (int i = plain; i < text.length(); ) {
      int c = text.codePointAt(i);
      i += Character.charCount(c);
      if (isKept(c, kept)) {
        out.append((char) c);
      } else if (c == ' ') {
        out.append(space);
      } else {
        for (byte b : Character.toString(c).getBytes(StandardCharsets.UTF_8)) {
          HEX.toHexDigits(out.append('%'), b);
        }
      }
    }
    return out.toString();
  }

  private static boolean isKept(int c, String kept) {
    return Latin.isAlphanumeric(c) || (c < 0x80 && kept.indexOf(c) >= 0);
  }

  /// Empty when an escape is cut off or the bytes are not UTF-8.
  static Optional<String> decode(String text) {
    if (text.indexOf('%') < 0) {
      return Optional.of(text);
    }
    byte[] raw = text.getBytes(StandardCharsets.UTF_8);
    ByteBuffer bytes = ByteBuffer.allocate(raw.length);
    for (int i = 0; i < raw.length; i++) {
      if (raw[i] != '%') {
        bytes.put(raw[i]);
        continue;
      }
      if (i + 2 >= raw.length
          || !HexFormat.isHexDigit(raw[i + 1])
          || !HexFormat.isHexDigit(raw[i + 2])) {
        return Optional.empty();
      }
      bytes.put((byte) HexFormat.fromHexDigits(text(raw, i + 1)));
      i += 2;
    }
    try {
      return Optional.of(
          StandardCharsets.UTF_8
              .newDecoder()
              .onMalformedInput(CodingErrorAction.REPORT)
              .decode(bytes.flip())
              .toString());
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }
}
