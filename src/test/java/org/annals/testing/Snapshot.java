package org.annals.testing;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.annals.archive.Archive;
import org.annals.index.Posting;
import org.annals.store.InboxName;

/// What must be the same after a rebuild: `numbers` from `INBOX/NUMBER` to Message-ID and blob,
/// `threads` the partition of these keys, `publicIds` what others may see of it, `firsts` which of
/// several copies stands for the message.
public record Snapshot(
    SortedMap<String, String> numbers,
    Set<Set<String>> threads,
    SortedMap<String, String> publicIds,
    Set<String> firsts) {

  public static Snapshot of(Archive archive) throws IOException {
    SortedMap<String, String> numbers = new TreeMap<>();
    SortedMap<String, String> publicIds = new TreeMap<>();
    Map<Long, Set<String>> threads = new HashMap<>();
    Set<String> firsts = new TreeSet<>();
    for (InboxName inbox : archive.names()) {
      for (Posting posting : archive.numbered(inbox, 0, Integer.MAX_VALUE)) {
        String key = inbox + "/" + posting.number();
        numbers.put(key, posting.id() + " " + posting.blob());
        publicIds.put(key, archive.publicThread(posting));
        threads.computeIfAbsent(posting.thread(), thread -> new TreeSet<>()).add(key);
        if (posting.first()) {
          firsts.add(key);
        }
      }
    }
    return new Snapshot(
        numbers, threads.values().stream().collect(Collectors.toSet()), publicIds, firsts);
  }
}
