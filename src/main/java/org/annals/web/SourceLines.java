package org.annals.web;

/// A file with the numbers of its lines, each a link to itself.
final class SourceLines {
  private SourceLines() {}

  static void write(Markup out, String text) {
    out.raw("<table class=\"blob\" role=\"presentation\"><tr><td class=\"linenumbers\"><pre>");
    int number = 0;
    for (int at = 0; at < text.length(); at = next(text, at)) {
      number++;
      out.raw("<a id=\"n").number(number).raw("\" href=\"#n").number(number).raw("\">");
      out.number(number).raw("</a>\n");
    }
    out.raw("</pre></td>\n<td class=\"lines\"><pre>");
    if (text.startsWith("\n")) {
      out.raw("\n"); // HTML takes the first one away
    }
    out.text(text);
    out.raw("</pre></td></tr></table>\n");
  }

  private static int next(String text, int at) {
    int eol = text.indexOf('\n', at);
    return eol < 0 ? text.length() : eol + 1;
  }
}
