package org.annals.ingest;

import java.util.List;
import java.util.Locale;
import org.annals.mail.Message;
import org.annals.store.InboxName;

/// An inbox that takes what comes to a place: all of it, or what has one of these headers.
public record WatchTarget(InboxName inbox, List<Wanted> headers) {
  /// A header that has this text in it, in any case.
  public record Wanted(String name, String text) {
    /// `List-Id:<dev.example.org>`; `IllegalArgumentException` says what is wrong.
    public static Wanted parse(String line) {
      int colon = line.indexOf(':');
      if (colon <= 0 || line.substring(colon + 1).isBlank()) {
        throw new IllegalArgumentException("'" + line + "' is not HEADER:TEXT");
      }
      return new Wanted(line.substring(0, colon).strip(), line.substring(colon + 1).strip());
    }

    boolean isIn(Message message) {
      String wanted = text.toLowerCase(Locale.ROOT);
      return message.headers().all(name).stream()
          .anyMatch(value -> value.toLowerCase(Locale.ROOT).contains(wanted));
    }
  }

  boolean takes(Message message) {
    return headers.isEmpty() || headers.stream().anyMatch(wanted -> wanted.isIn(message));
  }
}
