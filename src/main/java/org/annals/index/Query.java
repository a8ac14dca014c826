package org.annals.index;

import java.util.List;
import org.annals.mail.MessageId;

/// A search as a tree, the same for every engine. Made by `QueryParser`; dates are already seconds.
public sealed interface Query {
  /// Every message.
  record All() implements Query {}

  /// One word as written; the engine analyses it. `prefix`: `word*`.
  record Word(Field field, String text, boolean prefix) implements Query {}

  /// Words next to each other, in order.
  record Phrase(Field field, String text) implements Query {}

  record And(List<Query> all) implements Query {}

  record Or(List<Query> any) implements Query {}

  record Not(Query excluded) implements Query {}

  /// Both ends inclusive, in seconds since 1970.
  record Between(Axis axis, long from, long to) implements Query {}

  /// A message that bears exactly this id.
  record Id(MessageId id) implements Query {}

  /// A message of the conversation with the index's own number.
  record InThread(long thread) implements Query {}

  /// A message whose first author has one of these addresses, in lower case.
  record From(List<String> addresses) implements Query {}

  record Marked(Mark mark) implements Query {}

  /// Texts that are searched by words.
  enum Field {
    /// no prefix: subject, from, body, Message-ID
    ANY,
    SUBJECT,
    FROM,
    TO,
    CC,
    BODY,
    MESSAGE_ID
  }

  enum Axis {
    SENT,
    RECEIVED
  }
}
