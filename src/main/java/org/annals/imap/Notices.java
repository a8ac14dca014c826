package org.annals.imap;

import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.annals.archive.Archive;
import org.annals.store.InboxName;

/// Who waits for news of which inbox. Thread-safe; nothing is asked of the archive again and again.
final class Notices {
  private final Map<InboxName, Set<Runnable>> waiting = new ConcurrentHashMap<>();

  /// From now on those who wait hear of what changes in the archive.
  Notices(Archive archive) {
    archive.onChange(inbox -> Thread.startVirtualThread(() -> changed(inbox)));
  }

  private void changed(InboxName inbox) {
    waiting.getOrDefault(inbox, Set.of()).forEach(Runnable::run);
  }

  /// `listener` is run when the inbox changes, until the result is closed; it must not take long.
  Listening listen(InboxName inbox, Runnable listener) {
    Set<Runnable> of = waiting.computeIfAbsent(inbox, _ -> ConcurrentHashMap.newKeySet());
    of.add(listener);
    return () -> of.remove(listener);
  }

  interface Listening extends AutoCloseable {
    @Override
    void close();
  }
}
