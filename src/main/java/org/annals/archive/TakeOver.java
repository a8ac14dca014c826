package org.annals.archive;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import org.annals.index.Posting;
import org.annals.mail.Message;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.BlobReader;
import org.annals.store.Epoch;
import org.annals.store.Inbox;
import org.annals.store.InboxName;
import org.annals.store.MissingMessageException;
import org.annals.store.NumberMap;
import org.annals.store.StoredCommit;

/// An inbox that public-inbox numbered until now: its article numbers and its time of creation are
/// kept from the first index on.
///
/// Replay gives almost all messages the numbers that they have. Where it would not (numbers that
/// were skipped, or moved by a purge), and what was given last, is written to the control inbox, so
/// that git and control inbox are enough from then on. One thread.
public final class TakeOver {
  /// Each pass knows of the numbers that the one before wrote down; more than three were never
  /// needed.
  private static final int PASSES_MAX = 4;

  private static final int TAIL_MAX = 1_000_000;
  private static final int PROBLEMS_MAX = 20;

  private final Inbox inbox;
  private final ControlInbox control;
  private final NumberMap peer;
  private final Map<BlobId, Long> kept;
  private final List<ControlRecord> records = new ArrayList<>();

  private TakeOver(Inbox inbox, ControlInbox control, NumberMap peer) {
    this.inbox = inbox;
    this.control = control;
    this.peer = peer;
    this.kept = control.kept(inbox.name());
  }

  /// What was written down: how many messages keep a number that replay would not give them, and
  /// how many numbers at the end are not given again.
  public record Report(long createdAt, int kept, int burnt, boolean changed) {}

  /// How our numbers compare with those of the peer.
  public record Comparison(long same, long unknownToPeer, List<String> differences) {}

  /// Before the first index of an inbox of which nothing is recorded yet: an operator who only
  /// names the directory loses no number.
  static void atFirst(Inbox inbox, ControlInbox control) throws IOException {
    Path file = NumberMap.in(inbox.directory());
    if (control.createdAt(inbox.name()) == 0 && Files.exists(file)) {
      of(inbox, control, file);
    }
  }

  /// Records what replay of the history would not find. Doing it again adds nothing.
  public static Report of(Inbox inbox, ControlInbox control, Path file) throws IOException {
    try (NumberMap peer = NumberMap.open(file)) {
      return new TakeOver(inbox, control, peer).run();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private Report run() throws IOException {
    Map<BlobId, Integer> removals = removals();
    int before = records.size();
    long highest = 0;
    for (int pass = 0; pass < PASSES_MAX; pass++) {
      highest = new Pass(removals).replay();
      if (records.size() == before) {
        break;
      }
      before = records.size();
    }
    int keptNow = records.size();
    int burnt = burnTail(highest);
    long created = peer.createdAt();
    if (created > 0 && control.createdAt(inbox.name()) != created) {
      records.addFirst(new ControlRecord.InboxCreated(inbox.name(), created));
    }
    control.append(records);
    return new Report(created, keptNow, burnt, !records.isEmpty());
  }

  /// Numbers after those of the last message here were given to messages that are gone.
  private int burnTail(long highest) throws IOException {
    var burnt = control.burnt(inbox.name());
    long last = peer.highest();
    if (last - highest > TAIL_MAX) {
      throw new IOException(
          inbox.directory()
              + ": numbers up to "
              + last
              + " were given, but its mail ends with "
              + highest
              + "; is epoch git/0.git missing?");
    }
    List<Long> tail =
        LongStream.rangeClosed(highest + 1, last)
            .boxed()
            .filter(number -> !burnt.contains(number))
            .toList();
    if (!tail.isEmpty()) {
      records.add(new ControlRecord.NumbersBurnt(inbox.name(), tail));
    }
    return tail.size();
  }

  /// How often each message is removed.
  private Map<BlobId, Integer> removals() throws IOException {
    Map<BlobId, Integer> removals = new HashMap<>();
    for (Epoch epoch : inbox.epochs()) {
      String tip = epoch.tip().orElse(null);
      if (tip == null) {
        continue;
      }
      try (Epoch.Scan scan = epoch.scan(tip, null)) {
        while (scan.hasNext()) {
          StoredCommit commit = scan.next();
          if (commit.kind() == StoredCommit.Kind.REMOVE) {
            removals.merge(commit.blob(), 1, Integer::sum);
          }
        }
      }
    }
    return removals;
  }

  /// One replay of the history with what is known to be kept.
  private final class Pass {
    private final Map<BlobId, Integer> removals;
    private final Numbers numbers;
    private final BitSet done = new BitSet();

    /// Ids that the peer has no number for, claimed by messages that are removed later.
    private final Map<MessageId, BlobId> claimed = new HashMap<>();

    private Pass(Map<BlobId, Integer> removals) {
      this.removals = new HashMap<>(removals);
      this.numbers = new Numbers(0, control.burnt(inbox.name()), kept);
    }

    /// Returns the highest number that replay gives.
    private long replay() throws IOException {
      try (BlobReader blobs = inbox.blobs()) {
        for (Epoch epoch : inbox.epochs()) {
          String tip = epoch.tip().orElse(null);
          if (tip == null) {
            continue;
          }
          try (Epoch.Scan scan = epoch.scan(tip, null)) {
            while (scan.hasNext()) {
              StoredCommit commit = scan.next();
              if (commit.kind() == StoredCommit.Kind.ADD) {
                add(commit.blob(), blobs);
              } else if (commit.kind() == StoredCommit.Kind.REMOVE) {
                removals.merge(commit.blob(), -1, Integer::sum);
                claimed.values().removeIf(commit.blob()::equals);
              }
            }
          }
        }
      }
      return numbers.highest();
    }

    private void add(BlobId blob, BlobReader blobs) throws IOException {
      List<MessageId> ids;
      try {
        ids = Message.parse(blobs.read(blob)).ids();
      } catch (MissingMessageException _) {
        return; // takes no number: rule 1
      }
      boolean removedLater = removals.getOrDefault(blob, 0) > 0;
      for (MessageId id : inOrder(ids)) {
        long number = peer.find(id);
        if (number > 0 && !removedLater) {
          if (!done.get(Math.toIntExact(number))) {
            done.set(Math.toIntExact(number));
            take(blob, number);
            return;
          }
        } else if (claimed.putIfAbsent(id, blob) == null) {
          numbers.next(blob);
          return;
        }
      }
    }

    private void take(BlobId blob, long number) {
      if (numbers.peek(blob) != number) {
        kept.put(blob, number);
        records.add(new ControlRecord.NumberKept(inbox.name(), blob, number));
      }
      numbers.next(blob);
    }

    /// Rule 2: the first, then from the last back to the second.
    private static List<MessageId> inOrder(List<MessageId> ids) {
      if (ids.size() < 2) {
        return ids;
      }
      List<MessageId> order = new ArrayList<>(ids.size());
      order.add(ids.getFirst());
      order.addAll(ids.subList(1, ids.size()).reversed());
      return order;
    }
  }

  /// Looks up every message of the index in the peer's numbers.
  public static Comparison compare(Archive archive, InboxName inbox, Path file) throws IOException {
    long[] counts = new long[2];
    List<String> differences = new ArrayList<>();
    try (NumberMap peer = NumberMap.open(file)) {
      archive.scanNumbers(
          inbox,
          posting -> {
            long theirs = peer.find(posting.id());
            if (theirs == posting.number()) {
              counts[0]++;
            } else if (theirs == 0) {
              counts[1]++;
            } else if (differences.size() < PROBLEMS_MAX) {
              differences.add(difference(posting, theirs));
            }
          });
    }
    return new Comparison(counts[0], counts[1], List.copyOf(differences));
  }

  private static String difference(Posting posting, long theirs) {
    return "<" + posting.id() + "> has number " + posting.number() + ", there " + theirs;
  }
}
