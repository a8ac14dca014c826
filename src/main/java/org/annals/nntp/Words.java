package org.annals.nntp;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.StringTokenizer;
import org.annals.mail.MessageId;

/// The words of a command line behind the command (RFC 3977 §3.1). What is not as it should be is
/// refused as a syntax error.
record Words(List<String> all) {
  /// RFC 3977 §3.6
  private static final int ID_CHARACTERS_MAX = 250;

  static Words of(String line) {
    List<String> words = new ArrayList<>();
    StringTokenizer tokens = new StringTokenizer(line, " \t");
    while (tokens.hasMoreTokens()) {
      words.add(tokens.nextToken());
    }
    return new Words(List.copyOf(words));
  }

  Words from(int index) {
    return new Words(all.subList(Math.min(index, all.size()), all.size()));
  }

  int count() {
    return all.size();
  }

  boolean has(int index) {
    return index < all.size();
  }

  String get(int index) {
    return find(index).orElseThrow(() -> new Refusal(Refused.SYNTAX));
  }

  Optional<String> find(int index) {
    return has(index) ? Optional.of(all.get(index)) : Optional.empty();
  }

  boolean isId(int index) {
    return has(index) && all.get(index).startsWith("<");
  }

  MessageId id(int index) {
    String word = get(index);
    if (word.length() < 3
        || word.length() > ID_CHARACTERS_MAX
        || !word.startsWith("<")
        || !word.endsWith(">")) {
      throw new Refusal(Refused.SYNTAX);
    }
    return new MessageId(word.substring(1, word.length() - 1));
  }
}
