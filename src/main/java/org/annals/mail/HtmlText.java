package org.annals.mail;

import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// The text of an HTML mail, in the lines that its blocks make. Never markup.
///
/// A tokenizer of its own, linear in the input: it knows which elements end a line, which hold
/// nothing to read, and quotes. What it does not understand is text. One instance reads one text.
public final class HtmlText {
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

  private static final int QUOTE_DEPTH_MAX = 8;
  private static final int LIST_DEPTH_MAX = 64;
  private static final int BULLETS = -1;

  /// No-break spaces are mostly there to make room.
  private static final String BLANKS = " \t\n\r\f\u00a0";

  /// Of no width: soft hyphens, joiners, marks of direction and order.
  private static final String NOTHINGS = "\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u034f";

  private static final int ALT_CHARACTERS_MAX = 80;

  private final String html;
  private final StringBuilder out;
  private int quoteDepth;
  private int preDepth;

  /// The next number of each list that is open, or BULLETS.
  private final ArrayDeque<Integer> lists = new ArrayDeque<>();

  /// Elements that are never closed from here on.
  private final Set<String> unclosed = new HashSet<>();

  /// Whether the last line keeps its length: it is preformatted.
  private boolean fixedLine;

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

  public static String of(String html) {
    HtmlText text = new HtmlText(html);
    text.read();
    text.fillLine();
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
    } else if (preDepth == 0 && BLANKS.indexOf(c) >= 0) {
      gap = true;
    } else if (NOTHINGS.indexOf(c) < 0) {
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
    fixedLine |= preDepth > 0;
    out.append(c);
  }

  /// A paragraph of HTML is one line; people read shorter ones.
  private void fillLine() {
    int start = out.lastIndexOf("\n") + 1;
    if (out.length() - start > Filling.COLUMNS_MAX && !fixedLine) {
      int text = start;
      while (out.indexOf("> ", text) == text) {
        text += 2;
      }
      String prefix = out.substring(start, text);
      String paragraph = out.substring(text);
      out.setLength(start);
      Filling.append(out, prefix, paragraph);
      out.setLength(out.length() - 1);
    }
    fixedLine = false;
  }

  private void flushBreaks() {
    if (!out.isEmpty()) {
      fillLine();
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
    if (semicolon < 0 || semicolon - at > HtmlEntities.LENGTH_MAX || semicolon == at + 1) {
      word('&');
      return at + 1;
    }
    String value = HtmlEntities.of(html.substring(at + 1, semicolon));
    if (value == null) {
      word('&');
      return at + 1;
    }
    value.chars().forEach(c -> character((char) c));
    return semicolon + 1;
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
    String attributes = closing ? "" : html.substring(nameEnd, Math.max(nameEnd, end - 1));
    if (closing) {
      close(name);
    } else if (UNREAD.contains(name)) {
      return skip(name, end);
    } else if (isHidden(attributes)) {
      return skipHidden(name, end);
    } else {
      open(name, attributes);
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
    int end = afterEndTag(name, from);
    boolean mayLackIt = name.equals("head") || name.equals("title");
    return end >= 0 ? end : mayLackIt ? from : html.length();
  }

  private int afterEndTag(String name, int from) {
    String endTag = "</" + name;
    for (int at = html.indexOf("</", from); at >= 0; at = html.indexOf("</", at + 2)) {
      if (html.regionMatches(true, at, endTag, 0, endTag.length())) {
        return after('>', at);
      }
    }
    return -1;
  }

  private static boolean isHidden(String attributes) {
    String style = attribute(attributes, "style").replace(" ", "").toLowerCase(Locale.ROOT);
    return style.contains("display:none");
  }

  /// Text that is there for machines and filters. What is never closed is read.
  private int skipHidden(String name, int from) {
    int end = unclosed.contains(name) ? -1 : afterEndTag(name, from);
    if (end < 0) {
      unclosed.add(name);
      return from;
    }
    return end;
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
      case "ol", "ul" -> {
        if (lists.size() < LIST_DEPTH_MAX) {
          lists.push(name.equals("ol") ? 1 : BULLETS);
        }
      }
      case "li" -> item();
      case "img" -> image(attribute(attributes, "alt").strip());
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
      case "ol", "ul" -> lists.poll();
      case "a" -> closeLink();
      default -> {}
    }
  }

  private void item() {
    int number = lists.isEmpty() ? BULLETS : lists.pop();
    if (number == BULLETS) {
      word('-');
    } else {
      words(number + ".");
    }
    lists.push(number == BULLETS ? BULLETS : number + 1);
    gap = true;
  }

  private void image(String alt) {
    if (!alt.isEmpty() && alt.length() <= ALT_CHARACTERS_MAX) {
      gap = true;
      words("[image: " + alt + "]");
      gap = true;
    }
  }

  private void words(String text) {
    for (int i = 0; i < text.length(); i++) {
      word(text.charAt(i));
    }
  }

  /// The address of a link stands behind its text, unless that says the same.
  private void closeLink() {
    boolean web = href.startsWith("http://") || href.startsWith("https://");
    String shown = out.substring(Math.min(hrefStart, out.length())).strip();
    if (web && !shown.isEmpty() && !shown.contains(href)) {
      gap = true;
      words("<" + href + ">");
    }
    href = "";
  }

  private static String attribute(String attributes, String name) {
    int at = find(attributes.toLowerCase(Locale.ROOT), name + "=");
    int start = at + name.length() + 1;
    if (at < 0 || start >= attributes.length()) {
      return "";
    }
    char quote = attributes.charAt(start);
    boolean quoted = quote == '"' || quote == '\'';
    int end = quoted ? attributes.indexOf(quote, start + 1) : attributes.indexOf(' ', start);
    String value =
        attributes.substring(quoted ? start + 1 : start, end < 0 ? attributes.length() : end);
    return value.replace("&amp;", "&").strip();
  }

  /// Where a word begins with this, or -1.
  private static int find(String attributes, String start) {
    int at = attributes.indexOf(start);
    while (at > 0 && !Character.isWhitespace(attributes.charAt(at - 1))) {
      at = attributes.indexOf(start, at + 1);
    }
    return at;
  }
}
