package org.annals.demo;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts the parent's own lines where a reply asks for them: `@q text` quotes the parent's next line
/// that has the text, `@q3 text` three lines from there, `@qp text` the rest of that paragraph, and
/// `@all` everything. The attribution goes before the first quote, or where `@att` stands.
final class Quotes {
  private static final Pattern DIRECTIVE = Pattern.compile("@(all|att|q(\\d*|p) (.+))");
  private static final String SIGNATURE = "-- ";

  private final List<String> parent;
  private final String attribution;
  private int last;
  private boolean attributed;

  private Quotes(List<String> parent, String attribution) {
    this.parent = parent;
    this.attribution = attribution;
    this.attributed = attribution.isEmpty();
  }

  static String fill(Entry reply, String text, String parent, String attribution) {
    List<String> lines = new ArrayList<>(parent.lines().toList());
    int signature = lines.lastIndexOf(SIGNATURE);
    if (signature >= 0) {
      lines = lines.subList(0, signature);
    }
    while (!lines.isEmpty() && lines.getLast().isEmpty()) {
      lines.removeLast();
    }
    return new Quotes(lines, attribution).fill(reply, text);
  }

  private String fill(Entry reply, String text) {
    List<String> out = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher directive = DIRECTIVE.matcher(line);
      if (!directive.matches()) {
        out.add(line);
        continue;
      }
      if (!attributed) {
        out.add(attribution);
        attributed = true;
      }
      if (line.equals("@all")) {
        quote(0, parent.size(), out);
      } else if (!line.equals("@att")) {
        int from = find(directive.group(3), reply);
        quote(from, end(from, directive.group(2)), out);
      }
    }
    return String.join("\n", out) + "\n";
  }

  /// The first line with that text after the last quote, else the first of all.
  private int find(String text, Entry reply) {
    for (int i = 0; i < parent.size(); i++) {
      int at = (last + i) % parent.size();
      if (parent.get(at).contains(text)) {
        return at;
      }
    }
    throw reply.error("does not find to quote: " + text + "\nin:\n" + String.join("\n", parent));
  }

  private int end(int from, String count) {
    if (!count.equals("p")) {
      int lines = count.isEmpty() ? 1 : Integer.parseInt(count);
      return Math.min(parent.size(), from + lines);
    }
    int end = from;
    while (end < parent.size() && !parent.get(end).isEmpty()) {
      end++;
    }
    return end;
  }

  private void quote(int from, int to, List<String> out) {
    for (String line : parent.subList(from, to)) {
      out.add(line.isEmpty() || line.startsWith(">") ? ">" + line : "> " + line);
    }
    last = to >= parent.size() ? 0 : to;
  }
}
