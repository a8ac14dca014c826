package org.annals.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// Who of ours took a lock and when, in a file beside it: `inbox.lock.holder`, for those who are
/// refused. It is only told of when the process in it holds the lock, which does not depend on it.
final class LockNote {
  private static final System.Logger LOG = System.getLogger(LockNote.class.getName());

  private LockNote() {}

  private static Path file(Path lock) {
    return lock.resolveSibling(lock.getFileName() + ".holder");
  }

  /// The caller has the lock.
  static void write(Path lock) {
    String text =
        ProcessHandle.current().pid() + " " + Instant.now().truncatedTo(ChronoUnit.SECONDS) + "\n";
    try {
      Files.writeString(file(lock), text, StandardCharsets.US_ASCII);
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", file(lock), e); // a full disk: only a hint
    }
  }

  static void delete(Path lock) {
    try {
      Files.deleteIfExists(file(lock));
    } catch (IOException e) {
      LOG.log(System.Logger.Level.DEBUG, "{0}: {1}", file(lock), e);
    }
  }

  /// When this process took the lock, if it wrote that down.
  static Optional<Instant> since(Path lock, long pid) {
    try {
      String[] words = Files.readString(file(lock)).strip().split(" ", -1);
      return words.length == 2 && words[0].equals(Long.toString(pid))
          ? Optional.of(Instant.parse(words[1]))
          : Optional.empty();
    } catch (IOException | DateTimeException e) {
      return Optional.empty();
    }
  }
}
