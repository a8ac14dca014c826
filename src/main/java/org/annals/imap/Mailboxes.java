package org.annals.imap;

import java.io.IOException;
import java.time.Instant;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.archive.Archive;
import org.annals.archive.InboxCard;
import org.annals.imap.Mailbox.Content;
import org.annals.index.Query;
import org.annals.index.QueryException;
import org.annals.index.QueryParser;
import org.annals.index.Scope;
import org.annals.store.InboxName;
import org.jspecify.annotations.Nullable;

/// All mailboxes: for each inbox that has a newsgroup its slices, the whole of it, and saved
/// searches; and the levels above them. Thread-safe.
///
/// What a mailbox holds is worked out when somebody asks, once for each version of the index.
final class Mailboxes {
  /// Below a newsgroup, where slices are numbers.
  private static final String WHOLE = "all";

  private static final String SEARCHES = "search";

  private final Archive archive;
  private final List<SavedSearch> searches;
  private final Map<Content, Known<Contents>> contents = new ConcurrentHashMap<>();
  private final Map<InboxName, Object> locks = new ConcurrentHashMap<>();
  private volatile @Nullable Known<Named> named;

  Mailboxes(Archive archive, List<SavedSearch> searches) {
    this.archive = archive;
    this.searches = List.copyOf(searches);
  }

  /// What was true at a version of the index.
  private record Known<T>(long version, T value) {}

  /// By the key of their name, and the highest article number of each inbox.
  private record Named(SortedMap<String, Mailbox> byKey, Map<InboxName, Long> highest) {}

  private Named named() throws IOException {
    long version = version();
    Known<Named> known = named;
    if (known == null || known.version() != version) {
      known = new Known<>(version, collect());
      named = known;
    }
    return known.value();
  }

  private long version() {
    return archive.version(new Scope.All());
  }

  private Named collect() throws IOException {
    SortedMap<String, Mailbox> byKey = new TreeMap<>();
    Map<InboxName, Long> highest = new ConcurrentHashMap<>();
    List<InboxCard> cards =
        archive.inboxes().stream().filter(card -> !card.settings().newsgroup().isEmpty()).toList();
    for (InboxCard card : cards) {
      highest.put(card.name(), card.highestNumber());
      addOf(card, byKey);
    }
    addLevels(byKey, cards);
    return new Named(byKey, highest);
  }

  private void addOf(InboxCard card, SortedMap<String, Mailbox> byKey) {
    InboxName inbox = card.name();
    String group = MailboxNames.shown(card.settings().newsgroup()) + MailboxNames.DELIMITER;
    long validity = Math.max(1, card.createdAt());
    long last = Math.max(0, card.highestNumber() - 1) / Mailbox.SLICE_MESSAGES;
    for (int number = 0; number <= last; number++) {
      add(new Mailbox(group + number, Mailbox.slice(inbox, number), validity), byKey);
    }
    add(new Mailbox(group + WHOLE, new Content.Range(inbox, 1, UidSet.UID_MAX), validity), byKey);
    for (SavedSearch search : searches) {
      if (search.inbox().equals(inbox)) {
        String name = group + SEARCHES + MailboxNames.DELIMITER + search.name();
        add(new Mailbox(name, new Content.Found(inbox, search.query()), validity), byKey);
      }
    }
  }

  private static void add(Mailbox mailbox, SortedMap<String, Mailbox> byKey) {
    byKey.putIfAbsent(MailboxNames.key(mailbox.name()), mailbox);
  }

  /// What stands above others can be selected, too, as existing copies did.
  private static void addLevels(SortedMap<String, Mailbox> byKey, List<InboxCard> cards) {
    for (Mailbox mailbox : List.copyOf(byKey.values())) {
      String name = mailbox.name();
      for (int at = name.indexOf(MailboxNames.DELIMITER);
          at > 0;
          at = name.indexOf(MailboxNames.DELIMITER, at + 1)) {
        String level = name.substring(0, at);
        add(new Mailbox(level, new Content.Nothing(), validity(level, cards)), byKey);
      }
    }
  }

  private static long validity(String level, List<InboxCard> cards) {
    return cards.stream()
        .filter(card -> card.settings().newsgroup().equals(MailboxNames.key(level)))
        .mapToLong(card -> Math.max(1, card.createdAt()))
        .findFirst()
        .orElse(1);
  }

  /// In the order of their names.
  Collection<Mailbox> all() throws IOException {
    return named().byKey().values();
  }

  /// Refuses names that no mailbox has.
  Mailbox get(String name) throws IOException {
    Mailbox found = named().byKey().get(MailboxNames.key(name));
    if (found == null) {
      throw ImapRefusal.no("NONEXISTENT", "There is no such mailbox");
    }
    return found;
  }

  /// Whether there are others below it.
  boolean hasChildren(Mailbox mailbox) throws IOException {
    String below = MailboxNames.key(mailbox.name()) + MailboxNames.DELIMITER;
    SortedMap<String, Mailbox> from = named().byKey().tailMap(below);
    return !from.isEmpty() && from.firstKey().startsWith(below);
  }

  /// What is in a mailbox now. The same object as long as nothing changed there.
  Contents contents(Mailbox mailbox) throws IOException {
    return contents(mailbox.content());
  }

  private Contents contents(Content content) throws IOException {
    long version = version();
    Known<Contents> known = contents.get(content);
    if (known != null && known.version() == version) {
      return known.value();
    }
    synchronized (lockOf(content)) { // one of a thousand sessions that ask works it out
      known = contents.get(content);
      if (known != null && known.version() == version) {
        return known.value();
      }
      Contents now = workOut(content);
      Contents kept = known != null && known.value().equals(now) ? known.value() : now;
      contents.put(content, new Known<>(version, kept));
      return kept;
    }
  }

  /// One for all mailboxes of an inbox: slices come from the whole.
  private Object lockOf(Content content) {
    return switch (content) {
      case Content.Nothing() -> this;
      case Content.Range(var inbox, _, _) -> locks.computeIfAbsent(inbox, _ -> new Object());
      case Content.Found(var inbox, _) -> locks.computeIfAbsent(inbox, _ -> new Object());
    };
  }

  private Contents workOut(Content content) throws IOException {
    return switch (content) {
      case Content.Nothing() -> Contents.NONE;
      case Content.Range(var inbox, var from, var to) -> {
        long highest = named().highest().getOrDefault(inbox, 0L);
        UidSet all =
            from == 1 && to == UidSet.UID_MAX
                ? numbers(inbox, new Query.All())
                : contents(new Content.Range(inbox, 1, UidSet.UID_MAX)).uids();
        yield Contents.of(all.between(from, to), from, Math.min(highest, to));
      }
      case Content.Found(var inbox, var query) -> {
        long highest = named().highest().getOrDefault(inbox, 0L);
        yield Contents.of(numbers(inbox, parsed(inbox, query)), 1, highest);
      }
    };
  }

  private Query parsed(InboxName inbox, String query) throws IOException {
    try {
      return QueryParser.parse(query, Instant.now(), archive.prefixes(Scope.of(inbox)));
    } catch (QueryException e) {
      throw ImapRefusal.no("SERVERBUG", "The search of the config cannot be read");
    }
  }

  /// The article numbers of what matches in an inbox.
  UidSet numbers(InboxName inbox, Query query) throws IOException {
    BitSet found = new BitSet();
    archive.scanValues(
        inbox,
        query,
        Query.Axis.NUMBER,
        (number, _) -> {
          if (number <= UidSet.UID_MAX - 1) {
            found.set((int) number);
          }
        });
    return UidSet.of(found);
  }
}
