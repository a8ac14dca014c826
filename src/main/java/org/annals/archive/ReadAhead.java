package org.annals.archive;

import java.io.IOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.annals.store.BlobId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// Reads messages that are mostly asked for one after the other: while one is used, another thread
/// reads those that come next. One thread; close it.
///
/// What was read ahead is 16 messages at most, of at most 128 kB together, and stays until it is
/// asked for or the next are.
public final class ReadAhead implements AutoCloseable {
  private static final Logger LOG = System.getLogger(ReadAhead.class.getName());
  private static final int CHUNK_MESSAGES = 8;
  private static final long CHUNK_BYTES = 64 << 10;
  private static final long NONE = -1;

  private final Sequence sequence;
  private final MessageReader reader;

  /// Of the thread that reads ahead. It stays open, as git readers remember what the next messages
  /// may be stored as differences from.
  private final MessageReader ahead;

  private Chunk current = new Chunk(0, List.of());
  private @Nullable CompletableFuture<Chunk> coming;
  private long last = NONE;

  /// Where a message is, and how many bytes it has on the wire.
  public record Place(InboxName inbox, BlobId blob, long octets) {}

  /// The messages by numbers. Thread-safe.
  public interface Sequence {
    /// Empty where there is none.
    Optional<Place> at(long number) throws IOException;
  }

  private record Chunk(long from, List<byte[]> messages) {
    byte @Nullable [] at(long number) {
      long index = number - from;
      return index < 0 || index >= messages.size() ? null : messages.get((int) index);
    }

    long end() {
      return from + messages.size();
    }
  }

  ReadAhead(Archive archive, Sequence sequence) {
    this.sequence = sequence;
    this.reader = archive.open();
    this.ahead = archive.open();
  }

  /// The bytes of the message with a number, as git has them. Do not change the array.
  public byte[] read(long number, Place place) throws IOException {
    byte[] known = current.at(number);
    if (known == null && coming != null) {
      current = coming.join();
      coming = null;
      known = current.at(number);
    }
    byte[] bytes = known == null ? reader.read(place.inbox(), place.blob()) : known;
    if (coming == null && number == last + 1) {
      begin(known == null ? number + 1 : current.end());
    }
    last = number;
    return bytes;
  }

  private void begin(long from) {
    coming =
        CompletableFuture.supplyAsync(
            () -> chunk(from), task -> Thread.ofVirtual().name("read-ahead").start(task));
  }

  /// Up to the first that cannot be read: who asks for that one is told why.
  private Chunk chunk(long from) {
    List<byte[]> messages = new ArrayList<>(CHUNK_MESSAGES);
    long octets = 0;
    try {
      for (long number = from; number < from + CHUNK_MESSAGES; number++) {
        Optional<Place> place = sequence.at(number);
        octets += place.map(Place::octets).orElse(0L);
        if (place.isEmpty() || octets > CHUNK_BYTES) {
          break;
        }
        messages.add(ahead.read(place.get().inbox(), place.get().blob()));
      }
    } catch (IOException e) {
      LOG.log(Level.DEBUG, "cannot read ahead", e);
    }
    return new Chunk(from, messages);
  }

  @Override
  public void close() {
    if (coming != null) {
      coming.handle((_, _) -> null).join();
    }
    ahead.close();
    reader.close();
  }
}
