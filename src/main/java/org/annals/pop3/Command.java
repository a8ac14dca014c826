package org.annals.pop3;

import java.io.IOException;
import java.util.List;

/// One command: when it may be given, how many words it takes at least and at most, and what it
/// does.
record Command(When when, int wordsMin, int wordsMax, Action action) {
  /// The states of RFC 1939 §3.
  enum When {
    BEFORE_LOGIN,
    AFTER_LOGIN,
    EVER
  }

  interface Action {
    Reply run(Session session, List<String> words) throws IOException;
  }

  Reply run(Session session, List<String> words) throws IOException {
    if (when == When.AFTER_LOGIN && !session.isLoggedIn()) {
      throw new Refusal("log in first");
    }
    if (when == When.BEFORE_LOGIN && session.isLoggedIn()) {
      throw new Refusal("logged in already");
    }
    if (words.size() < wordsMin || words.size() > wordsMax) {
      throw new Refusal("that many words make no sense here");
    }
    return action.run(session, words);
  }
}
