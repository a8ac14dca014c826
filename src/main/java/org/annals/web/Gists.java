package org.annals.web;

import java.io.IOException;
import org.annals.archive.Recent;
import org.annals.index.Posting;
import org.annals.mail.Message;
import org.annals.mail.Part;
import org.annals.store.BlobId;

/// What is said of messages outside of their text, of those asked for lately. Thread-safe.
final class Gists {
  private static final int CHARACTERS_MAX = 1 << 20;

  /// What one costs beside its characters, in characters.
  private static final int WEIGHT = 100;

  /// `charset` is that of the first text as it is labelled, "" if it is not.
  record Gist(String author, String charset) {}

  /// Reads the message in question.
  interface Source {
    Message read() throws IOException;
  }

  private final Recent<BlobId, Gist> kept =
      new Recent<>(
          CHARACTERS_MAX, gist -> WEIGHT + gist.author().length() + gist.charset().length());

  /// Reads the message only if nobody asked lately. One of no bytes is lost and may come back.
  Gist of(Posting posting, Source source) throws IOException {
    Gist known = kept.find(posting.blob());
    if (known != null) {
      return known;
    }
    Message message = source.read();
    Gist gist = new Gist(Correspondents.author(message.from()), charset(message));
    if (message.raw().length > 0) {
      kept.keep(posting.blob(), gist);
    }
    return gist;
  }

  private static String charset(Message message) {
    return message.parts().stream().findFirst().flatMap(Part::charset).orElse("");
  }
}
