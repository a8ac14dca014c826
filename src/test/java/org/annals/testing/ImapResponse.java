package org.annals.testing;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;

/// One response of an IMAP server, taken apart by the grammar of RFC 9051 §9 and no other: what
/// does not fit throws an AssertionError that names the response.
///
/// Text is in ISO 8859-1, a byte a character; literals stand where they were announced.
public sealed interface ImapResponse {
  /// The end of a command. `code` is what stands in brackets, "" without one.
  record Tagged(String tag, String status, String code, String text) implements ImapResponse {}

  /// `+ text`
  record Continue(String text) implements ImapResponse {}

  /// OK, NO, BAD or BYE of no command.
  record Status(String status, String code, String text) implements ImapResponse {}

  /// `* 5 EXISTS`, `* 5 EXPUNGE`
  record Numbered(long number, String name) implements ImapResponse {}

  /// Of one message, by the names of its items.
  record Fetch(long number, SequencedMap<String, Value> items) implements ImapResponse {}

  /// Every other: `* NAME value value`.
  record Named(String name, List<Value> values) implements ImapResponse {}

  /// What a response is made of.
  sealed interface Value {
    /// NIL, a number, a flag or another word.
    record Word(String text) implements Value {}

    /// In quotes or a literal.
    record Text(String text) implements Value {}

    record Several(List<Value> values) implements Value {}
  }

  static ImapResponse parse(String line) {
    return new ImapGrammar(line, true).response();
  }

  /// Of a server that errs in small things: 8-bit text in quotes, a blank at the end.
  static ImapResponse parseLeniently(String line) {
    return new ImapGrammar(line, false).response();
  }

  /// All that is told of messages, by UID; several responses about one are put together.
  static Map<Long, SequencedMap<String, Value>> byUid(List<ImapResponse> responses) {
    Map<Long, SequencedMap<String, Value>> all = new TreeMap<>();
    for (ImapResponse response : responses) {
      if (response instanceof Fetch(_, var items) && items.get("UID") instanceof Value.Word uid) {
        all.merge(
            Long.parseLong(uid.text()),
            items,
            (known, more) -> {
              known.putAll(more);
              return known;
            });
      }
    }
    return all;
  }

  /// The numbers of SEARCH or SORT, in their order; those of several responses one after the other.
  static List<Long> numbers(List<ImapResponse> responses, String name) {
    List<Long> numbers = new ArrayList<>();
    for (ImapResponse response : responses) {
      if (response instanceof Named(var told, var values) && told.equals(name)) {
        for (Value value : values) {
          if (value instanceof Value.Word(var digits) && digits.matches("[1-9][0-9]*")) {
            numbers.add(Long.parseLong(digits));
          }
        }
      }
    }
    return numbers;
  }
}
