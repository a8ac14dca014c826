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

  static TextLines of(byte[] before, byte[] after) {
    int[] beforeStarts = starts(before, 0, new int[0]);
    int equal = Arrays.mismatch(before, after);
    int head = equal < 0 ? before.length : equal;
    int[] afterStarts = starts(after, head, beforeStarts);
    Numbers numbers = new Numbers(beforeStarts.length + afterStarts.length);
    int[] beforeNumbers = numbers.of(before, beforeStarts, 0, new int[0]);
    int headLines = 0;
    while (headLines + 1 < Math.min(beforeStarts.length, afterStarts.length)
        && afterStarts[headLines + 1] <= head) {
      headLines++;
    }
    int[] afterNumbers = numbers.of(after, afterStarts, headLines, beforeNumbers);
    return new TextLines(
        new Side(before, beforeStarts, beforeNumbers), new Side(after, afterStarts, afterNumbers));
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

    /// The first `head` lines have the numbers that are `known`.
    int[] of(byte[] text, int[] lines, int head, int[] known) {
      int[] numbers = Arrays.copyOf(known, lines.length - 1);
      for (int i = head; i < numbers.length; i++) {
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
