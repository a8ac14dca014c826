package org.annals.series;

import java.util.Collections;
import java.util.List;
import java.util.NavigableSet;
import java.util.Set;
import java.util.TreeSet;
import org.annals.series.Claim.Intent;
import org.annals.series.Sentences.Sentence;
import org.jspecify.annotations.Nullable;

/// What the author of patches says that he is going to do with them: send another version, or have
/// them dropped.
final class IntentWords {
  private static final Set<String> WILL = Set.of("i'll", "we'll", "will");

  /// Before `will`; a pause, or `and`, stands for the writer.
  private static final Set<String> ME =
      Set.of("i", "we", ",", "and", "ok", "okay", "sure", "thanks", "yes");

  private static final Set<String> ADVERBS =
      Set.of("be", "then", "also", "just", "definitely", "certainly", "soon", "shortly");

  private static final Set<String> PATCHES = Set.of("patch", "patches");
  private static final Set<String> JOINING = Set.of(",", "and", "&");

  private static final Set<String> SENDING =
      Set.of("post", "prepare", "repost", "resend", "resubmit", "send", "submit", "spin", "cook");

  private static final Set<String> CHANGING =
      Set.of(
          "add",
          "address",
          "adjust",
          "change",
          "correct",
          "do",
          "drop",
          "fix",
          "fold",
          "incorporate",
          "modify",
          "rebase",
          "remove",
          "rename",
          "reword",
          "rework",
          "split",
          "update");

  private static final Set<String> RESPINS =
      Set.of("respin", "re-spin", "resend", "resubmit", "repost", "reroll", "re-roll");

  private static final Set<String> ANOTHER = Set.of("new", "another", "next", "updated", "fixed");

  private static final Set<String> VERSIONS =
      Set.of(
          "iteration",
          "patch",
          "patchset",
          "respin",
          "revision",
          "round",
          "series",
          "spin",
          "version");

  private static final Set<String> DROPPING = Set.of("disregard", "drop", "ignore", "withdraw");

  private static final Set<String> ONE =
      Set.of("email", "mail", "one", "patch", "patches", "patchset", "series", "set", "version");

  private static final Set<String> THIS = Set.of("these", "this", "my", "the", "that");

  private static final Set<String> NEGATIONS =
      Set.of("not", "don't", "won't", "no", "never", "if", "unless", "can't", "cannot", "you");

  private static final int WORDS_MAX = 60;

  /// "will fix it", "will fix that typo"; in a longer sentence it may be something else.
  private static final int FIX_WORDS_MAX = 5;

  private IntentWords() {}

  /// `null` if the sentence says no such thing. Of a patch that is to be dropped the number is
  /// known if it is said: `please drop patch 3`.
  static @Nullable Intent in(Sentence sentence) {
    List<String> words = sentence.words();
    if (sentence.question() || words.size() > WORDS_MAX) {
      return null;
    }
    boolean negated = words.stream().anyMatch(NEGATIONS::contains);
    for (int i = 0; i < words.size() && !NEGATIONS.contains(words.get(i)); i++) {
      if (drops(words, i)) {
        return new Intent(Intent.Kind.DROP, numbers(words, i));
      }
      if (!negated && WILL.contains(words.get(i)) && respins(words, i)) {
        return new Intent(Intent.Kind.RESPIN, Collections.emptySortedSet());
      }
    }
    return null;
  }

  /// "please drop this patch", "please ignore this", "I withdraw this series".
  private static boolean drops(List<String> words, int at) {
    String verb = words.get(at);
    if (verb.equals("self-nak") || verb.equals("self-nack")) {
      return true;
    }
    String before = at == 0 ? "" : words.get(at - 1);
    boolean asked = before.equals("please") || before.equals("pls") || before.equals("let's");
    boolean withdrawn = verb.equals("withdraw") && before.equals("i");
    if (!DROPPING.contains(verb) || !(asked || withdrawn)) {
      return false;
    }
    int next = at + 1;
    boolean isThis = THIS.contains(get(words, next));
    String what = get(words, isThis ? next + 1 : next);
    boolean version = isVersion(what) || ONE.contains(what);
    boolean alone = isThis && !verb.equals("drop") && (what.isEmpty() || what.equals(","));
    return (isThis || version) && (version || alone);
  }

  /// Of the patches named behind the verb.
  private static NavigableSet<Integer> numbers(List<String> words, int verb) {
    NavigableSet<Integer> numbers = new TreeSet<>();
    for (int i = verb + 1; i < words.size(); i++) {
      boolean follows = PATCHES.contains(words.get(i - 1)) || words.get(i).indexOf('/') > 0;
      if (follows || (!numbers.isEmpty() && JOINING.contains(words.get(i - 1)))) {
        PatchNumbers.addOne(words.get(i), numbers);
      }
    }
    return numbers;
  }

  /// "will send v2", "I'll respin", "will fix it in the next version", "I'll fix that".
  private static boolean respins(List<String> words, int at) {
    boolean mine = words.get(at).endsWith("'ll") || at == 0 || isMe(words.get(at - 1));
    if (!mine) {
      return false;
    }
    int next = at + 1;
    while (ADVERBS.contains(get(words, next))) {
      next++;
    }
    String verb = get(words, next);
    if (RESPINS.contains(verb)) {
      return true;
    }
    boolean another = false;
    for (int i = next; i < words.size(); i++) {
      another |= isVersion(words.get(i));
      another |= ANOTHER.contains(words.get(i)) && VERSIONS.contains(get(words, i + 1));
    }
    boolean soon = another && (SENDING.contains(verb) || CHANGING.contains(verb));
    return soon || (verb.equals("fix") && words.size() <= at + FIX_WORDS_MAX);
  }

  private static boolean isMe(String word) {
    return ME.contains(word);
  }

  /// `v2`, `v12`.
  private static boolean isVersion(String word) {
    return word.length() >= 2
        && word.length() <= 3
        && word.charAt(0) == 'v'
        && word.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
  }

  private static String get(List<String> words, int at) {
    return at < words.size() ? words.get(at) : "";
  }
}
