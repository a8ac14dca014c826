package org.annals.index;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.annals.index.Query.Field;

/// What a query looks for in one field by words, to show where it is in a text. Cuts text as the
/// index does; also marks a word within a name such as `erofs_inode` or `readPage`. Equal ones mark
/// the same.
public record Highlights(List<Sought> sought) {
  public static final Highlights NONE = new Highlights(List.of());

  /// More are not marked.
  private static final int SOUGHT_MAX = 64;

  /// Stems of longer words begin as the word does.
  private static final int SHORT = 3;

  /// Words next to each other, in lower case. `stemmed`: one word in any form, given by its stem.
  /// `open`: the last is only how a word begins.
  record Sought(List<String> words, boolean stemmed, boolean open) {
    private boolean matches(int at, String word) {
      String wanted = words.get(at);
      if (stemmed) {
        int same = wanted.length() > SHORT ? SHORT : 1;
        return word.equals(wanted)
            || (word.regionMatches(0, wanted, 0, same) && Stems.of(word).equals(wanted));
      }
      boolean begins = open && at == words.size() - 1;
      return begins ? word.startsWith(wanted) : word.equals(wanted);
    }
  }

  /// A stretch of a text in which `sought`, by its place in the list, was found.
  public record Found(int start, int end, int sought) {}

  public Highlights {
    sought = List.copyOf(sought);
  }

  public static Highlights of(Query query, Field wanted) {
    List<Sought> all = new ArrayList<>();
    gather(query, wanted, all);
    return new Highlights(all.stream().distinct().limit(SOUGHT_MAX).toList());
  }

  private static void gather(Query query, Field wanted, List<Sought> all) {
    switch (query) {
      case Query.And(var parts) -> parts.forEach(part -> gather(part, wanted, all));
      case Query.Or(var parts) -> parts.forEach(part -> gather(part, wanted, all));
      case Query.Xor(var parts) -> parts.forEach(part -> gather(part, wanted, all));
      case Query.Near(var words, _, _) -> words.forEach(word -> exact(word, wanted, all));
      case Query.Word word -> word(word, wanted, all);
      case Query.Phrase(var field, var text) -> exact(field, text, false, wanted, all);
      case Query.Exact(var key, var value) when key == Query.Key.PART ->
          IdentifierParts.split(value)
              .forEach(part -> all.add(new Sought(List.of(part), false, false)));
      case Query.Not _,
          Query.Between _,
          Query.Exact _,
          Query.InThread _,
          Query.ThreadsOf _,
          Query.From _,
          Query.Marked _,
          Query.Serial _,
          Query.HeaderIs _,
          Query.InHeader _,
          Query.All _ -> {}
    }
  }

  private static void exact(Query.Word word, Field wanted, List<Sought> all) {
    exact(word.field(), word.text(), false, wanted, all);
  }

  private static void exact(
      Field field, String text, boolean open, Field wanted, List<Sought> all) {
    List<String> words = TextAnalysis.words(text);
    if (!words.isEmpty() && field.texts().stream().anyMatch(wanted.texts()::contains)) {
      all.add(new Sought(words, false, open));
    }
  }

  private static void word(Query.Word word, Field wanted, List<Sought> all) {
    List<String> words = TextAnalysis.words(word.text());
    if (word.prefix() || words.size() != 1 || LuceneQueries.beginsWithCapital(word.text())) {
      exact(word.field(), word.text(), word.prefix(), wanted, all);
    } else if (word.field().texts().stream().anyMatch(wanted.texts()::contains)) {
      all.add(new Sought(List.of(Stems.of(words.getFirst())), true, false));
    }
  }

  public boolean isEmpty() {
    return sought.isEmpty();
  }

  public int size() {
    return sought.size();
  }

  /// All in `text[start, end)`, by where they begin, at most `limit`; they do not overlap.
  public List<Found> in(String text, int start, int end, int limit) {
    List<Found> found = new ArrayList<>();
    if (sought.isEmpty()) {
      return found;
    }
    List<Word> words = words(text, start, end);
    for (int i = 0; i < words.size() && found.size() < limit; ) {
      int length = longest(words, i, found);
      if (length == 0) {
        within(words.get(i), text, found);
      }
      i += Math.max(1, length);
    }
    return found;
  }

  /// Adds what of several begins here and is longest; answers how many words that are.
  private int longest(List<Word> words, int at, List<Found> found) {
    int longest = 0;
    int which = 0;
    for (int s = 0; s < sought.size(); s++) {
      Sought one = sought.get(s);
      int length = one.words().size();
      if (length > longest && at + length <= words.size() && matches(one, words, at)) {
        longest = length;
        which = s;
      }
    }
    if (longest > 0) {
      found.add(new Found(words.get(at).start(), words.get(at + longest - 1).end(), which));
    }
    return longest;
  }

  private static boolean matches(Sought one, List<Word> words, int at) {
    for (int w = 0; w < one.words().size(); w++) {
      if (!one.matches(w, words.get(at + w).text())) {
        return false;
      }
    }
    return true;
  }

  /// Of a name that is made of words.
  private void within(Word name, String text, List<Found> found) {
    for (int start = name.start(); start < name.end(); ) {
      int end = partEnd(text, start, name.end());
      if (end > start && end - start < name.end() - name.start()) {
        String part = text.substring(start, end).toLowerCase(Locale.ROOT);
        longest(List.of(new Word(part, start, end)), 0, found);
      }
      start = Math.max(end, start + 1);
    }
  }

  private static int partEnd(String text, int start, int end) {
    int at = start;
    while (at < end
        && text.charAt(at) != '_'
        && (at == start
            || !Character.isUpperCase(text.charAt(at))
            || Character.isUpperCase(text.charAt(at - 1)))) {
      at++;
    }
    return at;
  }

  private record Word(String text, int start, int end) {}

  private static List<Word> words(String text, int from, int to) {
    List<Word> words = new ArrayList<>();
    int start = -1;
    for (int i = from; i < to; ) {
      int c = text.codePointAt(i);
      int next = Math.min(to, i + Character.charCount(c));
      boolean alone = WordTokenizer.isUnsegmented(c);
      boolean part = c == '_' || WordTokenizer.isWord(c);
      if (start >= 0 && (alone || !part)) {
        words.add(word(text, start, i));
        start = -1;
      }
      if (part && alone) {
        words.add(word(text, i, next));
      } else if (part && start < 0) {
        start = i;
      }
      i = next;
    }
    if (start >= 0) {
      words.add(word(text, start, to));
    }
    return words;
  }

  private static Word word(String text, int start, int end) {
    return new Word(text.substring(start, end).toLowerCase(Locale.ROOT), start, end);
  }
}
