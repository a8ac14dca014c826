package org.annals.store;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.eclipse.jgit.errors.CorruptObjectException;
import org.eclipse.jgit.errors.IncorrectObjectTypeException;
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

  private static final System.Logger LOG = System.getLogger(BlobReader.class.getName());

  private final String where;
  private final Supplier<List<Epoch>> source;
  private final Map<Integer, ObjectReader> readers = new HashMap<>();

  private BlobReader(String where, Supplier<List<Epoch>> source) {
    this.where = where;
    this.source = source;
  }

  static BlobReader of(Inbox inbox) {
    return new BlobReader(inbox.directory().toString(), inbox::epochs);
  }

  public static BlobReader of(Epoch epoch) {
    return new BlobReader(epoch.path().toString(), () -> List.of(epoch));
  }

  /// The bytes of a message. The array may be shared: do not change it.
  public byte[] read(BlobId blob) throws IOException {
    ObjectId id = ObjectId.fromString(blob.hex());
    List<Epoch> epochs = source.get();
    for (int i = epochs.size() - 1; i >= 0; i--) {
      Epoch epoch = epochs.get(i);
      try {
        ObjectLoader loader = reader(epoch).open(id, Constants.OBJ_BLOB);
        return loader.getCachedBytes(MESSAGE_BYTES_MAX);
      } catch (MissingObjectException e) {
        LOG.log(System.Logger.Level.TRACE, "not in epoch {0}: {1}", epoch.number(), blob);
      } catch (LargeObjectException e) {
        throw new MissingMessageException(
            where, blob, "is over " + MESSAGE_BYTES_MAX + " bytes", e);
      } catch (CorruptObjectException | IncorrectObjectTypeException e) {
        throw new MissingMessageException(where, blob, "is damaged: " + e.getMessage(), e);
      }
    }
    throw new MissingMessageException(where, blob);
  }

  /// Whether an epoch holds it.
  public boolean has(BlobId blob) throws IOException {
    ObjectId id = ObjectId.fromString(blob.hex());
    for (Epoch epoch : source.get()) {
      if (reader(epoch).has(id)) {
        return true;
      }
    }
    return false;
  }

  private ObjectReader reader(Epoch epoch) {
    return readers.computeIfAbsent(epoch.number(), n -> epoch.repository().newObjectReader());
  }

  /// Whether the bytes are those that the id is the hash of.
  public boolean matches(BlobId blob, byte[] bytes) {
    return BlobId.hashOf(bytes).equals(blob);
  }

  @Override
  public void close() {
    readers.values().forEach(ObjectReader::close);
    readers.clear();
  }
}
