package org.annals.index;

import java.io.IOException;
import java.util.List;
import org.annals.mail.MessageId;

/// A prefix of the query language that an operator gave to an inbox: `altid` and `indexheader` of
/// the config.
public sealed interface OwnPrefix {
  /// Without its colon.
  String name();

  /// What follows is a number that an older archive gave a message.
  record Serial(String name, Numbers numbers) implements OwnPrefix {}

  /// What follows is looked for in a header.
  record InHeader(HeaderField field, String header) implements OwnPrefix {
    @Override
    public String name() {
      return field.prefix();
    }
  }

  /// A header that the index was made without: to search it is an error that says so.
  record Unindexed(String name, String header) implements OwnPrefix {}

  /// Which messages an older archive knew by a number.
  @FunctionalInterface
  interface Numbers {
    List<MessageId> find(long number) throws IOException;
  }

  /// Told to those who search.
  default String meaning() {
    return switch (this) {
      case Serial _ -> "the number of a message in an older archive";
      case InHeader(var field, var header) ->
          (field.match() == HeaderField.Match.WHOLE ? "the value of the header " : "the header ")
              + header;
      case Unindexed(_, var header) -> "the header " + header + ", when it is indexed";
    };
  }

  default String example() {
    return switch (this) {
      case Serial _ -> name() + ":1234";
      case InHeader _, Unindexed _ -> name() + ":value";
    };
  }
}
