package org.annals.demo;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;

/// How text becomes the bytes of a mail: encoded words, quoted-printable, flowed lines, HTML.
final class Encodings {
  private static final String REPLY = "Re: ";
  private static final int WORD_BYTES = 40;
  private static final int QP_COLUMNS = 76;
  private static final int FLOWED_COLUMNS = 72;

  private Encodings() {}

  static boolean isAscii(String text) {
    return text.chars().allMatch(c -> c < 128);
  }

  /// RFC 2047: encoded words where the text needs them, each of whole characters.
  static String words(String text, Charset charset) {
    if (isAscii(text)) {
      return text;
    }
    if (text.startsWith(REPLY)) {
      return REPLY + words(text.substring(REPLY.length()), charset);
    }
    List<String> words = new ArrayList<>();
    StringBuilder chunk = new StringBuilder();
    for (int c : text.codePoints().toArray()) {
      String next = chunk + Character.toString(c);
      if (next.getBytes(charset).length > WORD_BYTES) {
        words.add(word(chunk.toString(), charset));
        chunk.setLength(0);
      }
      chunk.appendCodePoint(c);
    }
    words.add(word(chunk.toString(), charset));
    return String.join(" ", words);
  }

  private static String word(String text, Charset charset) {
    byte[] bytes = text.getBytes(charset);
    long plain = text.chars().filter(c -> c < 128).count();
    String name = charset.name();
    if (plain * 2 < text.length()) {
      return "=?" + name + "?B?" + Base64.getEncoder().encodeToString(bytes) + "?=";
    }
    StringBuilder out = new StringBuilder("=?" + name.toLowerCase(Locale.ROOT) + "?Q?");
    for (byte b : bytes) {
      if (b == ' ') {
        out.append('_');
      } else if ((b >= '0' && b <= '9') || (b >= 'A' && b <= 'Z') || (b >= 'a' && b <= 'z')) {
        out.append((char) b);
      } else {
        out.append("=%02X".formatted(b & 0xff));
      }
    }
    return out.append("?=").toString();
  }

  static byte[] base64(byte[] bytes) {
    return Base64.getMimeEncoder(QP_COLUMNS, new byte[] {'\n'}).encode(bytes);
  }

  static byte[] quotedPrintable(byte[] bytes) {
    StringBuilder out = new StringBuilder();
    int column = 0;
    for (int i = 0; i < bytes.length; i++) {
      int b = bytes[i] & 0xff;
      if (b == '\n') {
        out.append('\n');
        column = 0;
        continue;
      }
      boolean last = i + 1 == bytes.length || bytes[i + 1] == '\n';
      boolean plain = (b > ' ' && b < 127 && b != '=') || ((b == ' ' || b == '\t') && !last);
      String text = plain ? String.valueOf((char) b) : "=%02X".formatted(b);
      if (column + text.length() > QP_COLUMNS - 1) {
        out.append("=\n");
        column = 0;
      }
      out.append(text);
      column += text.length();
    }
    return out.toString().getBytes(StandardCharsets.US_ASCII);
  }

  /// RFC 3676: paragraphs as soft-broken lines; quotes, indented lines and lists stay as they are.
  static String flowed(String text) {
    StringBuilder out = new StringBuilder();
    StringBuilder paragraph = new StringBuilder();
    for (String line : (text + "\n").lines().toList()) {
      boolean fixed = line.isEmpty() || line.startsWith(">") || line.startsWith(" ");
      if (!fixed && !line.equals("-- ")) {
        paragraph.append(paragraph.isEmpty() ? "" : " ").append(line);
        continue;
      }
      flow(paragraph, out);
      out.append(line.startsWith(" ") ? " " : "").append(line).append('\n');
    }
    flow(paragraph, out);
    return out.toString();
  }

  private static void flow(StringBuilder paragraph, StringBuilder out) {
    int start = 0;
    while (paragraph.length() - start > FLOWED_COLUMNS) {
      int space = paragraph.lastIndexOf(" ", start + FLOWED_COLUMNS);
      out.append(paragraph, start, space + 1).append('\n');
      start = space + 1;
    }
    if (!paragraph.isEmpty()) {
      out.append(paragraph.substring(start)).append('\n');
    }
    paragraph.setLength(0);
  }

  /// The text as a web mailer writes it: a line a `div`, quotes in `blockquote`.
  static String html(String text) {
    StringBuilder out = new StringBuilder("<div dir=\"ltr\">");
    boolean quoted = false;
    for (String line : text.lines().toList()) {
      if (line.startsWith(">") != quoted) {
        quoted = !quoted;
        out.append(
            quoted
                ? "<blockquote class=\"gmail_quote\" style=\"margin:0 0 0 .8ex;border-left:1px"
                    + " solid #ccc;padding-left:1ex\">\n"
                : "</blockquote>\n");
      }
      String shown = quoted ? line.substring(line.startsWith("> ") ? 2 : 1) : line;
      out.append("<div>").append(shown.isEmpty() ? "<br>" : escaped(shown)).append("</div>\n");
    }
    return out.append(quoted ? "</blockquote></div>\n" : "</div>\n").toString();
  }

  static String escaped(String text) {
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /// The bytes of a text in which `\xHH` stands for a byte of its own and `\\` for a backslash.
  static byte[] raw(String text) {
    StringBuilder bytes = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '\\' && i + 1 < text.length() && text.charAt(i + 1) == '\\') {
        bytes.append('\\');
        i++;
      } else if (c == '\\' && text.startsWith("\\x", i)) {
        bytes.append((char) Integer.parseInt(text.substring(i + 2, i + 4), 16));
        i += 3;
      } else {
        byte[] utf8 = String.valueOf(c).getBytes(StandardCharsets.UTF_8);
        bytes.append(new String(utf8, StandardCharsets.ISO_8859_1));
      }
    }
    return bytes.toString().getBytes(StandardCharsets.ISO_8859_1);
  }
}
