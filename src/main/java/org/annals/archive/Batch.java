package org.annals.archive;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.annals.index.IndexView;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.mail.MessageId;
import org.annals.store.BlobId;
import org.annals.store.InboxName;
import org.annals.thread.Conversations;
import org.jspecify.annotations.Nullable;

/// Events of one inbox in the order of their commits, on their way into the index.
///
/// Decides numbers, duplicates, threads and firsts against the index as it was at the start and
/// what came in the batch so far. One thread; used once.
final class Batch {
  private static final Scope ALL = new Scope.All();

  private final InboxName inbox;
  private final IndexView view;
  private final Conversations threads;
  private final Numbers numbers;
  private final Set<InboxName> hidden;
  private final Map<Slot, Added> added = new LinkedHashMap<>();
  private final Map<MessageId, List<Slot>> byId = new HashMap<>();
  private final Set<Slot> removed = new HashSet<>();
  private final Map<Slot, Posting> reranked = new HashMap<>();
  private int duplicates;
  private int withoutId;
  private int removals;

  Batch(
      InboxName inbox,
      IndexView view,
      Conversations threads,
      Numbers numbers,
      Set<InboxName> hidden) {
    this.inbox = inbox;
    this.view = view;
    this.threads = threads;
    this.numbers = numbers;
    this.hidden = hidden;
  }

  /// A message that is not in the index yet.
  record Added(Prepared message, Posting posting) {}

  void apply(Prepared message) throws IOException {
    switch (message.commit().kind()) {
      case ADD -> add(message);
      case REMOVE -> remove(message);
      case PURGED, OTHER -> {}
    }
  }

  private void add(Prepared message) throws IOException {
    if (message.ids().isEmpty()) {
      withoutId++;
      return;
    }
    Map<MessageId, List<Posting>> known = new HashMap<>();
    for (MessageId id : message.ids()) {
      known.put(id, known(id));
    }
    MessageId claimed = claim(message.ids(), known);
    if (claimed == null) {
      duplicates++;
      return;
    }
    List<Posting> copies =
        known.values().stream()
            .flatMap(List::stream)
            .filter(posting -> posting.content().equals(message.content()))
            .toList();
    boolean first =
        copies.isEmpty()
            || (!hidden.contains(inbox)
                && copies.stream().allMatch(copy -> hidden.contains(copy.inbox())));
    if (first) {
      // those in hidden inboxes, which nobody would see
      copies.stream()
          .filter(Posting::first)
          .forEach(copy -> reranked.put(copy.slot(), copy.withFirst(false)));
    }
    add(message, claimed, numbers.next(message.commit().blob()), first);
  }

  private void add(Prepared message, MessageId claimed, long number, boolean first)
      throws IOException {
    long thread = thread(message);
    Posting posting =
        new Posting(
            inbox,
            number,
            message.commit().blob(),
            message.received(),
            message.sent(),
            thread,
            first,
            message.content(),
            message.numberedAs(claimed));
    added.put(posting.slot(), new Added(message, posting));
    for (MessageId id : posting.overview().ids()) {
      byId.computeIfAbsent(id, key -> new ArrayList<>()).add(posting.slot());
    }
  }

  /// Two messages that name the same id are in one thread, even if nobody holds that id.
  private long thread(Prepared message) throws IOException {
    List<MessageId> own = new ArrayList<>(message.ids());
    own.addAll(message.alternateIds());
    List<MessageId> references = message.overview().references();
    for (List<MessageId> ids : List.of(own, references)) {
      for (MessageId id : ids) {
        if (threads.find(id).isEmpty()) {
          view.threadsNaming(id).forEach(known -> threads.place(id, known));
        }
      }
    }
    return threads.join(own, references);
  }

  /// The postings under an id, in every inbox, as they stand now.
  private List<Posting> known(MessageId id) throws IOException {
    List<Posting> postings = new ArrayList<>();
    for (Posting posting : view.byId(ALL, id)) {
      if (!removed.contains(posting.slot())) {
        postings.add(reranked.getOrDefault(posting.slot(), posting));
      }
    }
    for (Slot slot : byId.getOrDefault(id, List.of())) {
      Added entry = added.get(slot);
      if (entry != null) {
        postings.add(entry.posting());
      }
    }
    return postings;
  }

  /// The first Message-ID that is free in this inbox: the first, else the others from the last.
  /// Numbering rule 1: a mail all of whose ids are taken is a duplicate, whatever it says.
  private @Nullable MessageId claim(List<MessageId> ids, Map<MessageId, List<Posting>> known) {
    if (isFree(ids.getFirst(), known)) {
      return ids.getFirst();
    }
    for (MessageId id : ids.subList(1, ids.size()).reversed()) {
      if (isFree(id, known)) {
        return id;
      }
    }
    return null;
  }

  private boolean isFree(MessageId id, Map<MessageId, List<Posting>> known) {
    return known.getOrDefault(id, List.of()).stream()
        .noneMatch(posting -> posting.inbox().equals(inbox) && posting.id().equals(id));
  }

  private void remove(Prepared message) throws IOException {
    Optional<Posting> found = find(message);
    if (found.isEmpty()) {
      return; // its message was never here: nothing to hide
    }
    removals++;
    Posting posting = found.get();
    Slot slot = posting.slot();
    if (added.remove(slot) == null) {
      removed.add(slot);
      reranked.remove(slot);
    }
    if (posting.first()) {
      promote(posting);
    }
  }

  /// A message that a rewritten history no longer has.
  void drop(Posting posting) throws IOException {
    removals++;
    removed.add(posting.slot());
    if (posting.first()) {
      promote(posting);
    }
  }

  private Optional<Posting> find(Prepared message) throws IOException {
    BlobId blob = message.commit().blob();
    Optional<Posting> sameContent = Optional.empty();
    for (MessageId id : message.ids()) {
      for (Posting posting : known(id)) {
        if (!posting.inbox().equals(inbox)) {
          continue;
        }
        if (posting.blob().equals(blob)) {
          return Optional.of(posting);
        }
        if (posting.content().equals(message.content())) {
          sameContent = Optional.of(posting);
        }
      }
    }
    return sameContent;
  }

  /// Another copy stands for the message from now on.
  private void promote(Posting gone) throws IOException {
    List<Posting> copies = new ArrayList<>();
    for (MessageId id : gone.overview().ids()) {
      for (Posting posting : known(id)) {
        if (posting.content().equals(gone.content()) && !posting.slot().equals(gone.slot())) {
          copies.add(posting);
        }
      }
    }
    Optional<Posting> next = Ranking.first(copies, hidden);
    if (next.isEmpty()) {
      return;
    }
    Posting promoted = next.get().withFirst(true);
    Added entry = added.get(promoted.slot());
    if (entry == null) {
      reranked.put(promoted.slot(), promoted);
    } else {
      added.put(promoted.slot(), new Added(entry.message(), promoted));
    }
  }

  List<Added> added() {
    return List.copyOf(added.values());
  }

  Set<Slot> removed() {
    return removed;
  }

  Map<Slot, Posting> reranked() {
    return reranked;
  }

  IndexReport report() {
    return new IndexReport(0, added.size(), duplicates, removals, withoutId, List.of());
  }
}
