package org.annals.archive;

import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Values that were dear to make, up to a total weight; what was not used for longest goes first.
/// Thread-safe. Keys and values must not change.
public final class Recent<K, V> {
  /// A value that would push out so large a part of all others is not kept.
  private static final int SHARE_MAX = 4;

  private final long weightMax;
  private final ToLongFunction<? super V> weigher;
  private final Map<K, V> values = new LinkedHashMap<>(16, 0.75f, true);
  private long weight;

  /// `weigher` gives the weight of a value, always the same for the same one.
  public Recent(long weightMax, ToLongFunction<? super V> weigher) {
    this.weightMax = weightMax;
    this.weigher = weigher;
  }

  public @Nullable V find(K key) {
    synchronized (values) {
      return values.get(key);
    }
  }

  public void keep(K key, V value) {
    long added = weigher.applyAsLong(value);
    if (added > weightMax / SHARE_MAX) {
      return;
    }
    synchronized (values) {
      V before = values.put(key, value);
      weight += added - (before == null ? 0 : weigher.applyAsLong(before));
      Iterator<V> oldest = values.values().iterator();
      while (weight > weightMax) {
        weight -= weigher.applyAsLong(oldest.next());
        oldest.remove();
      }
    }
  }

  /// The weight of what is kept now.
  public long weight() {
    synchronized (values) {
      return weight;
    }
  }
}
