package org.annals.nntp;

import java.io.IOException;

/// The articles that a command is about: those of a range, the one with an id, or the current one.
sealed interface Chosen {
  /// `number` is 0 for an article of another group.
  interface Sink {
    void accept(long number, Article article) throws IOException;
  }

  record One(long number, Article article) implements Chosen {}

  record Many(Articles articles, Group group, Range range, long first) implements Chosen {}

  /// What the word at `index` says; without it, the current one.
  static Chosen of(Session session, Words words, int index) throws IOException {
    if (!words.has(index) || words.isId(index)) {
      Article one = session.article(words, index);
      return new One(session.numberOf(one), one);
    }
    Group group = session.requireSelected();
    Range range = Range.parse(words.get(index), group.high());
    long[] first = session.server().archive().numbers(group.inbox(), range.from(), 1);
    return new Many(session.server().articles(), group, range, first.length == 0 ? 0 : first[0]);
  }

  /// The same if there is any article.
  default Chosen orRefuse(Refused why) {
    if (this instanceof Many many && !many.range().contains(many.first())) {
      throw new Refusal(why);
    }
    return this;
  }

  default void each(Sink sink) throws IOException {
    switch (this) {
      case One(long number, Article article) -> sink.accept(number, article);
      case Many(Articles articles, Group group, Range range, long first) ->
          articles.scan(
              group.inbox(),
              new Range(first, range.to()),
              article -> sink.accept(article.number(), article));
    }
  }
}
