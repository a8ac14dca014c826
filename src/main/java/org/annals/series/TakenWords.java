package org.annals.series;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.annals.series.Sentences.Sentence;
import org.jspecify.annotations.Nullable;

/// What a sentence says of patches that its writer took: "Applied to misc-next, thanks", "I have
/// pushed the series into x.git", "Patches 1 and 3-5 queued for 6.9".
///
/// A clause counts that begins with the verb, or with `I` or the patches as its subject, whatever
/// thanks and greetings stand before it. Questions, negations and what is only going to happen do
/// not, nor what people tell who only tried. `tree` and `branch` are in lower case.
record TakenWords(
    boolean queued,
    boolean subset,
    boolean stable,
    String tree,
    String branch,
    SortedSet<Integer> numbers) {

  /// These stand by themselves.
  private static final Set<String> APPLIED = Set.of("applied", "queued");

  /// The others need an object or a tree, or to be all that is said.
  private static final Set<String> VERBS =
      words("added applied committed merged picked pulled pushed queued staged taken took");

  private static final Set<String> LEADS =
      words(
          """
          acked again ah alright also and anyway awesome cheers cool done excellent fantastic
          fine fixed folded fyi good great hello hey hi jfyi lgtm looks makes nice no-problem
          ok okay perfect rebased reviewed so sure tested thank thanks that's then thx updated
          verified very well yeah yep yes yup
          """);

  private static final Set<String> ADVERBS =
      words(
          """
          all already also both finally hereby just now provisionally since tentatively then
          too
          """);

  private static final Set<String> DETERMINERS =
      words(
          """
          a all an both cleanup complete each entire everything first five four full it last
          modified my new of original other others remaining rest second simplified six
          slightly some that the them these they third this those three trivial two updated
          whole your
          """);

  private static final Set<String> PRONOUNS =
      words(
          """
          all both everything first four it others rest second that them these they third this
          those three two
          """);

  private static final Set<String> WEAK = Set.of("it", "that", "they", "this");

  private static final Set<String> PATCHES =
      words(
          """
          backport backports commit commits fix fixes one ones patch patch-set patches
          patchset patchsets series set variant
          """);

  /// What authors push, too: it takes a tree to be the doing of who takes patches.
  private static final Set<String> OWN = words("a an modified my new updated");

  private static final Set<String> VERSIONS = words("v1 v2 v3 v4 v5 v6 v7 v8 v9 version");

  private static final Set<String> PARTS =
      words(
          """
          first last other others remaining rest second some subset third
          """);

  private static final Set<String> FIRST_PERSON = Set.of("i", "i've", "we", "we've");

  /// Of "I skipped this one and applied the rest" nothing is to be had for this one.
  private static final Set<String> OTHERS_THAN_THIS = words("other others remaining rest");

  private static final Set<String> HAVE = Set.of("has", "have");
  private static final Set<String> WERE = Set.of("been", "got", "was", "were");
  private static final Set<String> ARE = Set.of("are", "is");

  /// After one of these nothing in the sentence has happened yet.
  private static final Set<String> HEDGES =
      words(
          """
          after be before can could did does expect had hope i'll if it'll let let's may maybe
          might must need needs once perhaps please shall should suppose think thought unless
          until want wants we'll when whenever whether will would
          """);

  private static final Set<String> TRIALS =
      words(
          """
          boot booted boots cleanly crash crashed crashes experiment hoped hoping locally
          output pass passed passes ran rebuilt reproduce reproduced reproducer reproducible
          rerun resolve retested tried works
          """);

  /// What may come where the object of the verb would stand.
  static final Set<String> NO_OBJECT =
      words(
          """
          again already also and as at both but by cheers except for from here in into just
          locally manually minus now on onto out since so thank thanks thx to today too up
          upstream via with without yesterday ( ) , - -- :
          """);

  private static final Set<String> REQUESTS = words("can could will would");
  private static final Set<String> PARTICLES = words("out up");
  private static final Set<String> SEPARATORS = words("and but so then & ( ) , - -- : ;");
  private static final Set<String> NUMBERED = words("commits patch patches");

  private static final int WORDS_MAX = 150;

  static Set<String> words(String list) {
    return Set.of(list.strip().split("\\s+", -1));
  }

  /// `null` if the sentence says no such thing.
  static @Nullable TakenWords in(Sentence sentence) {
    List<String> words = sentence.words();
    if (words.size() > WORDS_MAX || words.stream().noneMatch(VERBS::contains)) {
      return null;
    }
    return new Reader(sentence.question() ? beforeRequest(words) : words).read();
  }

  /// Of "Applied, could you check?" what stands before the request; of another question nothing.
  private static List<String> beforeRequest(List<String> words) {
    for (int i = 1; i + 1 < words.size(); i++) {
      boolean asks = REQUESTS.contains(words.get(i)) && words.get(i + 1).equals("you");
      if (asks && SEPARATORS.contains(words.get(i - 1))) {
        return words.subList(0, i - 1);
      }
    }
    return List.of();
  }

  /// Whether the sentence is only polite.
  static boolean isLead(Sentence sentence) {
    return LEADS.contains(sentence.words().getFirst());
  }

  /// One pass over the words of a sentence.
  private static final class Reader {
    private static final String NUMBERS = "#";

    private final List<String> words = new ArrayList<>();

    /// What the words [#NUMBERS] stand for, by their place.
    private final Map<Integer, SortedSet<Integer>> numbers = new HashMap<>();

    private int at;

    /// What is known of the clause so far.
    private boolean parts;

    private boolean own;
    private boolean now;

    Reader(List<String> written) {
      int i = 0;
      while (i < written.size()) {
        SortedSet<Integer> found = new TreeSet<>();
        int end = numbersEnd(written, i, found);
        if (end > i) {
          numbers.put(words.size(), found);
          words.add(NUMBERS);
          i = end;
        } else {
          words.add(written.get(i++));
        }
      }
    }

    /// After the numbers of patches at `start`: behind a word that they follow, or `2/5`.
    private static int numbersEnd(List<String> written, int start, SortedSet<Integer> out) {
      String first = written.get(start);
      String before = start == 0 ? "" : written.get(start - 1);
      boolean range = first.indexOf('/') > 0 || first.indexOf('-') > 0 || first.startsWith("#");
      boolean follows = range || NUMBERED.contains(before);
      int end = start;
      int i = start;
      while (follows && i < written.size() && PatchNumbers.addOne(written.get(i), out)) {
        end = ++i;
        if (i < written.size() && Set.of(",", "and", "&").contains(written.get(i))) {
          i++;
        }
      }
      return end;
    }

    @Nullable TakenWords read() {
      boolean opening = true;
      int start = 0;
      while (start < words.size()) {
        int end = start;
        while (end < words.size() && !SEPARATORS.contains(words.get(end))) {
          end++;
        }
        at = start;
        TakenWords found = clause(opening);
        if (found != null) {
          return found;
        }
        List<String> clause = words.subList(start, end);
        if (clause.stream().anyMatch(HEDGES::contains)) {
          return null;
        }
        opening &= clause.isEmpty() || LEADS.contains(clause.getFirst());
        start = end + 1;
      }
      return null;
    }

    private @Nullable TakenWords clause(boolean opening) {
      int start = at;
      parts = false;
      own = false;
      now = false;
      skip(LEADS);
      Voice voice = subject();
      String verb = word();
      if (voice == null || !isVerb(verb, voice) || words.contains("instead")) {
        return null;
      }
      int verbAt = at++;
      skip(PARTICLES);
      if (isTrial(verbAt, voice)) {
        return null;
      }
      int objectAt = at;
      boolean object = object();
      if (!object && objectAt < words.size() && !NO_OBJECT.contains(words.get(objectAt))) {
        return null;
      }
      if (voice == Voice.NOBODY && (ARE.contains(word()) || HAVE.contains(word()))) {
        return null; // "Applied patch is broken"
      }
      List<String> what = words.subList(objectAt, at);
      if (what.stream().anyMatch(OTHERS_THAN_THIS::contains) && words.contains("this")) {
        return null;
      }
      if (voice == Voice.I && verb.equals("applied") && word().equals("on")) {
        return null; // "I applied it on 6.9", to try it
      }
      if (verb.equals("took")
          && words.subList(objectAt, at).stream().noneMatch(PATCHES::contains)) {
        return null; // "I took it for granted"
      }
      SortedSet<Integer> said = new TreeSet<>();
      for (int i = start; i < at; i++) {
        said.addAll(numbers.getOrDefault(i, Collections.emptySortedSet()));
      }
      Destination destination = Destination.in(words, at);
      if (destination.another() || !suffices(verb, voice, object, destination, opening)) {
        return null;
      }
      List<String> after = words.subList(verbAt, words.size());
      return new TakenWords(
          verb.equals("queued"),
          parts || words.contains("except") || words.contains("partially"),
          after.stream().anyMatch(word -> word.contains("stable") || word.endsWith(".y")),
          destination.tree(),
          destination.branch(),
          said);
    }

    /// Who did it.
    private enum Voice {
      /// "applied", without anybody
      NOBODY,
      /// "I have applied"
      I,
      /// "the series was applied"
      PATCHES,
      /// "the series was applied": of old, or just so
      WERE,
      /// "the series is applied": a state
      ARE
    }

    /// Reads up to the verb; `null` if something else is spoken of.
    private @Nullable Voice subject() {
      if (!FIRST_PERSON.contains(word())) {
        return patches();
      }
      at++;
      skip(ADVERBS);
      skip(HAVE);
      skip(ADVERBS);
      return Voice.I;
    }

    private @Nullable Voice patches() {
      int start = at;
      boolean named = nouns();
      if (named && (word().equals("of") || word().equals("in") || word().equals("from"))) {
        at++;
        nouns();
      }
      if (at == start) {
        skip(ADVERBS);
        return Voice.NOBODY;
      }
      String subject = words.get(at - 1);
      skip(ADVERBS);
      int aux = at;
      skip(HAVE);
      boolean have = at > aux;
      skip(ADVERBS);
      boolean are = ARE.contains(word());
      skip(ARE);
      boolean were = !have && WERE.contains(word());
      skip(WERE);
      boolean now = word().equals("now");
      skip(ADVERBS);
      if (!named && !PRONOUNS.contains(subject) && !ADVERBS.contains(subject)) {
        return null;
      }
      boolean weak = !named && WEAK.contains(subject);
      if (weak && aux == at) {
        return null; // "it applied cleanly"
      }
      if (are && (weak || !now)) {
        return Voice.ARE;
      }
      return were ? Voice.WERE : Voice.PATCHES;
    }

    /// "the whole series", "patches 1-3", "these two"; whether a word for patches is among them.
    private boolean nouns() {
      int start = at;
      boolean named = false;
      while (at < words.size()) {
        String word = word();
        boolean another = VERSIONS.contains(word);
        boolean one = PATCHES.contains(word) && (!word.equals("set") || at > start);
        boolean noun = one || another || word.equals(NUMBERS);
        if (!noun && (named || !DETERMINERS.contains(word))) {
          return named;
        }
        named |= noun;
        own |= another || OWN.contains(word);
        parts |= PARTS.contains(word);
        at++;
      }
      return named;
    }

    /// Whether patches are the object; if so reads over it.
    private boolean object() {
      if (word().equals("in")) { // "pulled in the series", but not "committed in x.git"
        int before = at++;
        boolean found = !VERSIONS.contains(word()) && object();
        at = found ? at : before;
        return found;
      }
      int start = at;
      boolean named = nouns();
      boolean pronoun =
          at > start
              && PRONOUNS.contains(words.get(at - 1))
              && (at == words.size() || NO_OBJECT.contains(word()));
      skip(PARTICLES);
      now |= word().equals("now");
      skip(ADVERBS);
      return named || pronoun;
    }

    private boolean isVerb(String verb, Voice voice) {
      return VERBS.contains(verb) && (voice == Voice.I || !verb.equals("took"));
    }

    /// "I applied it on top of 6.9 and it boots"
    private boolean isTrial(int verbAt, Voice voice) {
      List<String> after = words.subList(verbAt, words.size());
      List<String> clause = after.stream().takeWhile(word -> !SEPARATORS.contains(word)).toList();
      return (clause.contains("on") && clause.contains("top"))
          || after.contains("cleanly")
          || (voice != Voice.PATCHES && after.stream().anyMatch(TRIALS::contains));
    }

    private boolean suffices(
        String verb, Voice voice, boolean object, Destination destination, boolean opening) {
      boolean tree = destination.named();
      if (voice == Voice.ARE) {
        return tree || verb.equals("queued") || now;
      }
      if (APPLIED.contains(verb)) {
        return true;
      }
      if (voice == Voice.WERE || own || verb.equals("added")) {
        return tree;
      }
      String next = word();
      boolean elsewhere = !tree && (next.equals("to") || next.equals("into") || next.equals("in"));
      boolean alone =
          opening && voice == Voice.NOBODY && (next.isEmpty() || NO_OBJECT.contains(next));
      return tree || (!elsewhere && (object || alone || voice == Voice.PATCHES));
    }

    private String word() {
      return at < words.size() ? words.get(at) : "";
    }

    private void skip(Set<String> some) {
      while (at < words.size() && some.contains(words.get(at))) {
        at++;
      }
    }
  }
}
