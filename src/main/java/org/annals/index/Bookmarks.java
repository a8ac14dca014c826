package org.annals.index;

import java.util.HashMap;
import java.util.Map;
import org.annals.store.InboxName;

/// How far the index has come: the same atomic commit holds these and the documents.
///
/// `commits`: last indexed commit by epoch. `highest`: highest article number ever given by
/// inbox, removed ones included. `nextThread`: the next unused thread number, from 1.
public record Bookmarks(
    Map<EpochKey, String> commits, Map<InboxName, Long> highest, long nextThread) {
  /// Changes when what is stored of a message changes: a different schema is rebuilt.
  public static final int SCHEMA = 1;

  public static final Bookmarks NONE = new Bookmarks(Map.of(), Map.of(), 1);

  private static final String COMMIT = "commit/";
  private static final String HIGHEST = "highest/";
  private static final String NEXT_THREAD = "next-thread";
  private static final String SCHEMA_KEY = "schema";

  public record EpochKey(InboxName inbox, int epoch) {}

  public Bookmarks {
    commits = Map.copyOf(commits);
    highest = Map.copyOf(highest);
  }

  public Bookmarks withCommit(EpochKey epoch, String commit) {
    Map<EpochKey, String> next = new HashMap<>(commits);
    next.put(epoch, commit);
    return new Bookmarks(next, highest, nextThread);
  }

  public long highest(InboxName inbox) {
    return highest.getOrDefault(inbox, 0L);
  }

  /// As lines of a map, the form in which an index commit carries them.
  Map<String, String> toMap() {
    Map<String, String> map = new HashMap<>();
    commits.forEach((key, id) -> map.put(COMMIT + key.inbox() + "/" + key.epoch(), id));
    highest.forEach((inbox, number) -> map.put(HIGHEST + inbox, Long.toString(number)));
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
    map.forEach((key, value) -> {
      if (key.startsWith(COMMIT)) {
        int slash = key.lastIndexOf('/');
        InboxName inbox = new InboxName(key.substring(COMMIT.length(), slash));
        int epoch = Integer.parseInt(key.substring(slash + 1));
        commits.put(new EpochKey(inbox, epoch), value);
      } else if (key.startsWith(HIGHEST)) {
        highest.put(new InboxName(key.substring(HIGHEST.length())), Long.valueOf(value));
      }
    });
    return new Bookmarks(commits, highest, Long.parseLong(map.getOrDefault(NEXT_THREAD, "1")));
  }
}
