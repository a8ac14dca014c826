package org.annals.web;

import java.io.IOException;
import org.annals.archive.Archive;
import org.annals.index.Posting;
import org.annals.mail.Message;
import org.jspecify.annotations.Nullable;

/// A message that is read when something of it is asked for, and then only once. One thread.
final class Opened {
  private final Archive archive;
  private final Posting posting;
  private byte @Nullable [] raw;
  private @Nullable Message message;

  Opened(Archive archive, Posting posting) {
    this.archive = archive;
    this.posting = posting;
  }

  boolean is(Posting other) {
    return posting.slot().equals(other.slot());
  }

  /// As git has it; do not change the array. `MissingMessageException` if git lost it.
  byte[] raw() throws IOException {
    byte[] known = raw;
    if (known == null) {
      known = archive.raw(posting);
      raw = known;
    }
    return known;
  }

  Message message() throws IOException {
    Message known = message;
    if (known == null) {
      known = Message.parse(raw());
      message = known;
    }
    return known;
  }
}
