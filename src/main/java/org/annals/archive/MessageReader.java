package org.annals.archive;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import org.annals.index.Posting;
import org.annals.store.BlobId;
import org.annals.store.BlobReader;
import org.annals.store.InboxName;

/// Reads messages for one request, keeping its git readers. One thread; close it.
public final class MessageReader implements AutoCloseable {
  private final Inboxes inboxes;
  private final Map<InboxName, BlobReader> readers = new HashMap<>();

  MessageReader(Inboxes inboxes) {
    this.inboxes = inboxes;
  }

  /// The bytes as git has them. Do not change the array.
  public byte[] read(Posting posting) throws IOException {
    return read(posting.inbox(), posting.blob());
  }

  /// The same of a message by where it is.
  public byte[] read(InboxName inbox, BlobId blob) throws IOException {
    return readers.computeIfAbsent(inbox, name -> inboxes.get(name).blobs()).read(blob);
  }

  @Override
  public void close() {
    readers.values().forEach(BlobReader::close);
    readers.clear();
  }
}
