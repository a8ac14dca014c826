package org.annals.series;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.annals.patch.Run;

/// What the sender of a mail wrote himself at its beginning, in sentences.
///
/// `complete`: he wrote no more than what is here.
record Sentences(List<Sentence> all, boolean complete) {
  /// Who takes patches says so near the top; further down people discuss.
  private static final int CHARACTERS_MAX = 1_200;

  /// A line that is shorter, before one that begins with a capital, ends what it says: a greeting,
  /// a verse.
  private static final int SHORT_LINE = 40;

  private static final int ATTRIBUTION_LINES_MAX = 3;

  /// Words in lower case, and `,` `:` `(` `)` `-` where they stand apart.
  record Sentence(List<String> words, boolean question) {}

  static Sentences of(String text, List<Run> runs) {
    StringBuilder own = new StringBuilder();
    boolean complete = true;
    for (int i = 0; i < runs.size() && complete; i++) {
      Run run = runs.get(i);
      if (run.kind() == Run.Kind.SIGNATURE) {
        break;
      }
      if (run.kind() == Run.Kind.PROSE) {
        int stop = Math.min(run.end(), run.start() + CHARACTERS_MAX);
        List<String> lines = text.substring(run.start(), stop).lines().map(String::strip).toList();
        if (startsForwarded(lines.getFirst())) {
          break;
        }
        for (String line : lines.subList(0, lines.size() - attribution(lines, runs, i))) {
          append(own, line);
        }
        complete = stop == run.end() && own.length() <= CHARACTERS_MAX;
      }
      own.append('\n');
    }
    return new Sentences(split(own), complete);
  }

  private static boolean startsForwarded(String line) {
    return line.startsWith("-----Original Message") || line.startsWith("________________");
  }

  /// How many of the last lines of a paragraph say only who wrote what is quoted next: `On …, X
  /// wrote:`.
  private static int attribution(List<String> lines, List<Run> runs, int at) {
    int next = at + 1;
    while (next < runs.size() && runs.get(next).kind() == Run.Kind.BLANK) {
      next++;
    }
    String last = lines.getLast();
    boolean wrote = last.endsWith("wrote:") || last.endsWith("writes:");
    boolean quoted = next < runs.size() && runs.get(next).kind() == Run.Kind.QUOTE;
    if (!wrote && !(quoted && last.endsWith(":"))) {
      return 0;
    }
    return lines.size() <= ATTRIBUTION_LINES_MAX ? lines.size() : 1;
  }

  private static void append(StringBuilder own, String line) {
    if (own.isEmpty() || own.charAt(own.length() - 1) == '\n') {
      own.append(line);
      return;
    }
    int length = own.length() - own.lastIndexOf("\n") - 1;
    boolean apart = length < SHORT_LINE && Character.isUpperCase(line.codePointAt(0));
    own.append(apart ? '\n' : ' ').append(line);
  }

  private static List<Sentence> split(CharSequence own) {
    List<Sentence> all = new ArrayList<>();
    List<String> words = new ArrayList<>();
    int at = 0;
    while (at < own.length()) {
      char c = own.charAt(at);
      if (c == '\n') {
        end(all, words, false);
        at++;
      } else if (Character.isWhitespace(c)) {
        at++;
      } else {
        int stop = at;
        while (stop < own.length() && !Character.isWhitespace(own.charAt(stop))) {
          stop++;
        }
        addWord(own.subSequence(at, stop).toString(), all, words);
        at = stop;
      }
    }
    end(all, words, false);
    return List.copyOf(all);
  }

  private static void addWord(String written, List<Sentence> all, List<String> words) {
    int comma = written.indexOf(',');
    boolean glued = comma > 0 && comma + 1 < written.length();
    if (glued && Character.isLetter(written.charAt(comma + 1)) && !written.contains("://")) {
      addWord(written.substring(0, comma + 1), all, words);
      addWord(written.substring(comma + 1), all, words);
      return;
    }
    String word = written.toLowerCase(Locale.ROOT).replace('’', '\'');
    int from = 0;
    while (from < word.length() && "([\"'*_".indexOf(word.charAt(from)) >= 0) {
      if (word.charAt(from) == '(') {
        words.add("(");
      }
      from++;
    }
    int to = word.length();
    while (to > from && ",;:.!?)]\"'*_".indexOf(word.charAt(to - 1)) >= 0) {
      to--;
    }
    if (to > from) {
      words.add(word.substring(from, to));
    }
    for (int i = to; i < word.length(); i++) {
      switch (word.charAt(i)) {
        case ',', ';' -> words.add(",");
        case ':' -> words.add(":");
        case ')' -> {
          if (word.indexOf('(', 1) < 0) {
            words.add(")");
          }
        }
        case '.', '!', '?' -> {
          end(all, words, word.indexOf('?', i) >= 0);
          return;
        }
        default -> {}
      }
    }
  }

  private static void end(List<Sentence> all, List<String> words, boolean question) {
    if (!words.isEmpty()) {
      all.add(new Sentence(List.copyOf(words), question));
      words.clear();
    }
  }
}
