package org.annals.code;

import java.util.Arrays;
import org.eclipse.jgit.lib.AnyObjectId;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.util.NB;

/// A set of object ids: 40 to 80 bytes for each. Not thread-safe.
final class IdSet {
  private static final int WORDS = Constants.OBJECT_ID_LENGTH / Integer.BYTES;

  private final byte[] bytes = new byte[Constants.OBJECT_ID_LENGTH];
  private final int[] asked = new int[WORDS];

  /// Open addressing; a slot of zeros is empty. No object has that id.
  private int[] slots = new int[WORDS * 1024];

  private int size;

  /// Whether it is new here.
  boolean add(AnyObjectId id) {
    if (2 * (size + 1) > slots.length / WORDS) {
      grow();
    }
    ask(id);
    int at = place(asked, 0);
    boolean fresh = isEmpty(slots, at);
    System.arraycopy(asked, 0, slots, at, WORDS);
    size += fresh ? 1 : 0;
    return fresh;
  }

  boolean contains(AnyObjectId id) {
    ask(id);
    return !isEmpty(slots, place(asked, 0));
  }

  private void ask(AnyObjectId id) {
    id.copyRawTo(bytes, 0);
    for (int i = 0; i < WORDS; i++) {
      asked[i] = NB.decodeInt32(bytes, Integer.BYTES * i);
    }
  }

  /// Where it is, or would be.
  private int place(int[] from, int start) {
    int count = slots.length / WORDS;
    int slot = from[start + 1] & (count - 1);
    while (!isEmpty(slots, WORDS * slot)
        && !Arrays.equals(slots, WORDS * slot, WORDS * (slot + 1), from, start, start + WORDS)) {
      slot = (slot + 1) & (count - 1);
    }
    return WORDS * slot;
  }

  private static boolean isEmpty(int[] words, int at) {
    for (int i = at; i < at + WORDS; i++) {
      if (words[i] != 0) {
        return false;
      }
    }
    return true;
  }

  private void grow() {
    int[] old = slots;
    slots = new int[2 * old.length];
    for (int at = 0; at < old.length; at += WORDS) {
      if (!isEmpty(old, at)) {
        System.arraycopy(old, at, slots, place(old, at), WORDS);
      }
    }
  }
}
