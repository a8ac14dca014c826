package org.annals.demo;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Puts the parent's own lines where a reply asks for them: `@q text` quotes the sentence in whose
/// line the text is next found, `@q3 text` three lines from there, `@qp text` the rest of that
/// paragraph, and `@all` everything. The attribution goes before the first quote, or where `@att`
/// stands.
final class Quotes {
  private static final Pattern DIRECTIVE = Pattern.compile("@(all|att|q(\\d*|p) (.+))");
  private static final String SIGNATURE = "-- ";
  private static final int SENTENCE_LINES = 4;

  private final List<String> parent;
  private final String attribution;
  private final BitSet quoted = new BitSet();
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
        int at = find(directive.group(3), reply);
        boolean sentence = directive.group(2).isEmpty() && isProse(parent.get(at));
        quote(sentence ? sentenceStart(at) : at, end(at, directive.group(2)), out);
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
    throw reply.error("does not find to quote: " + text);
  }

  /// A line of a sentence, not of code, a diff, a table or a list.
  private static boolean isProse(String line) {
    return !line.isEmpty() && Character.isLetterOrDigit(line.charAt(0));
  }

  private static boolean endsSentence(String line) {
    return line.matches(".*[.?!:)]\"?$");
  }

  private int sentenceStart(int at) {
    int start = at;
    while (start > 0
        && at - start < SENTENCE_LINES
        && isProse(parent.get(start - 1))
        && !endsSentence(parent.get(start - 1))) {
      start--;
    }
    return start;
  }

  private int sentenceEnd(int at) {
    int end = at + 1;
    while (end < parent.size()
        && end - at < SENTENCE_LINES
        && isProse(parent.get(end))
        && !endsSentence(parent.get(end - 1))) {
      end++;
    }
    return end;
  }

  private int end(int from, String count) {
    if (count.isEmpty() && isProse(parent.get(from))) {
      return sentenceEnd(from);
    }
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
    for (int i = quoted.nextClearBit(from); i < to; i = quoted.nextClearBit(i + 1)) {
      String line = parent.get(i);
      out.add(line.isEmpty() || line.startsWith(">") ? ">" + line : "> " + line);
      quoted.set(i);
    }
    last = to >= parent.size() ? 0 : to;
  }
}
