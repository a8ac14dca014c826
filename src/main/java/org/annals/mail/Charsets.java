package org.annals.mail;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/// Charset labels as mail spells them, and decoding that always gives a text.
final class Charsets {
  private static final int LABEL_CHARACTERS_MAX = 64;

  /// Labels whose senders mean a superset, or that the JDK does not know. The choices for
  /// gb2312, shift_jis, euc-kr and iso-8859-1 are those of browsers (WHATWG Encoding §4.2).
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("utf8", "utf-8"),
          Map.entry("utf-8-strict", "utf-8"),
          Map.entry("unicode-1-1-utf-8", "utf-8"),
          Map.entry("iso-8859-1", "windows-1252"),
          Map.entry("iso8859-1", "windows-1252"),
          Map.entry("iso_8859-1", "windows-1252"),
          Map.entry("latin1", "windows-1252"),
          Map.entry("latin-1", "windows-1252"),
          Map.entry("cp1252", "windows-1252"),
          Map.entry("ansi_x3.4-1968", "us-ascii"),
          Map.entry("ascii", "us-ascii"),
          Map.entry("iso-8859-8-i", "iso-8859-8"),
          Map.entry("iso-8859-8-e", "iso-8859-8"),
          Map.entry("gb2312", "gb18030"),
          Map.entry("gb_2312-80", "gb18030"),
          Map.entry("gbk", "gb18030"),
          Map.entry("x-gbk", "gb18030"),
          Map.entry("cp936", "gb18030"),
          Map.entry("hz-gb-2312", "gb18030"),
          Map.entry("ks_c_5601-1987", "x-windows-949"),
          Map.entry("euc-kr", "x-windows-949"),
          Map.entry("shift_jis", "windows-31j"),
          Map.entry("shift-jis", "windows-31j"),
          Map.entry("x-sjis", "windows-31j"),
          Map.entry("cp932", "windows-31j"));

  /// Charsets in which a text of 7-bit bytes is not just ASCII.
  private static final Set<String> ESCAPING =
      Set.of("iso-2022-jp", "iso-2022-jp-1", "iso-2022-jp-2", "iso-2022-kr", "iso-2022-cn");

  /// windows-1252 from 0x80 to 0x9F; its five holes stay control characters (WHATWG Encoding).
  private static final String WINDOWS_1252 =
      "\u20ac\u0081\u201a\u0192\u201e\u2026\u2020\u2021\u02c6\u2030\u0160\u2039\u0152\u008d\u017d"
          + "\u008f\u0090\u2018\u2019\u201c\u201d\u2022\u2013\u2014\u02dc\u2122\u0161\u203a\u0153"
          + "\u009d\u017e\u0178";

  private Charsets() {}

  /// How well the label fitted the bytes.
  enum Fit {
    CLEAN,
    /// The label names no charset we have, or none was given and the bytes are not UTF-8.
    UNKNOWN,
    /// The charset is known, the bytes are not in it.
    WRONG
  }

  record Decoded(String text, Fit fit) {}

  /// The label in lower case without quotes, blanks and a language suffix (RFC 2231 §5).
  static String label(String sent) {
    int to = 0;
    StringBuilder out = new StringBuilder();
    while (to < sent.length() && out.length() < LABEL_CHARACTERS_MAX) {
      char c = sent.charAt(to++);
      if (c == '*' || c == ';' || c == '(' || (c == ' ' && !out.isEmpty())) {
        break;
      }
      if (c > ' ' && c != '"' && c != '\'') {
        out.append((char) Ascii.lower(c));
      }
    }
    return out.toString();
  }

  static Optional<Charset> find(String label) {
    if (label.equals("utf-8")) {
      return Optional.of(StandardCharsets.UTF_8);
    }
    if (label.isEmpty() || label.equals("us-ascii")) {
      return Optional.of(StandardCharsets.US_ASCII);
    }
    try {
      return Optional.of(Charset.forName(ALIASES.getOrDefault(label, label)));
    } catch (IllegalArgumentException e) {
      return Optional.empty(); // an unknown or an ill-formed label; both are the sender's affair
    }
  }

  /// Decodes bytes under a label as sent ("" if none). Malformed input never stops it: it is
  /// then read as UTF-8 if it is that, else line by line as UTF-8 or windows-1252.
  static Decoded decode(String sentLabel, byte[] bytes, int from, int to) {
    String label = label(sentLabel);
    boolean ascii = isAscii(bytes, from, to);
    if (ascii && (label.isEmpty() || label.equals("utf-8") || label.equals("us-ascii"))) {
      return new Decoded(latin1(bytes, from, to), Fit.CLEAN);
    }
    Optional<Charset> known = find(label);
    if (ascii && (known.isEmpty() || isAsciiSuperset(known.get()))) {
      return new Decoded(latin1(bytes, from, to), Fit.CLEAN);
    }
    if (known.isEmpty()) {
      return new Decoded(guess(bytes, from, to), Fit.UNKNOWN);
    }
    return decode(known.get(), bytes, from, to);
  }

  private static Decoded decode(Charset charset, byte[] bytes, int from, int to) {
    if (charset.equals(StandardCharsets.US_ASCII)) {
      // QUIRK: 8-bit text without a charset, or called us-ascii, is UTF-8 nearly always.
      Optional<String> utf8 = utf8(bytes, from, to);
      return utf8.isPresent()
          ? new Decoded(utf8.get(), Fit.CLEAN)
          : new Decoded(guess(bytes, from, to), Fit.WRONG);
    }
    if (charset.equals(StandardCharsets.UTF_8)) {
      Optional<String> utf8 = utf8(bytes, from, to);
      return utf8.isPresent()
          ? new Decoded(utf8.get(), Fit.CLEAN)
          : new Decoded(guess(bytes, from, to), Fit.WRONG);
    }
    if (charset.name().equals("windows-1252")) {
      // QUIRK: UTF-8 called iso-8859-1 is common; the reverse is never valid UTF-8 by chance.
      Optional<String> utf8 = utf8(bytes, from, to);
      return utf8.isPresent()
          ? new Decoded(utf8.get(), Fit.WRONG)
          : new Decoded(windows1252(bytes, from, to), Fit.CLEAN);
    }
    String text = new String(bytes, from, to - from, charset);
    if (text.indexOf('\ufffd') < 0) {
      return new Decoded(text, Fit.CLEAN);
    }
    Optional<String> utf8 = utf8(bytes, from, to);
    if (utf8.isPresent()) {
      return new Decoded(utf8.get(), Fit.WRONG);
    }
    // One bad byte in Chinese or Japanese text must not garble all of it.
    return new Decoded(isMultiByte(charset) ? text : guess(bytes, from, to), Fit.WRONG);
  }

  /// UTF-8 if valid, else windows-1252: for headers, which are short and of one origin.
  static String header(byte[] bytes, int from, int to) {
    return isAscii(bytes, from, to)
        ? latin1(bytes, from, to)
        : utf8(bytes, from, to).orElseGet(() -> windows1252(bytes, from, to));
  }

  /// Each line as UTF-8 if valid, else windows-1252: replies quote text of several origins.
  private static String guess(byte[] bytes, int from, int to) {
    Optional<String> whole = utf8(bytes, from, to);
    if (whole.isPresent()) {
      return whole.get();
    }
    StringBuilder out = new StringBuilder(to - from);
    int at = from;
    while (at < to) {
      int end = Ascii.lineEnd(bytes, at, to, '\n');
      out.append(header(bytes, at, end));
      at = end;
    }
    return out.toString();
  }

  static Optional<String> utf8(byte[] bytes, int from, int to) {
    String text = new String(bytes, from, to - from, StandardCharsets.UTF_8);
    if (text.indexOf('\ufffd') < 0) {
      return Optional.of(text);
    }
    // The replacement character may have been sent as such; only the slow decoder can tell.
    try {
      StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes, from, to - from));
      return Optional.of(text);
    } catch (CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static String windows1252(byte[] bytes, int from, int to) {
    char[] out = new char[to - from];
    for (int i = from; i < to; i++) {
      int b = bytes[i] & 0xff;
      out[i - from] = b >= 0x80 && b < 0xa0 ? WINDOWS_1252.charAt(b - 0x80) : (char) b;
    }
    return new String(out);
  }

  private static String latin1(byte[] bytes, int from, int to) {
    return new String(bytes, from, to - from, StandardCharsets.ISO_8859_1);
  }

  static boolean isAscii(byte[] bytes, int from, int to) {
    int all = 0;
    for (int i = from; i < to; i++) {
      all |= bytes[i];
    }
    return all >= 0;
  }

  private static boolean isAsciiSuperset(Charset charset) {
    String name = Ascii.lower(charset.name());
    return !ESCAPING.contains(name)
        && !name.startsWith("utf-16")
        && !name.startsWith("utf-32")
        && !name.startsWith("x-utf-")
        && !name.startsWith("x-iso-2022")
        && !name.startsWith("ibm")
        && !name.startsWith("x-ibm");
  }

  private static boolean isMultiByte(Charset charset) {
    if (!charset.canEncode()) {
      return true; // auto-detecting charsets, all of them East Asian
    }
    return charset.newEncoder().maxBytesPerChar() > 1.5f;
  }
}
