package org.annals.web;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The text of an HTML mail, in the lines that its blocks make. Never markup.
///
/// A tokenizer of its own, linear in the input: it knows which elements end a line, which hold
/// nothing to read, and quotes. What it does not understand is text. One instance reads one text.
final class HtmlText {
  private static final Set<String> BLOCKS =
      Set.of(
          "address",
          "article",
          "aside",
          "center",
          "dd",
          "div",
          "dl",
          "dt",
          "fieldset",
          "figure",
          "footer",
          "form",
          "h1",
          "h2",
          "h3",
          "h4",
          "h5",
          "h6",
          "header",
          "hr",
          "main",
          "nav",
          "ol",
          "p",
          "pre",
          "section",
          "table",
          "tr",
          "ul",
          "li",
          "blockquote",
          "body",
          "html");

  private static final Set<String> SPACED =
      Set.of("p", "h1", "h2", "h3", "h4", "h5", "h6", "pre", "blockquote", "table", "ul", "ol");

  /// Their content is not for reading.
  private static final Set<String> UNREAD =
      Set.of("script", "style", "head", "title", "template", "object", "svg", "select", "noscript");

  private static final Map<String, String> ENTITIES =
      Map.ofEntries(
          Map.entry("amp", "&"),
          Map.entry("lt", "<"),
          Map.entry("gt", ">"),
          Map.entry("quot", "\""),
          Map.entry("apos", "'"),
          Map.entry("nbsp", " "),
          Map.entry("copy", "©"),
          Map.entry("reg", "®"),
          Map.entry("trade", "™"),
          Map.entry("hellip", "…"),
          Map.entry("mdash", "—"),
          Map.entry("ndash", "–"),
          Map.entry("lsquo", "‘"),
          Map.entry("rsquo", "’"),
          Map.entry("ldquo", "“"),
          Map.entry("rdquo", "”"),
          Map.entry("laquo", "«"),
          Map.entry("raquo", "»"),
          Map.entry("bull", "•"),
          Map.entry("middot", "·"),
          Map.entry("euro", "€"),
          Map.entry("zwnj", ""),
          Map.entry("zwj", ""),
          Map.entry("shy", ""));

  private static final int ENTITY_LENGTH_MAX = 12;
  private static final int QUOTE_DEPTH_MAX = 8;

  private final String html;
  private final StringBuilder out;
  private int quoteDepth;
  private int preDepth;

  /// Whether white space was met since the last word.
  private boolean gap;

  /// Line ends owed before the next word: 1 for a block, 2 for a paragraph.
  private int breaks;

  private String href = "";
  private int hrefStart;

  private HtmlText(String html) {
    this.html = html;
    this.out = new StringBuilder(html.length() / 2);
  }

  static String of(String html) {
    HtmlText text = new HtmlText(html);
    text.read();
    return text.out.append('\n').toString();
  }

  private void read() {
    for (int at = 0; at < html.length(); ) {
      char c = html.charAt(at);
      if (c == '<') {
        at = tag(at);
      } else if (c == '&') {
        at = entity(at);
      } else {
        character(c);
        at++;
      }
    }
  }

  private void character(char c) {
    if (c == '\n' && preDepth > 0) {
      breaks = Math.max(breaks, 1);
      flushBreaks();
    } else if (c == '\r' && preDepth > 0) {
      return;
    } else if (preDepth == 0 && (c == ' ' || c == '\t' || c == '\n' || c == '\r' || c == '\f')) {
      gap = true;
    } else {
      word(c);
    }
  }

  private void word(char c) {
    if (breaks > 0) {
      flushBreaks();
    } else if (gap && !out.isEmpty()) {
      out.append(' ');
    }
    gap = false;
    if (out.isEmpty() || out.charAt(out.length() - 1) == '\n') {
      out.repeat("> ", Math.min(quoteDepth, QUOTE_DEPTH_MAX));
    }
    out.append(c);
  }

  private void flushBreaks() {
    if (!out.isEmpty()) {
      for (int i = 0; i < breaks; i++) {
        if (i > 0) {
          out.repeat("> ", Math.min(quoteDepth, QUOTE_DEPTH_MAX));
        }
        out.append('\n');
      }
    }
    breaks = 0;
    gap = false;
  }

  private void owe(int lines) {
    breaks = Math.max(breaks, lines);
  }

  private int entity(int at) {
    int semicolon = html.indexOf(';', at);
    if (semicolon < 0 || semicolon - at > ENTITY_LENGTH_MAX || semicolon == at + 1) {
      word('&');
      return at + 1;
    }
    String name = html.substring(at + 1, semicolon);
    String value = name.charAt(0) == '#' ? numeric(name) : ENTITIES.get(name);
    if (value == null) {
      word('&');
      return at + 1;
    }
    value.chars().forEach(c -> word((char) c));
    return semicolon + 1;
  }

  private static String numeric(String name) {
    boolean hexadecimal = name.startsWith("#x") || name.startsWith("#X");
    try {
      int point = Integer.parseInt(name.substring(hexadecimal ? 2 : 1), hexadecimal ? 16 : 10);
      boolean sane =
          Character.isValidCodePoint(point)
              && !Character.isISOControl(point)
              && Character.getType(point) != Character.SURROGATE;
      return sane ? Character.toString(point == 0xA0 ? ' ' : point) : "\uFFFD";
    } catch (NumberFormatException e) {
      return "\uFFFD";
    }
  }

  /// Reads what begins with `<` and returns where to go on.
  private int tag(int at) {
    if (html.startsWith("<!--", at)) {
      int end = html.indexOf("-->", at + 4);
      return end < 0 ? html.length() : end + 3;
    }
    if (html.startsWith("<!", at) || html.startsWith("<?", at)) {
      return after('>', at);
    }
    boolean closing = html.startsWith("</", at);
    int nameStart = closing ? at + 2 : at + 1;
    int nameEnd = nameStart;
    while (nameEnd < html.length() && Character.isLetterOrDigit(html.charAt(nameEnd))) {
      nameEnd++;
    }
    if (nameEnd == nameStart) {
      word('<');
      return at + 1;
    }
    String name = html.substring(nameStart, nameEnd).toLowerCase(Locale.ROOT);
    int end = tagEnd(nameEnd);
    if (closing) {
      close(name);
    } else if (UNREAD.contains(name)) {
      return skip(name, end);
    } else {
      open(name, html.substring(nameEnd, Math.max(nameEnd, end - 1)));
    }
    return end;
  }

  /// After the `>` that is not in a quoted attribute.
  private int tagEnd(int from) {
    char quote = 0;
    for (int i = from; i < html.length(); i++) {
      char c = html.charAt(i);
      if (quote != 0) {
        quote = c == quote ? 0 : quote;
      } else if (c == '"' || c == '\'') {
        quote = c;
      } else if (c == '>') {
        return i + 1;
      }
    }
    // An unclosed quote would swallow the rest of the mail.
    return after('>', from);
  }

  private int after(char c, int from) {
    int at = html.indexOf(c, from);
    return at < 0 ? html.length() : at + 1;
  }

  /// After the end tag of an element that is not read.
  private int skip(String name, int from) {
    String endTag = "</" + name;
    for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
      if (html.regionMatches(true, at, endTag, 0, endTag.length())) {
        return after('>', at);
      }
    }
    return name.equals("head") || name.equals("title") ? from : html.length();
  }

  private void open(String name, String attributes) {
    if (name.equals("br")) {
      breaks = breaks > 0 ? Math.min(breaks + 1, 2) : 1;
    } else if (BLOCKS.contains(name)) {
      owe(SPACED.contains(name) ? 2 : 1);
    }
    switch (name) {
      case "blockquote" -> quoteDepth++;
      case "pre" -> preDepth++;
      case "li" -> {
        word('-');
        gap = true;
      }
      case "td", "th" -> gap = true;
      case "a" -> {
        href = attribute(attributes, "href");
        hrefStart = out.length();
      }
      default -> {}
    }
  }

  private void close(String name) {
    if (BLOCKS.contains(name)) {
      owe(SPACED.contains(name) ? 2 : 1);
    }
    switch (name) {
      case "blockquote" -> quoteDepth = Math.max(0, quoteDepth - 1);
      case "pre" -> preDepth = Math.max(0, preDepth - 1);
      case "a" -> closeLink();
      default -> {}
    }
  }

  /// The address of a link stands behind its text, unless that says the same.
  private void closeLink() {
    boolean web = href.startsWith("http://") || href.startsWith("https://");
    String shown = out.substring(Math.min(hrefStart, out.length())).strip();
    if (web && !shown.isEmpty() && !shown.contains(href)) {
      gap = true;
      for (char c : ("<" + href + ">").toCharArray()) {
        word(c);
      }
    }
    href = "";
  }

  private static String attribute(String attributes, String name) {
    int at = attributes.toLowerCase(Locale.ROOT).indexOf(name + "=");
    if (at < 0) {
      return "";
    }
    int start = at + name.length() + 1;
    if (start >= attributes.length()) {
      return "";
    }
    char quote = attributes.charAt(start);
    boolean quoted = quote == '"' || quote == '\'';
    int end = quoted ? attributes.indexOf(quote, start + 1) : attributes.indexOf(' ', start);
    String value =
        attributes.substring(quoted ? start + 1 : start, end < 0 ? attributes.length() : end);
    return value.replace("&amp;", "&").strip();
  }
}
