package org.annals.code;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.annals.mail.Address;

/// When a title, a person and a set of files count as the same in a mail and in a commit.
final class Likeness {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern NO_IDENTIFIER = Pattern.compile("[^\\p{L}\\p{N}_]+");
  private static final Pattern TAG = Pattern.compile("\\+[^@]*@");

  /// Of a title of more than a hundred words some near ones may not be found.
  private static final int KEYS_MAX = 30;

  private static final String VIA = " via ";
  private static final int TELLING_WORDS_MIN = 3;
  private static final double SHARED_WORDS_MIN = 0.75;

  private Likeness() {}

  /// The words of a title: case, punctuation and white space do not count.
  static String title(String title) {
    return words(title);
  }

  /// Whether one title may be the other, changed on the way: only what stands before the last colon
  /// differs, or few words, none with a digit.
  static boolean nearTitles(String one, String other) {
    String tail = words(afterColon(one));
    if (tail.split(" ", -1).length >= TELLING_WORDS_MIN && tail.equals(words(afterColon(other)))) {
      return true;
    }
    Set<String> different = new HashSet<>(wordSet(one));
    different.addAll(wordSet(other));
    different.removeIf(word -> wordSet(one).contains(word) && wordSet(other).contains(word));
    return sharedWords(one, other) >= SHARED_WORDS_MIN
        && different.stream().noneMatch(word -> word.chars().anyMatch(Character::isDigit));
  }

  /// The share of all words of two titles that both have. An identifier is one word.
  static double sharedWords(String one, String other) {
    Set<String> shared = wordSet(one);
    Set<String> all = wordSet(other);
    Set<String> others = Set.copyOf(all);
    all.addAll(shared);
    shared.retainAll(others);
    return (double) shared.size() / all.size();
  }

  /// Two titles that are near have one of these in common: what stands behind the last colon, or
  /// one of so many of the longest words that no title shares enough of them without one of these.
  static Set<String> nearKeys(String title) {
    Set<String> keys = new LinkedHashSet<>();
    String tail = words(afterColon(title));
    if (tail.split(" ", -1).length >= TELLING_WORDS_MIN) {
      keys.add(": " + tail);
    }
    List<String> words = new ArrayList<>(wordSet(title));
    words.sort(Comparator.comparingInt(String::length).reversed().thenComparing(word -> word));
    int spare = words.size() - (int) Math.ceil(SHARED_WORDS_MIN * words.size());
    keys.addAll(words.subList(0, Math.min(spare + 1, KEYS_MAX)));
    return keys;
  }

  private static String afterColon(String title) {
    int colon = title.lastIndexOf(": ");
    return colon < 0 ? title : title.substring(colon + 1);
  }

  private static Set<String> wordSet(String title) {
    String lower = title.toLowerCase(Locale.ROOT);
    return new HashSet<>(
        List.of(NO_IDENTIFIER.matcher(lower).replaceAll(" ").strip().split(" ", -1)));
  }

  /// Of fewer words, a title is one that anybody might give to another patch.
  static boolean isTelling(String title) {
    return words(title).split(" ", -1).length >= TELLING_WORDS_MIN;
  }

  private static String words(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return NO_WORD.matcher(normal).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  /// What a person is known by: the address without its `+tag`, and the name. Persons are the same
  /// if they share one.
  ///
  /// QUIRK: lists write `Ann via List <list@example.org>` for the sake of DMARC: the name alone is
  /// Ann's.
  static Set<String> person(Address who) {
    Set<String> keys = new LinkedHashSet<>();
    int via = who.name().lastIndexOf(VIA);
    if (via > 0) {
      return person(new Address(who.name().substring(0, via), ""));
    }
    String mailbox = TAG.matcher(who.mailbox().strip()).replaceFirst("@");
    if (mailbox.indexOf('@') > 0) {
      keys.add("<" + mailbox.toLowerCase(Locale.ROOT) + ">");
    }
    String name = words(who.name());
    if (!name.isEmpty()) {
      keys.add(name);
    }
    return keys;
  }

  static boolean samePerson(Address one, Address other) {
    Set<String> keys = person(one);
    keys.retainAll(person(other));
    return !keys.isEmpty();
  }

  /// The share of the smaller set that the other has, too; 0 if one is empty.
  static double sharedPaths(Collection<String> some, Collection<String> others) {
    Set<String> smaller = new HashSet<>(some.size() <= others.size() ? some : others);
    Set<String> larger = new HashSet<>(some.size() <= others.size() ? others : some);
    int size = smaller.size();
    smaller.retainAll(larger);
    return size == 0 ? 0 : (double) smaller.size() / size;
  }
}
