package org.annals.web;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.annals.archive.InboxCard;

/// Finds inboxes by what is said of them: every word must be in the name, the description, an
/// address, a URL, a List-Id or the newsgroup. `address:WORD` looks in one of these alone.
record InboxSearch(List<Word> words) {
  /// Where a word is looked for, by the names that public-inbox gives them.
  enum Field {
    NAME,
    DESCRIPTION,
    ADDRESS,
    URL,
    INFOURL,
    LISTID,
    NEWSGROUP;

    private Stream<String> texts(InboxCard card) {
      return switch (this) {
        case NAME -> Stream.of(card.name().value());
        case DESCRIPTION -> Stream.of(card.description());
        case ADDRESS -> card.addresses().stream();
        case URL -> card.settings().urls().stream();
        case INFOURL -> card.settings().pages().infoUrls().stream();
        case LISTID -> card.settings().listIds().stream();
        case NEWSGROUP -> Stream.of(card.settings().newsgroup());
      };
    }

    private boolean holds(InboxCard card, String text) {
      return texts(card).anyMatch(one -> one.toLowerCase(Locale.ROOT).contains(text));
    }
  }

  /// In lower case. Without fields it is looked for in all of them.
  record Word(List<Field> fields, String text) {
    boolean matches(InboxCard card) {
      return fields.stream().anyMatch(field -> field.holds(card, text));
    }
  }

  private static final int WORDS_MAX = 32;

  static InboxSearch parse(String query) {
    List<Word> words = new ArrayList<>();
    for (String text : query.toLowerCase(Locale.ROOT).replace('"', ' ').strip().split("\\s+", -1)) {
      if (!text.isEmpty() && words.size() < WORDS_MAX) {
        words.add(word(text));
      }
    }
    return new InboxSearch(words);
  }

  private static Word word(String text) {
    int colon = text.indexOf(':');
    for (Field field : Field.values()) {
      if (colon > 0 && field.name().toLowerCase(Locale.ROOT).equals(text.substring(0, colon))) {
        return new Word(List.of(field), text.substring(colon + 1));
      }
    }
    return new Word(List.of(Field.values()), text);
  }

  boolean matches(InboxCard card) {
    return words.stream().allMatch(word -> word.matches(card));
  }

  /// How well it fits, larger is better: a name says more than an address.
  int relevance(InboxCard card) {
    int relevance = 0;
    for (Word word : words) {
      String name = card.name().value().toLowerCase(Locale.ROOT);
      relevance += name.equals(word.text()) ? 4 : name.contains(word.text()) ? 2 : 0;
      relevance += Field.DESCRIPTION.holds(card, word.text()) ? 1 : 0;
    }
    return relevance;
  }
}
