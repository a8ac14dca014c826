package org.annals.imap;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import org.annals.archive.MessageReader;
import org.annals.imap.FetchItem.Plain;
import org.annals.imap.MessageLines.Untold;
import org.annals.index.Posting;

/// FETCH responses that are made before their turn to be sent, by other threads, too, as long as
/// those of all sessions leave cores to spare. Used for one command by one thread.
///
/// Holds a few chunks of messages; what is larger than a chunk is sent as it is made. Close it.
final class FetchAhead implements AutoCloseable {
  private static final int CHUNK_MESSAGES = 32;
  private static final long CHUNK_BYTES = 256 << 10;
  private static final int CHUNKS_MAX = 6;

  /// Threads that help sessions, of all sessions.
  private static final Semaphore HELPERS =
      new Semaphore(Math.max(1, Runtime.getRuntime().availableProcessors() - 1));

  private final Session session;
  private final List<FetchItem> items;
  private final UidSet view;
  private final ArrayDeque<FutureTask<Made>> chunks = new ArrayDeque<>();

  /// Between two chunks. They stay open, as git readers remember what the next messages may be
  /// stored as differences from.
  private final Queue<MessageReader> readers = new ConcurrentLinkedQueue<>();

  private volatile boolean closed;
  private List<Posting> postings = new ArrayList<>();
  private long bytes;

  /// How often the bytes of a message may be told.
  private final long copies;

  private int unreadable;
  private int undecodable;

  FetchAhead(Session session, List<FetchItem> items) {
    this.session = session;
    this.items = items;
    this.view = session.selected().view();
    this.copies = Math.max(1, items.stream().filter(i -> !(i instanceof Plain)).count());
  }

  private record Made(byte[] responses, Untold untold) {}

  void add(Posting posting) throws IOException {
    long size = copies * posting.overview().bytes();
    if (postings.size() >= CHUNK_MESSAGES || (!postings.isEmpty() && bytes + size > CHUNK_BYTES)) {
      begin();
    }
    postings.add(posting);
    bytes += size;
  }

  /// Sends what is left. Refuses the command if something could not be told.
  void finish() throws IOException {
    begin();
    while (!chunks.isEmpty()) {
      send();
    }
    new Untold(unreadable, undecodable).refuse();
  }

  private void begin() throws IOException {
    if (postings.isEmpty()) {
      return;
    }
    List<Posting> now = postings;
    boolean large = bytes > CHUNK_BYTES;
    postings = new ArrayList<>();
    bytes = 0;
    while (chunks.size() >= (large ? 1 : CHUNKS_MAX)) {
      send();
    }
    if (large) {
      count(write(now, session.out()));
      return;
    }
    FutureTask<Made> task = new FutureTask<>(() -> make(now));
    chunks.add(task);
    if (chunks.size() > 1 && HELPERS.tryAcquire()) {
      Thread.startVirtualThread(() -> {
        try {
          task.run();
        } finally {
          HELPERS.release();
        }
      });
    }
  }

  private Made make(List<Posting> of) throws IOException {
    ByteArrayOutputStream made = new ByteArrayOutputStream();
    ImapWriter out = new ImapWriter(ImapWriter.Sink.of(made));
    Untold untold = write(of, out);
    out.flush();
    return new Made(made.toByteArray(), untold);
  }

  private Untold write(List<Posting> of, ImapWriter out) throws IOException {
    MessageReader known = readers.poll();
    MessageReader reader = known == null ? session.archive().open() : known;
    try {
      MessageLines lines = new MessageLines(session.archive(), items, view, out, reader::read);
      for (Posting posting : of) {
        lines.write(posting);
      }
      return lines.untold();
    } finally {
      readers.add(reader);
      if (closed) { // while another thread was here
        close();
      }
    }
  }

  @Override
  public void close() {
    closed = true;
    for (MessageReader reader = readers.poll(); reader != null; reader = readers.poll()) {
      reader.close();
    }
  }

  /// The first chunk: made here, unless somebody else does or did.
  private void send() throws IOException {
    FutureTask<Made> chunk = chunks.remove();
    chunk.run();
    Made made = result(chunk);
    count(made.untold);
    session.out().lines(made.responses);
  }

  private void count(Untold untold) {
    unreadable += untold.unreadable();
    undecodable += untold.undecodable();
  }

  private static Made result(FutureTask<Made> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException io) {
        throw io;
      }
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IllegalStateException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }
}
