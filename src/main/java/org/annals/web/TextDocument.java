package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import org.annals.web.View.Link;

/// A text of ours for people, which is the matter of a page and a plain file.
///
/// In prose, what stands between backticks is to be typed, and URLs become links on the page.
record TextDocument(String title, List<Section> sections) {
  private static final int COLUMNS = 72;
  private static final int EXAMPLE_COLUMNS = 24;
  private static final String INDENT = "  ";

  /// `id` is its anchor. The heading of the first may be empty.
  record Section(String id, String heading, List<Block> blocks) {}

  sealed interface Block {}

  record Prose(String text) implements Block {}

  /// To be copied as it is. `label` says what it is to those who do not see it.
  record Lines(String label, String text) implements Block {}

  /// What to write, and what comes of it.
  record Examples(String written, String meaning, List<Example> rows) implements Block {}

  /// One row: texts to write, each a link if it leads somewhere.
  record Example(List<Link> texts, String meaning) {
    static Example of(String text, String meaning) {
      return new Example(List.of(new Link(text, "")), meaning);
    }
  }

  /// Where to go on; `href`s are those of the form that is made.
  record Ways(List<Link> links) implements Block {}

  /// As a file: US-ASCII but for what others named, lines of 72 columns where they can be.
  String plain() {
    StringBuilder out = new StringBuilder();
    heading(out, title, '=');
    for (Section section : sections) {
      if (!section.heading().isEmpty()) {
        heading(out.append('\n'), section.heading(), '-');
      }
      for (Block block : section.blocks()) {
        out.append('\n');
        write(out, block);
      }
    }
    return out.toString();
  }

  private static void heading(StringBuilder out, String text, char under) {
    out.append(text).append('\n').repeat(under, text.length()).append('\n');
  }

  private static void write(StringBuilder out, Block block) {
    switch (block) {
      case Prose(var text) -> wrap(text).forEach(line -> out.append(line).append('\n'));
      case Lines(_, var text) ->
          text.lines()
              .forEach(line -> out.append(line.isEmpty() ? "" : INDENT).append(line).append('\n'));
      case Examples(_, _, var rows) -> rows.forEach(row -> write(out, row));
      case Ways(var links) ->
          links.forEach(link -> {
            out.append(INDENT).append(link.text()).append('\n');
            out.append(INDENT).append(INDENT).append(link.href()).append('\n');
          });
    }
  }

  /// In two columns; a long example has a line of its own.
  private static void write(StringBuilder out, Example row) {
    String written = INDENT + String.join(INDENT, row.texts().stream().map(Link::text).toList());
    List<String> lines = wrap(row.meaning(), COLUMNS - EXAMPLE_COLUMNS);
    boolean fits = written.length() < EXAMPLE_COLUMNS - 1;
    out.append(written).append(fits ? "" : "\n");
    int column = fits ? written.length() : 0;
    for (String line : lines) {
      out.repeat(' ', EXAMPLE_COLUMNS - column).append(line).append('\n');
      column = 0;
    }
  }

  private static List<String> wrap(String text) {
    return wrap(text, COLUMNS);
  }

  private static List<String> wrap(String text, int columns) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > columns) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// The matter of a section of the page, without its heading.
  static void write(Markup out, Section section) {
    for (Block block : section.blocks()) {
      switch (block) {
        case Prose(var text) -> prose(out, text);
        case Lines(var label, var text) -> {
          out.raw("<div class=\"body\" tabindex=\"0\" role=\"group\" aria-label=\"").text(label);
          out.raw("\"><pre><span class=\"keep\">").text(text.stripTrailing());
          out.raw("</span></pre></div>\n");
        }
        case Examples(var written, var meaning, var rows) -> {
          out.raw("<table class=\"stack\"><thead><tr><th scope=\"col\">").text(written);
          out.raw("</th><th scope=\"col\">").text(meaning).raw("</th></tr></thead><tbody>\n");
          rows.forEach(row -> write(out, row));
          out.raw("</tbody></table>\n");
        }
        case Ways(var links) -> {
          out.raw("<p class=\"acts\">");
          for (Link link : links) {
            link(out, link).raw(" ");
          }
          out.raw("</p>\n");
        }
      }
    }
  }

  private static void prose(Markup out, String text) {
    out.raw("<p>");
    String[] pieces = text.split("`", -1);
    for (int i = 0; i < pieces.length; i++) {
      if (i % 2 == 1) {
        out.raw("<code>").text(pieces[i]).raw("</code>");
      } else {
        Linkifier.write(out, pieces[i], 0, pieces[i].length());
      }
    }
    out.raw("</p>\n");
  }

  private static void write(Markup out, Example row) {
    out.raw("<tr><td>");
    for (Link text : row.texts()) {
      if (text.href().isEmpty()) {
        out.raw("<code>").text(text.text()).raw("</code> ");
      } else {
        out.raw("<a href=\"").text(text.href()).raw("\"><code>").text(text.text());
        out.raw("</code></a> ");
      }
    }
    out.raw("</td><td>").text(row.meaning()).raw("</td></tr>\n");
  }

  private static Markup link(Markup out, Link link) {
    return out.raw("<a href=\"").text(link.href()).raw("\">").text(link.text()).raw("</a>");
  }
}
