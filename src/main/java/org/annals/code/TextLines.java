package org.annals.code;

import java.util.Arrays;

/// The lines of two versions of a file as numbers: equal lines have equal numbers.
///
/// `starts` holds where each line begins, and at the end the length of the text. A line includes
/// its newline, so that a last line without one differs from the same with one.
record TextLines(Side before, Side after) {
  /// One version of the file.
  record Side(byte[] text, int[] starts, int[] numbers) {
    int count() {
      return numbers.length;
    }
  }

  /// Most lines stand in what both texts begin with and end with, and are looked at once.
  static TextLines of(byte[] before, byte[] after) {
    int[] beforeStarts = starts(before, 0, new int[0]);
    int equal = Arrays.mismatch(before, after);
    int headBytes = equal < 0 ? before.length : equal;
    int[] afterStarts = starts(after, headBytes, beforeStarts);
    int least = Math.min(beforeStarts.length, afterStarts.length) - 1;
    int head = 0;
    while (head < least && afterStarts[head + 1] <= headBytes) {
      head++;
    }
    int tail = tail(before, beforeStarts, after, afterStarts, least - head);
    Numbers numbers = new Numbers(beforeStarts.length + afterStarts.length);
    int[] beforeNumbers = numbers.of(before, beforeStarts, 0, beforeStarts.length - 1);
    int lines = afterStarts.length - 1;
    int[] afterNumbers = numbers.of(after, afterStarts, head, lines - tail);
    System.arraycopy(beforeNumbers, 0, afterNumbers, 0, head);
    System.arraycopy(beforeNumbers, beforeNumbers.length - tail, afterNumbers, lines - tail, tail);
    return new TextLines(
        new Side(before, beforeStarts, beforeNumbers), new Side(after, afterStarts, afterNumbers));
  }

  /// How many lines at the end are equal, at most `most`.
  private static int tail(byte[] before, int[] ours, byte[] after, int[] theirs, int most) {
    int tail = 0;
    while (tail < most
        && Arrays.equals(
            before,
            ours[ours.length - 2 - tail],
            ours[ours.length - 1 - tail],
            after,
            theirs[theirs.length - 2 - tail],
            theirs[theirs.length - 1 - tail])) {
      tail++;
    }
    return tail;
  }

  /// Lines that begin at or before `head` begin where they do in `known`.
  private static int[] starts(byte[] text, int head, int[] known) {
    if (text.length == 0) {
      return new int[] {0};
    }
    int[] starts = Arrays.copyOf(known, Math.max(known.length, text.length / 32) + 16);
    int count = 1;
    while (count < known.length && known[count] <= head && text[known[count] - 1] == '\n') {
      count++;
    }
    starts[0] = 0;
    count -= starts[count - 1] == text.length ? 1 : 0;
    for (int i = starts[count - 1]; i < text.length - 1; i++) {
      if (text[i] == '\n') {
        if (count + 1 == starts.length) {
          starts = Arrays.copyOf(starts, 2 * starts.length);
        }
        starts[count++] = i + 1;
      }
    }
    starts[count++] = text.length;
    return Arrays.copyOf(starts, count);
  }

  /// A hash table of lines with open addressing, at most half full.
  private static final class Numbers {
    private final int[] slots;
    private final int[] hashes;
    private final int[] starts;
    private final int[] ends;
    private final byte[][] texts;
    private int count;

    Numbers(int most) {
      slots = new int[4 * Integer.highestOneBit(most)];
      hashes = new int[most];
      starts = new int[most];
      ends = new int[most];
      texts = new byte[most][];
    }

    /// Of the lines `from` to `to`; those of the others are 0.
    int[] of(byte[] text, int[] lines, int from, int to) {
      int[] numbers = new int[lines.length - 1];
      for (int i = from; i < to; i++) {
        numbers[i] = number(text, lines[i], lines[i + 1]);
      }
      return numbers;
    }

    private int number(byte[] text, int start, int end) {
      int hash = 1;
      for (int i = start; i < end; i++) {
        hash = 31 * hash + text[i];
      }
      int slot = (hash ^ (hash >>> 15)) & (slots.length - 1);
      while (slots[slot] != 0) {
        int known = slots[slot] - 1;
        if (hashes[known] == hash
            && Arrays.equals(text, start, end, texts[known], starts[known], ends[known])) {
          return known;
        }
        slot = (slot + 1) & (slots.length - 1);
      }
      slots[slot] = count + 1;
      hashes[count] = hash;
      starts[count] = start;
      ends[count] = end;
      texts[count] = text;
      return count++;
    }
  }
}
