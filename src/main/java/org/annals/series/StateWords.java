package org.annals.series;

import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// The words for states, and what else people and programs write for them.
final class StateWords {
  private static final Set<String> WORDS =
      Set.of(
          "accepted",
          "awaiting-upstream",
          "changes-requested",
          "deferred",
          "handled-elsewhere",
          "mainlined",
          "needs-ack",
          "new",
          "not-applicable",
          "queued",
          "rejected",
          "reviewed",
          "rfc",
          "superseded",
          "under-review",
          "withdrawn");

  /// The abbreviations of netdev's bot, a slip of the pen that it sees often, and the words of
  /// sourcehut.
  private static final Map<String, String> ALIASES =
      Map.ofEntries(
          Map.entry("accept", "accepted"),
          Map.entry("applied", "accepted"),
          Map.entry("approved", "reviewed"),
          Map.entry("au", "awaiting-upstream"),
          Map.entry("cr", "changes-requested"),
          Map.entry("defer", "deferred"),
          Map.entry("deffer", "deferred"),
          Map.entry("nac", "needs-ack"),
          Map.entry("nap", "not-applicable"),
          Map.entry("need-ack", "needs-ack"),
          Map.entry("needs-revision", "changes-requested"),
          Map.entry("proposed", "new"),
          Map.entry("reject", "rejected"),
          Map.entry("supersede", "superseded"),
          Map.entry("ur", "under-review"),
          Map.entry("withdraw", "withdrawn"));

  private StateWords() {}

  /// The word for what is written in any case, with spaces, hyphens or underscores; in lower case
  /// as written if it is no state.
  static String normal(String written) {
    String word = written.strip().toLowerCase(Locale.ROOT).replace('_', '-').replace(' ', '-');
    return WORDS.contains(word) ? word : ALIASES.getOrDefault(word, word);
  }

  static boolean isState(String word) {
    return WORDS.contains(word);
  }
}
