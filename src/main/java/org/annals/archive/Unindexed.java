package org.annals.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.annals.index.Bookmarks.EpochKey;
import org.annals.index.IndexView;
import org.annals.mail.Message;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.MissingMessageException;
import org.annals.store.StoredCommit;
import org.jspecify.annotations.Nullable;

/// What git holds of an inbox and the index has not seen yet, whoever wrote it and when: also what
/// was written by a process that was killed. One thread, which holds the inbox's lock.
final class Unindexed {
  /// Beyond this, mail waits until the index has caught up.
  static final int COMMITS_MAX = 10_000;

  private final Archive archive;
  private final Inbox inbox;
  private final Map<Integer, Line> lines = new HashMap<>();

  /// What one epoch has after `start`, the last commit that the index knew; null: from the first.
  private static final class Line {
    private @Nullable String start;
    private final List<Stretch> stretches = new ArrayList<>();

    Line(@Nullable String start) {
      this.start = start;
    }

    @Nullable String tip() {
      return stretches.isEmpty() ? start : stretches.getLast().tip();
    }

    /// Drops what the index has; false if that is not known.
    boolean advance(@Nullable String bookmark) {
      if (Objects.equals(start, bookmark)) {
        return true;
      }
      for (int i = 0; i < stretches.size(); i++) {
        if (stretches.get(i).tip().equals(bookmark)) {
          stretches.subList(0, i + 1).clear();
          start = bookmark;
          return true;
        }
      }
      return false;
    }
  }

  /// Messages of the commits up to `tip`.
  private record Stretch(String tip, List<Known> messages) {}

  Unindexed(Archive archive, Inbox inbox) {
    this.archive = archive;
    this.inbox = inbox;
  }

  /// Everything there is now. Whoever looks it up looks into the index afterwards, which has the
  /// rest.
  List<Known> follow() throws IOException {
    Map<EpochKey, String> bookmarks;
    try (IndexView view = archive.view()) {
      bookmarks = view.bookmarks().commits();
    }
    List<Known> all = new ArrayList<>();
    for (Epoch epoch : inbox.epochs()) {
      String bookmark = bookmarks.get(new EpochKey(inbox.name(), epoch.number()));
      Line line = follow(epoch, bookmark);
      lines.put(epoch.number(), line);
      line.stretches.forEach(stretch -> all.addAll(stretch.messages()));
    }
    if (all.size() > COMMITS_MAX) {
      throw tooFar(all.size());
    }
    return all;
  }

  private Line follow(Epoch epoch, @Nullable String bookmark) throws IOException {
    String tip = epoch.tip().orElse(null);
    Line line = lines.get(epoch.number());
    if (line != null && Objects.equals(tip, line.tip()) && line.advance(bookmark)) {
      return line;
    }
    Line fresh = new Line(bookmark);
    if (tip != null && !tip.equals(bookmark)) {
      fresh.stretches.add(new Stretch(tip, read(epoch, tip, bookmark)));
    }
    return fresh;
  }

  private List<Known> read(Epoch epoch, String tip, @Nullable String after) throws IOException {
    List<Known> messages = new ArrayList<>();
    try (Epoch.Scan scan = epoch.scan(tip, after);
        BlobReader blobs = inbox.blobs()) {
      if (scan.count() > COMMITS_MAX) {
        throw tooFar(scan.count());
      }
      while (scan.hasNext()) {
        apply(scan.next(), blobs, messages);
      }
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
    return messages;
  }

  private static void apply(StoredCommit commit, BlobReader blobs, List<Known> messages)
      throws IOException {
    boolean add = commit.kind() == StoredCommit.Kind.ADD;
    if (!add && commit.kind() != StoredCommit.Kind.REMOVE) {
      return;
    }
    Known known;
    try {
      known = Known.of(Message.parse(blobs.read(commit.blob())));
    } catch (MissingMessageException _) {
      return; // the indexer tells of it
    }
    if (add) {
      messages.add(known);
    } else {
      for (Iterator<Known> each = messages.iterator(); each.hasNext(); ) {
        if (each.next().equals(known)) {
          each.remove();
        }
      }
    }
  }

  private IOException tooFar(int commits) {
    return new IOException(
        inbox.directory()
            + ": the index is "
            + commits
            + " messages behind; mail waits until it has caught up");
  }

  /// What was just appended to the newest epoch under this lock.
  void appended(List<Known> messages) throws IOException {
    Epoch newest = inbox.epochs().getLast();
    Line line = lines.computeIfAbsent(newest.number(), number -> new Line(null));
    line.stretches.add(new Stretch(newest.tip().orElseThrow(), List.copyOf(messages)));
  }
}
