package org.annals.code;

import java.text.Normalizer;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import org.annals.mail.Address;

/// When a title, a person and a set of files count as the same in a mail and in a commit.
final class Likeness {
  private static final Pattern NO_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");
  private static final Pattern TAG = Pattern.compile("\\+[^@]*@");

  private Likeness() {}

  /// The words of a title: case, punctuation and white space do not count.
  static String title(String title) {
    return words(title);
  }

  private static String words(String text) {
    String normal = Normalizer.normalize(text, Normalizer.Form.NFKC);
    return NO_WORD.matcher(normal).replaceAll(" ").strip().toLowerCase(Locale.ROOT);
  }

  /// What a person is known by: the address without its `+tag`, and the name. Persons are the same
  /// if they share one.
  static Set<String> person(Address who) {
    Set<String> keys = new LinkedHashSet<>();
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
