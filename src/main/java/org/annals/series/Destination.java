package org.annals.series;

import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/// Where patches went, as a sentence says behind its verb: `to the vfs.fixes branch of
/// vfs/vfs.git`, `into x.git, branch for-next`, `for v6.9`.
///
/// One name alone is the `tree`, a release the `branch`. `another`: into another version of the
/// patches, as authors say when they follow advice.
record Destination(String tree, String branch, boolean another) {
  private static final Set<String> PREPOSITIONS = TakenWords.words("to into onto in on for via");
  private static final Set<String> INTO = TakenWords.words("to into onto");
  private static final Set<String> ARTICLES =
      TakenWords.words("the my our your : this a local public");
  private static final Set<String> REPOSITORIES = TakenWords.words("repo repository tree queue");

  private static final Set<String> NAMES =
      TakenWords.words("fixes main mainline master next queue staging tip tree trunk upstream");

  private static final Pattern RELEASE = Pattern.compile("v?\\d{1,3}\\.\\d{1,3}[a-z0-9._-]{0,20}");
  private static final Pattern VERSION = Pattern.compile("v\\d{1,3}");
  private static final Destination NONE = new Destination("", "", false);

  /// Looked for in that many words after the object.
  private static final int DISTANCE_MAX = 8;

  static Destination in(List<String> words, int from) {
    int limit = Math.min(words.size(), from + DISTANCE_MAX);
    for (int i = from; i < limit; i++) {
      if (PREPOSITIONS.contains(words.get(i))) {
        Destination found = at(words, i + 1);
        if (found.named() || found.another || INTO.contains(words.get(i))) {
          return found;
        }
      }
    }
    return NONE;
  }

  boolean named() {
    return !tree.isEmpty() || !branch.isEmpty();
  }

  private static Destination at(List<String> words, int from) {
    int i = from;
    while (ARTICLES.contains(get(words, i))) {
      i++;
    }
    String name = get(words, i);
    String next = get(words, i + 1);
    if (VERSION.matcher(name).matches() || (name.equals("next") && isVersion(next))) {
      return new Destination("", "", true);
    }
    if (next.equals("branch")) {
      boolean of = get(words, i + 2).equals("of") || get(words, i + 2).equals("in");
      return new Destination(of ? at(words, i + 3).tree : "", name, false);
    }
    if (isTree(next) && get(words, i + 2).equals("branch")) {
      return new Destination(name, next, false);
    }
    if (name.equals("branch")) {
      String after = next.equals(":") ? get(words, i + 2) : next;
      return isTree(after) ? new Destination("", after, false) : NONE;
    }
    if (RELEASE.matcher(name).matches()) {
      return new Destination("", name, false);
    }
    boolean ends = next.isEmpty() || TakenWords.NO_OBJECT.contains(next);
    boolean word = NAMES.contains(name) && ends;
    if (NAMES.contains(next) && !REPOSITORIES.contains(next)) {
      return new Destination(name, next, false);
    }
    if (!word && !isTree(name) && !REPOSITORIES.contains(next)) {
      return NONE;
    }
    return new Destination(name, branch(words, REPOSITORIES.contains(next) ? i + 2 : i + 1), false);
  }

  private static boolean isVersion(String word) {
    return Set.of("iteration", "post", "posting", "revision", "round", "spin", "version")
        .contains(word);
  }

  /// `(for-next)`, `, branch for-next`, `, for-next branch`, `, for-6.1/fixes`.
  private static String branch(List<String> words, int from) {
    String first = get(words, from);
    int i = from;
    while (Set.of("(", ",", "the", "on", "in").contains(get(words, i))) {
      i++;
    }
    String name = get(words, i);
    if (name.equals("branch")) {
      return get(words, i + 1).equals(":") ? get(words, i + 2) : get(words, i + 1);
    }
    boolean named = get(words, i + 1).equals("branch") || (first.equals("(") && isTree(name));
    boolean path = first.equals(",") && name.indexOf('/') > 0 && isTree(name);
    return named || path ? name : "";
  }

  private static boolean isTree(String name) {
    if (name.contains("://")) {
      return name.contains("git.") || name.contains(".git");
    }
    return name.length() > 2
        && name.chars().anyMatch(Destination::isPathChar)
        && !name.chars().allMatch(c -> c >= '0' && c <= '9');
  }

  private static boolean isPathChar(int c) {
    return c == '/' || c == '-' || c == '.' || c == '_' || (c >= '0' && c <= '9') || c == '#';
  }

  private static String get(List<String> words, int at) {
    return at < words.size() ? words.get(at) : "";
  }
}
