package org.annals.index;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;
import org.annals.store.InboxName;

/// The port to an index engine. One writer; any number of readers on views of what was published.
///
/// Only whole documents are written, keyed by their slot. `publish` is atomic: documents and
/// bookmarks become durable and visible together, or not at all.
public interface MessageIndex extends AutoCloseable {
  /// A view of the last published state. Close it.
  default IndexView view() throws IOException {
    return view(_ -> true);
  }

  /// The same, whose `Scope.All` holds nothing of inboxes that are not `shown`. It holds every
  /// other message once if the firsts were chosen with these hidden (`Bookmarks.hidden`).
  IndexView view(Predicate<InboxName> shown) throws IOException;

  /// Adds documents whose slots are not in the index. Uses all cores.
  void add(List<IndexDocument> documents) throws IOException;

  /// Writes documents in place of those with the same slots.
  void replace(List<IndexDocument> documents) throws IOException;

  void remove(List<Slot> slots) throws IOException;

  /// Makes everything written so far durable and visible, and moves the bookmarks.
  void publish(Bookmarks bookmarks) throws IOException;

  /// Takes what was removed or replaced out of the files, too. It is gone from them with the next
  /// `publish`, and from the disk when no older view is open. Takes as long as copying the index.
  void expunge() throws IOException;

  /// Forgets everything written since the last `publish`: after a failure, before trying again.
  void rollback() throws IOException;

  /// Changes with every publish, also across restarts.
  long version();

  @Override
  void close() throws IOException;
}
