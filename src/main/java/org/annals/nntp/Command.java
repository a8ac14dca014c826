package org.annals.nntp;

import java.io.IOException;

/// One command: the words that it takes, as HELP shows them, how many of them at least and at most,
/// and what it does.
record Command(String syntax, int wordsMin, int wordsMax, Action action) {
  interface Action {
    Reply run(Session session, Words words) throws IOException;
  }

  Reply run(Session session, Words words) throws IOException {
    if (words.count() < wordsMin || words.count() > wordsMax) {
      throw new Refusal(Refused.SYNTAX);
    }
    return action.run(session, words);
  }
}
