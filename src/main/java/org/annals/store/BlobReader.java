package org.annals.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.eclipse.jgit.errors.LargeObjectException;
import org.eclipse.jgit.errors.MissingObjectException;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.eclipse.jgit.lib.ObjectLoader;
import org.eclipse.jgit.lib.ObjectReader;

/// Reads stored messages of one inbox, whichever epoch holds them. One thread; close it.
public final class BlobReader implements AutoCloseable {
  /// A larger message is not read; import refuses it before it is stored.
  public static final int MESSAGE_BYTES_MAX = 100 << 20;

  private final Inbox inbox;
  private final Map<Integer, ObjectReader> readers = new HashMap<>();

  BlobReader(Inbox inbox) {
    this.inbox = inbox;
  }

  /// The bytes of a message. The array may be shared: do not change it.
  public byte[] read(BlobId blob) throws IOException {
    ObjectId id = ObjectId.fromString(blob.hex());
    List<Epoch> epochs = inbox.epochs();
    for (int i = epochs.size() - 1; i >= 0; i--) {
      Epoch epoch = epochs.get(i);
      ObjectReader reader =
          readers.computeIfAbsent(epoch.number(), n -> epoch.repository().newObjectReader());
      try {
        ObjectLoader loader = reader.open(id, Constants.OBJ_BLOB);
        return loader.getCachedBytes(MESSAGE_BYTES_MAX);
      } catch (MissingObjectException e) {
        continue; // perhaps in an older epoch
      } catch (LargeObjectException e) {
        throw new IOException(
            inbox.directory() + ": message " + blob + " is over " + MESSAGE_BYTES_MAX + " bytes",
            e);
      }
    }
    throw new MissingMessageException(inbox.directory().toString(), blob);
  }

  @Override
  public void close() {
    readers.values().forEach(ObjectReader::close);
    readers.clear();
  }
}
