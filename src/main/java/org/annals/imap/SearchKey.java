package org.annals.imap;

import java.util.List;
import org.annals.index.Query;

/// What a message must be like (RFC 9051 §6.4.4), as a tree.
sealed interface SearchKey {
  record All() implements SearchKey {}

  /// No message: a flag that none has.
  record None() implements SearchKey {}

  /// Sequence numbers, or UIDs.
  record Numbered(SequenceSet set, boolean uids) implements SearchKey {}

  /// What the index can tell.
  record Indexed(Query query) implements SearchKey {}

  /// A header of this name whose value holds the text; `name` and `text` in lower case. What the
  /// index cannot tell: messages are read.
  record InHeader(String name, String text) implements SearchKey {}

  /// RFC 8474 §6
  record HasEmailId(String id) implements SearchKey {}

  record HasThreadId(String id) implements SearchKey {}

  /// RFC 7162 §3.1.5
  record Changed(long leastModSeq) implements SearchKey {}

  record And(List<SearchKey> all) implements SearchKey {}

  record Or(SearchKey one, SearchKey other) implements SearchKey {}

  record Not(SearchKey excluded) implements SearchKey {}
}
