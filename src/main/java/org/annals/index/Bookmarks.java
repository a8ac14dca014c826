package org.annals.index;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.annals.store.InboxName;

/// How far the index has come: the same atomic commit holds these and the documents.
///
/// `commits`: last indexed commit by epoch. `highest`: highest article number ever given by
/// inbox, removed ones included. `nextThread`: the next unused thread number, from 1. `hidden`: the
/// inboxes that were hidden when the firsts were chosen. `headers`: by inbox, the headers with
/// prefixes that its documents were made with, in the words of the config.
public record Bookmarks(
    Map<EpochKey, String> commits,
    Map<InboxName, Long> highest,
    long nextThread,
    Set<InboxName> hidden,
    Map<InboxName, String> headers) {
  /// Changes when what is stored of a message changes: a different schema is rebuilt.
  public static final int SCHEMA = 4;

  public static final Bookmarks NONE = new Bookmarks(Map.of(), Map.of(), 1, Set.of(), Map.of());

  private static final String COMMIT = "commit/";
  private static final String HIGHEST = "highest/";
  private static final String HIDDEN = "hidden/";
  private static final String HEADERS = "headers/";
  private static final String NEXT_THREAD = "next-thread";
  private static final String SCHEMA_KEY = "schema";

  public record EpochKey(InboxName inbox, int epoch) {}

  public Bookmarks {
    commits = Map.copyOf(commits);
    highest = Map.copyOf(highest);
    hidden = Set.copyOf(hidden);
    headers = Map.copyOf(headers);
  }

  public Bookmarks withCommit(EpochKey epoch, String commit) {
    Map<EpochKey, String> next = new HashMap<>(commits);
    next.put(epoch, commit);
    return new Bookmarks(next, highest, nextThread, hidden, headers);
  }

  public Bookmarks withHighest(InboxName inbox, long number) {
    Map<InboxName, Long> next = new HashMap<>(highest);
    next.put(inbox, number);
    return new Bookmarks(commits, next, nextThread, hidden, headers);
  }

  public Bookmarks withNextThread(long number) {
    return new Bookmarks(commits, highest, number, hidden, headers);
  }

  public Bookmarks withHidden(Set<InboxName> inboxes) {
    return new Bookmarks(commits, highest, nextThread, inboxes, headers);
  }

  public Bookmarks withHeaders(InboxName inbox, String settings) {
    Map<InboxName, String> next = new HashMap<>(headers);
    next.put(inbox, settings);
    return new Bookmarks(commits, highest, nextThread, hidden, next);
  }

  public long highest(InboxName inbox) {
    return highest.getOrDefault(inbox, 0L);
  }

  /// As lines of a map, the form in which an index commit carries them.
  Map<String, String> toMap() {
    Map<String, String> map = new HashMap<>();
    commits.forEach((key, id) -> map.put(COMMIT + key.inbox() + "/" + key.epoch(), id));
    highest.forEach((inbox, number) -> map.put(HIGHEST + inbox, Long.toString(number)));
    hidden.forEach(inbox -> map.put(HIDDEN + inbox, ""));
    headers.forEach((inbox, settings) -> map.put(HEADERS + inbox, settings));
    map.put(NEXT_THREAD, Long.toString(nextThread));
    map.put(SCHEMA_KEY, Integer.toString(SCHEMA));
    return map;
  }

  /// Whether `map` was written by this version of the program.
  static boolean isCurrent(Map<String, String> map) {
    return Integer.toString(SCHEMA).equals(map.get(SCHEMA_KEY));
  }

  static Bookmarks of(Map<String, String> map) {
    Map<EpochKey, String> commits = new HashMap<>();
    Map<InboxName, Long> highest = new HashMap<>();
    Set<InboxName> hidden = new HashSet<>();
    Map<InboxName, String> headers = new HashMap<>();
    map.forEach((key, value) -> {
      if (key.startsWith(COMMIT)) {
        int slash = key.lastIndexOf('/');
        InboxName inbox = new InboxName(key.substring(COMMIT.length(), slash));
        int epoch = Integer.parseInt(key.substring(slash + 1));
        commits.put(new EpochKey(inbox, epoch), value);
      } else if (key.startsWith(HIGHEST)) {
        highest.put(new InboxName(key.substring(HIGHEST.length())), Long.valueOf(value));
      } else if (key.startsWith(HIDDEN)) {
        hidden.add(new InboxName(key.substring(HIDDEN.length())));
      } else if (key.startsWith(HEADERS)) {
        headers.put(new InboxName(key.substring(HEADERS.length())), value);
      }
    });
    long nextThread = Long.parseLong(map.getOrDefault(NEXT_THREAD, "1"));
    return new Bookmarks(commits, highest, nextThread, hidden, headers);
  }
}
