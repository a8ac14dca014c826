package org.annals.archive;

import java.io.IOException;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.annals.index.Bookmarks;
import org.annals.index.IndexView;
import org.annals.index.MessageIndex;
import org.annals.index.Posting;
import org.annals.index.Scope;
import org.annals.index.Slot;
import org.annals.mail.MessageId;
import org.annals.store.InboxName;

/// Which of several copies stands for a message: one that people may see, if there is one.
///
/// The index holds the answer, so when the config hides other inboxes than before, or no longer
/// names one, the answers that this changes are written anew. Belongs to the indexing thread.
final class Ranking {
  private static final int PAGE_POSTINGS = 1_000;

  private final MessageIndex index;
  private final Inboxes inboxes;
  private final Indexer indexer;

  Ranking(MessageIndex index, Inboxes inboxes, Indexer indexer) {
    this.index = index;
    this.inboxes = inboxes;
    this.indexer = indexer;
  }

  /// The copy that stood for the message stays, unless it is hidden and another is not.
  static Optional<Posting> first(List<Posting> copies, Set<InboxName> hidden) {
    return copies.stream()
        .min(
            Comparator.comparing((Posting copy) -> hidden.contains(copy.inbox()))
                .thenComparing(copy -> !copy.first())
                .thenComparing(Posting::slot));
  }

  /// Makes the index follow the config. Costs a look when it does already.
  void follow() throws IOException {
    try (IndexView view = index.view()) {
      Bookmarks before = view.bookmarks();
      Set<InboxName> hidden =
          before.highest().keySet().stream()
              .filter(name -> !inboxes.isShown(name))
              .collect(Collectors.toSet());
      if (hidden.equals(before.hidden())) {
        return;
      }
      Set<InboxName> changed = new HashSet<>(hidden);
      changed.addAll(before.hidden());
      changed.removeIf(name -> hidden.contains(name) && before.hidden().contains(name));
      for (InboxName name : changed) {
        rank(name, view, hidden);
      }
      index.publish(before.withHidden(hidden));
    }
  }

  private void rank(InboxName name, IndexView view, Set<InboxName> hidden) throws IOException {
    List<Posting> page = view.byNumber(name, 0, PAGE_POSTINGS);
    while (!page.isEmpty()) {
      for (Posting posting : page) {
        rank(copies(posting, view), hidden);
      }
      page = view.byNumber(name, page.getLast().number() + 1, PAGE_POSTINGS);
    }
  }

  private static List<Posting> copies(Posting posting, IndexView view) throws IOException {
    Map<Slot, Posting> copies = new TreeMap<>();
    for (MessageId id : posting.overview().ids()) {
      for (Posting other : view.byId(new Scope.All(), id)) {
        if (other.content().equals(posting.content())) {
          copies.put(other.slot(), other);
        }
      }
    }
    return List.copyOf(copies.values());
  }

  private void rank(List<Posting> copies, Set<InboxName> hidden) throws IOException {
    Posting first = first(copies, hidden).orElseThrow();
    for (Posting copy : copies) {
      boolean stands = copy.slot().equals(first.slot());
      // of an inbox that the config no longer names the text is not at hand; it is not shown anyway
      if (copy.first() != stands && inboxes.isOpen(copy.inbox())) {
        indexer.rewrite(copy.withFirst(stands));
      }
    }
  }
}
