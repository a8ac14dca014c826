package org.annals.archive;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/// Messages from outside, one after the other, in the order they came. One thread; close it.
interface MailSource extends AutoCloseable {
  /// A message or what stands in its place. `where` names file and offset, for people.
  sealed interface Item {
    String where();

    record Mail(String where, byte[] bytes) implements Item {}

    /// Something is there but cannot be taken.
    record Refused(String where, String why) implements Item {}
  }

  /// The next, or null at the end.
  @Nullable Item next() throws IOException;

  @Override
  void close() throws IOException;
}
