package org.annals.nntp;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.annals.archive.Archive;
import org.annals.archive.Recent;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// What the index knows of articles. Thread-safe.
///
/// It is read in blocks of 256 numbers: neighbours lie together in the index, and who asks for one
/// mostly asks for the next. The blocks that were wanted last are kept for all sessions; a block
/// belongs to a version of the index. While one is sent the next is read by another thread.
final class Articles {
  private static final int BLOCK = 256;

  private final Archive archive;
  private final Recent<Key, List<Article>> kept;

  Articles(Archive archive, int blocksMax) {
    this.archive = archive;
    this.kept = new Recent<>(blocksMax, _ -> 1);
  }

  /// Numbers from `256 * block` on.
  private record Key(long version, InboxName inbox, long block) {}

  interface Sink {
    void accept(Article article) throws IOException;
  }

  Optional<Article> find(InboxName inbox, long number) throws IOException {
    List<Article> block = read(key(inbox, number / BLOCK));
    int at = Math.min((int) (number % BLOCK), block.size() - 1); // gaps only move it forward
    while (at >= 0 && block.get(at).number() > number) {
      at--;
    }
    return at >= 0 && block.get(at).number() == number
        ? Optional.of(block.get(at))
        : Optional.empty();
  }

  /// Gives all with numbers in the range, ascending.
  void scan(InboxName inbox, Range range, Sink sink) throws IOException {
    if (range.isEmpty()) {
      return;
    }
    long last = range.to() / BLOCK;
    FutureTask<List<Article>> ahead = begin(key(inbox, range.from() / BLOCK));
    for (long block = range.from() / BLOCK; block <= last; block++) {
      List<Article> articles = result(ahead);
      if (block < last) {
        ahead = begin(key(inbox, block + 1));
      }
      for (Article article : articles) {
        if (range.contains(article.number())) {
          sink.accept(article);
        }
      }
    }
  }

  /// One of those with this id that are in a group, in `preferred` if there is one.
  Optional<Article> find(MessageId id, Groups groups, @Nullable InboxName preferred)
      throws IOException {
    Posting found = null;
    List<Slot> slots = new ArrayList<>();
    for (Posting posting : archive.find(new Scope.All(), id)) {
      if (groups.find(posting.inbox()).isPresent()) {
        slots.add(posting.slot());
        if (found == null
            || (posting.inbox().equals(preferred) && !found.inbox().equals(preferred))) {
          found = posting;
        }
      }
    }
    return found == null ? Optional.empty() : Optional.of(new Article(found, slots));
  }

  private Key key(InboxName inbox, long block) {
    return new Key(archive.version(Scope.of(inbox)), inbox, block);
  }

  private List<Article> read(Key key) throws IOException {
    List<Article> known = kept.find(key);
    if (known == null) {
      known = readAnew(key.inbox(), key.block());
      kept.keep(key, known);
    }
    return known;
  }

  private List<Article> readAnew(InboxName inbox, long block) throws IOException {
    long from = block * BLOCK;
    List<Posting> postings = archive.numbered(inbox, from, BLOCK);
    List<MessageId> ids = postings.stream().map(Posting::id).toList();
    Map<MessageId, List<Slot>> crossPosts = archive.crossPosts(ids);
    return postings.stream()
        .filter(posting -> posting.number() < from + BLOCK)
        .map(posting -> new Article(posting, crossPosts.getOrDefault(posting.id(), List.of())))
        .toList();
  }

  private FutureTask<List<Article>> begin(Key key) {
    FutureTask<List<Article>> task = new FutureTask<>(() -> read(key));
    if (kept.find(key) == null) {
      Thread.ofVirtual().name("nntp-ahead").start(task);
    } else {
      task.run();
    }
    return task;
  }

  private static List<Article> result(FutureTask<List<Article>> task) throws IOException {
    try {
      return task.get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof RuntimeException fault) {
        throw fault;
      }
      throw new IOException("cannot read the index", e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while reading the index");
    }
  }
}
