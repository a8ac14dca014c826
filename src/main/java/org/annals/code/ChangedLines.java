package org.annals.code;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/// Which lines of the version before went and which of the version after came, as git shows them.
///
/// Lines that the other side lacks are marked at once, and lines that it has very often when they
/// stand among such; of the others a shortest script is looked for. Then `Sliding` chooses among
/// equal places.
record ChangedLines(boolean[] gone, boolean[] came) {
  /// How far the neighbours of a frequent line are looked at.
  private static final int NEIGHBOURS_MAX = 100;

  /// A frequent line is dropped when it stands among at least three times as many that the other
  /// side lacks; itself counts twice.
  private static final int LACKED_SHARE = 4;

  private static final int FREQUENT_MAX = 1024;

  private enum Kind {
    LACKED,
    FREQUENT,
    USEFUL
  }

  /// A rectangle of pairs of lines that is still to be searched.
  private record Box(int aFrom, int aTo, int bFrom, int bTo) {}

  static ChangedLines of(TextLines lines) {
    int[] before = lines.before().numbers();
    int[] after = lines.after().numbers();
    ChangedLines changed = new ChangedLines(new boolean[before.length], new boolean[after.length]);
    int least = Math.min(before.length, after.length);
    int head = 0;
    while (head < least && before[head] == after[head]) {
      head++;
    }
    int tail = 0;
    while (tail < least - head
        && before[before.length - 1 - tail] == after[after.length - 1 - tail]) {
      tail++;
    }
    int most = before.length + after.length;
    int[] a = useful(before, counts(after, most), changed.gone, head, tail);
    int[] b = useful(after, counts(before, most), changed.came, head, tail);
    changed.search(a, picked(before, a), b, picked(after, b));
    Sliding.of(lines, changed);
    return changed;
  }

  private static int[] counts(int[] numbers, int most) {
    int[] counts = new int[most];
    for (int number : numbers) {
      counts[number]++;
    }
    return counts;
  }

  /// The lines between head and tail that are worth searching for; the others are marked.
  private static int[] useful(int[] numbers, int[] elsewhere, boolean[] marks, int head, int tail) {
    int frequent = Math.min(FREQUENT_MAX, rootBound(numbers.length));
    Kind[] kinds = new Kind[numbers.length - head - tail];
    for (int i = 0; i < kinds.length; i++) {
      int count = elsewhere[numbers[head + i]];
      kinds[i] = count == 0 ? Kind.LACKED : count < frequent ? Kind.USEFUL : Kind.FREQUENT;
    }
    int[] kept = new int[kinds.length];
    int count = 0;
    for (int i = 0; i < kinds.length; i++) {
      if (kinds[i] == Kind.USEFUL || (kinds[i] == Kind.FREQUENT && !isLost(kinds, i))) {
        kept[count++] = head + i;
      } else {
        marks[head + i] = true;
      }
    }
    return Arrays.copyOf(kept, count);
  }

  /// A power of two that is above the square root and at most twice as large.
  private static int rootBound(int number) {
    int bound = 1;
    for (int rest = number; rest > 0; rest >>= 2) {
      bound <<= 1;
    }
    return bound;
  }

  /// Whether a frequent line has lines on both sides that lack a counterpart, and these prevail.
  private static boolean isLost(Kind[] kinds, int line) {
    int lacked = 0;
    int frequent = 2;
    for (int step = -1; step <= 1; step += 2) {
      int lackedHere = 0;
      int end = line + step * (NEIGHBOURS_MAX + 1);
      for (int i = line + step; i != end && i >= 0 && i < kinds.length; i += step) {
        if (kinds[i] == Kind.USEFUL) {
          break;
        }
        if (kinds[i] == Kind.LACKED) {
          lackedHere++;
        } else {
          frequent++;
        }
      }
      if (lackedHere == 0) {
        return false;
      }
      lacked += lackedHere;
    }
    return frequent * LACKED_SHARE < frequent + lacked;
  }

  private static int[] picked(int[] numbers, int[] lines) {
    int[] picked = new int[lines.length];
    for (int i = 0; i < lines.length; i++) {
      picked[i] = numbers[lines[i]];
    }
    return picked;
  }

  /// `aLines` and `bLines` tell where the lines stand whose numbers are `a` and `b`.
  private void search(int[] aLines, int[] a, int[] bLines, int[] b) {
    MyersSearch myers = new MyersSearch(a, b);
    Deque<Box> boxes = new ArrayDeque<>();
    boxes.push(new Box(0, a.length, 0, b.length));
    while (!boxes.isEmpty()) {
      Box box = boxes.pop();
      int aFrom = box.aFrom;
      int aTo = box.aTo;
      int bFrom = box.bFrom;
      int bTo = box.bTo;
      while (aFrom < aTo && bFrom < bTo && a[aFrom] == b[bFrom]) {
        aFrom++;
        bFrom++;
      }
      while (aFrom < aTo && bFrom < bTo && a[aTo - 1] == b[bTo - 1]) {
        aTo--;
        bTo--;
      }
      if (aFrom == aTo) {
        mark(came, bLines, bFrom, bTo);
      } else if (bFrom == bTo) {
        mark(gone, aLines, aFrom, aTo);
      } else {
        MyersSearch.Point middle = myers.middle(aFrom, aTo, bFrom, bTo);
        boxes.push(new Box(aFrom, middle.x(), bFrom, middle.y()));
        boxes.push(new Box(middle.x(), aTo, middle.y(), bTo));
      }
    }
  }

  private static void mark(boolean[] marks, int[] lines, int from, int to) {
    for (int i = from; i < to; i++) {
      marks[lines[i]] = true;
    }
  }
}
