package org.annals.web;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.annals.archive.Recent;
import org.annals.web.Fragment.Identity;
import org.jspecify.annotations.Nullable;

/// The parts of pages that were made lately, to be put into other answers as they are. Thread-safe.
///
/// Messages do not change, so what a page shows of one is the same each time. A part is kept under
/// what it depends on and the part before it: mails of a thread repeat each other, and a part that
/// refers back to the one before it takes two thirds of the bytes. What is asked for once, as by a
/// crawler, is not worth keeping.
final class Fragments {
  /// What a part takes beside its bytes: keys, the record, its place in the table.
  private static final int OVERHEAD_BYTES = 400;

  /// How many keys are remembered as asked for: a power of two.
  private static final int ASKED = 1 << 17;

  /// Keys that share their last bits and are remembered beside each other. With one place for each,
  /// two that are asked for in turn would push each other out for ever.
  private static final int WAYS = 4;

  private record Place(Object key, Identity after) {}

  private final Recent<Place, Fragment> kept;
  private final boolean keeps;

  /// Hashes of keys, in groups by their last bits, the latest first. Threads may overwrite each
  /// other's: then a part is asked for once more.
  private final int[] asked = new int[ASKED];

  /// Keeps as many as fit; none if nothing does.
  Fragments(long bytesMax) {
    keeps = bytesMax > 0;
    kept = new Recent<>(bytesMax, fragment -> OVERHEAD_BYTES + fragment.deflated().length);
  }

  /// The part under this key that may follow `before`: one made to follow it, or one that refers
  /// to nothing before.
  @Nullable Fragment find(Object key, Identity before) {
    Fragment fragment = kept.find(new Place(key, before));
    return fragment != null || before.equals(Identity.NONE)
        ? fragment
        : kept.find(new Place(key, Identity.NONE));
  }

  /// Whether a part is worth making: whether it was asked for before, as far as is known.
  boolean isAskedAgain(Object key) {
    int hash = 0x9e3779b9 * key.hashCode();
    int group = (hash >>> Integer.numberOfLeadingZeros(ASKED - 1)) & -WAYS;
    boolean again = false;
    for (int way = 0; way < WAYS; way++) {
      again |= asked[group + way] == hash;
    }
    if (!again) {
      System.arraycopy(asked, group, asked, group + 1, WAYS - 1);
      asked[group] = hash;
    }
    return again && keeps;
  }

  /// Compresses a text that comes after `before`, whose text is given if it is at hand.
  Fragment make(Object key, byte[] text, Identity before, byte @Nullable [] beforeText) {
    boolean refers = beforeText != null && beforeText.length > 0;
    byte[] deflated = deflated(text, refers ? beforeText : null);
    Fragment fragment =
        new Fragment(
            deflated,
            text.length,
            Crc32.of(text),
            Crc32.shift(text.length),
            refers ? before : Identity.NONE);
    kept.keep(new Place(key, fragment.after()), fragment);
    return fragment;
  }

  private static byte[] deflated(byte[] text, byte @Nullable [] beforeText) {
    ByteArrayOutputStream deflated = new ByteArrayOutputStream(Math.max(64, text.length / 2));
    Compressor compressor = Compressor.take();
    try {
      if (beforeText != null) {
        compressor.referTo(beforeText);
      }
      compressor.write(text, 0, text.length, deflated);
      compressor.flush(deflated);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // memory does not fail
    } finally {
      compressor.giveBack();
    }
    return deflated.toByteArray();
  }
}
