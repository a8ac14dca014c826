package org.annals.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.annals.index.Query;
import org.annals.index.Query.And;
import org.annals.index.Query.Field;
import org.annals.index.Query.Or;
import org.annals.index.Query.Phrase;
import org.annals.index.Query.Word;

/// Finds the words of a query in a text, well enough to show where they are. The engine decides
/// what matches; this only marks words that begin alike.
final class Matches {
  /// What a word may have beyond the one searched for; the engine knows words by their stems.
  private static final Set<String> ENDINGS = Set.of("", "s", "es", "d", "ed", "ing", "ly");

  private static final int WORDS_MAX = Long.SIZE;
  private static final int SNIPPET_CHARACTERS = 200;
  private static final int SNIPPET_LEAD = 60;

  /// Long texts are not looked through to their end.
  private static final int SEARCHED_CHARACTERS_MAX = 100_000;

  private Matches() {}

  /// The words that a query looks for in a text of the field, lower case.
  static List<String> words(Query query, Field wanted) {
    List<String> words = new ArrayList<>();
    Deque<Query> open = new ArrayDeque<>();
    open.push(query);
    while (!open.isEmpty()) {
      switch (open.pop()) {
        case And(var all) -> all.forEach(open::push);
        case Or(var any) -> any.forEach(open::push);
        case Query.Xor(var odd) -> odd.forEach(open::push);
        case Query.Near(var near, _, _) -> near.forEach(open::push);
        case Word(var field, var text, _) -> addWords(text, overlap(field, wanted), words);
        case Phrase(var field, var text) -> addWords(text, overlap(field, wanted), words);
        case Query.Not _,
            Query.Between _,
            Query.Exact _,
            Query.InThread _,
            Query.ThreadsOf _,
            Query.From _,
            Query.Marked _,
            Query.All _ -> {}
      }
    }
    return words.stream().distinct().limit(WORDS_MAX).toList();
  }

  private static boolean overlap(Field field, Field wanted) {
    return !Collections.disjoint(field.texts(), wanted.texts());
  }

  private static void addWords(String text, boolean wanted, List<String> words) {
    if (!wanted) {
      return;
    }
    for (int i = 0; i < text.length(); ) {
      int end = wordEnd(text, i, text.length());
      if (end - i > 1) {
        words.add(text.substring(i, end).toLowerCase(Locale.ROOT));
      }
      i = Math.max(end, i + 1);
    }
  }

  /// Writes `text[start, end)` escaped, with matching words in `mark`.
  static void write(Markup out, String text, int start, int end, List<String> words) {
    int done = start;
    for (int i = start; i < end && !words.isEmpty(); ) {
      int wordEnd = wordEnd(text, i, end);
      if (wordEnd > i && matches(text, i, wordEnd, words)) {
        out.text(text, done, i).raw("<mark>").text(text, i, wordEnd).raw("</mark>");
        done = wordEnd;
      }
      i = Math.max(wordEnd, i + 1);
    }
    out.text(text, done, end);
  }

  /// Writes the line that says most of what was searched for; nothing if none does.
  static void writeSnippet(Markup out, List<String> texts, List<String> words) {
    String best = "";
    int most = 0;
    int searched = 0;
    for (String text : texts) {
      for (int at = 0; at < text.length() && searched < SEARCHED_CHARACTERS_MAX; ) {
        int eol = text.indexOf('\n', at);
        int end = eol < 0 ? text.length() : eol;
        searched += end - at + 1;
        int score = score(text, at, end, words);
        if (score > most) {
          most = score;
          best = text.substring(at, end);
        }
        if (most == 2 * words.size()) {
          break;
        }
        at = end + 1;
      }
    }
    if (most > 0) {
      out.raw("<div class=\"meta snip\">");
      writeAround(out, best, words);
      out.raw("</div>");
    }
  }

  /// How many of the words are in the line; what a person wrote before what he quotes.
  private static int score(String text, int start, int end, List<String> words) {
    long seen = 0;
    for (int i = start; i < end; ) {
      int wordEnd = wordEnd(text, i, end);
      for (int w = 0; w < words.size() && wordEnd > i; w++) {
        if (matches(text, i, wordEnd, words.get(w))) {
          seen |= 1L << w;
        }
      }
      i = Math.max(wordEnd, i + 1);
    }
    return 2 * Long.bitCount(seen) - (seen != 0 && text.charAt(start) == '>' ? 1 : 0);
  }

  private static void writeAround(Markup out, String line, List<String> words) {
    int start = 0;
    int end = line.length();
    if (end > SNIPPET_CHARACTERS) {
      start = Math.max(0, first(line, words) - SNIPPET_LEAD);
      end = Math.min(end, start + SNIPPET_CHARACTERS);
    }
    if (start > 0) {
      out.text("… ");
    }
    write(out, line, start, end, words);
    if (end < line.length()) {
      out.text(" …");
    }
  }

  private static int first(String line, List<String> words) {
    for (int i = 0; i < line.length(); ) {
      int end = wordEnd(line, i, line.length());
      if (end > i && matches(line, i, end, words)) {
        return i;
      }
      i = Math.max(end, i + 1);
    }
    return 0;
  }

  private static boolean matches(String text, int start, int end, List<String> words) {
    for (String word : words) {
      if (matches(text, start, end, word)) {
        return true;
      }
    }
    return false;
  }

  private static boolean matches(String text, int start, int end, String word) {
    return end - start >= word.length()
        && text.regionMatches(true, start, word, 0, word.length())
        && ENDINGS.contains(text.substring(start + word.length(), end));
  }

  /// The end of the word that begins at `from`, or `from`.
  private static int wordEnd(String text, int from, int end) {
    int at = from;
    while (at < end && (Character.isLetterOrDigit(text.charAt(at)) || text.charAt(at) == '_')) {
      at++;
    }
    return at;
  }
}
