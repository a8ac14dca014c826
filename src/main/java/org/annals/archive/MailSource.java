package org.annals.archive;

import java.io.IOException;
import java.util.List;
import org.annals.mail.Defect;
import org.jspecify.annotations.Nullable;

/// Messages from outside, one after the other, in the order they came. One thread; close it.
interface MailSource extends AutoCloseable {
  /// A message or what stands in its place. `where` names file and offset, for people.
  sealed interface Item {
    String where();

    /// `defects` are what the place did to it, beside what is wrong with the message itself.
    @SuppressWarnings("ArrayRecordComponent") // compared by nobody
    record Mail(String where, byte[] bytes, List<Defect> defects) implements Item {
      Mail(String where, byte[] bytes) {
        this(where, bytes, List.of());
      }
    }

    /// Something is there but cannot be taken.
    record Refused(String where, String why, Defect.Kind kind) implements Item {}
  }

  /// The next, or null at the end.
  @Nullable Item next() throws IOException;

  @Override
  void close() throws IOException;
}
