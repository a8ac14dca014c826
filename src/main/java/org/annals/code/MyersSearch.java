package org.annals.code;

import org.jspecify.annotations.Nullable;

/// Finds where a shortest script from one sequence to another passes half way: E. Myers, An O(ND)
/// Difference Algorithm and Its Variations (1986), §4b.
///
/// Of several shortest scripts git's is found: diagonals are searched from the highest down, and
/// of two paths that come equally far the deletion wins. One thread.
final class MyersSearch {
  /// After so many differences the point that came farthest is taken: the search is quadratic.
  private static final int COST_MIN = 256;

  private final int[] a;
  private final int[] b;

  /// The farthest `x` on each diagonal `x - y`, from the beginning and from the end.
  private final int[] forward;

  private final int[] backward;

  /// Where diagonal 0 stands in both.
  private final int origin;

  private final int costMax;

  // The box in which the search is, and the diagonals that it has reached.
  private int aFrom;
  private int aTo;
  private int bFrom;
  private int bTo;
  private int forwardMin;
  private int forwardMax;
  private int backwardMin;
  private int backwardMax;

  record Point(int x, int y) {
    int sum() {
      return x + y;
    }
  }

  MyersSearch(int[] a, int[] b) {
    this.a = a;
    this.b = b;
    int diagonals = a.length + b.length + 3;
    forward = new int[diagonals];
    backward = new int[diagonals];
    origin = b.length + 1;
    costMax = Math.max(COST_MIN, (int) Math.sqrt(diagonals));
  }

  /// Neither sequence may be empty, and they must differ at both ends. The point is no corner.
  Point middle(int fromA, int toA, int fromB, int toB) {
    aFrom = fromA;
    aTo = toA;
    bFrom = fromB;
    bTo = toB;
    forwardMin = aFrom - bFrom;
    forwardMax = forwardMin;
    backwardMin = aTo - bTo;
    backwardMax = backwardMin;
    boolean odd = ((forwardMin - backwardMin) & 1) != 0;
    forward[origin + forwardMin] = aFrom;
    backward[origin + backwardMin] = aTo;
    for (int cost = 1; cost <= costMax; cost++) {
      Point met = stepForward(odd);
      if (met == null) {
        met = stepBackward(!odd);
      }
      if (met != null) {
        return met;
      }
    }
    return farthest();
  }

  /// `meets`: with an odd difference of lengths the paths meet in a step forward.
  private @Nullable Point stepForward(boolean meets) {
    if (forwardMin > aFrom - bTo) {
      forward[origin + --forwardMin - 1] = -1;
    } else {
      forwardMin++;
    }
    if (forwardMax < aTo - bFrom) {
      forward[origin + ++forwardMax + 1] = -1;
    } else {
      forwardMax--;
    }
    for (int d = forwardMax; d >= forwardMin; d -= 2) {
      int deleted = forward[origin + d - 1];
      int inserted = forward[origin + d + 1];
      int x = deleted >= inserted ? deleted + 1 : inserted;
      int y = x - d;
      while (x < aTo && y < bTo && a[x] == b[y]) {
        x++;
        y++;
      }
      forward[origin + d] = x;
      if (meets && backwardMin <= d && d <= backwardMax && backward[origin + d] <= x) {
        return new Point(x, y);
      }
    }
    return null;
  }

  private @Nullable Point stepBackward(boolean meets) {
    if (backwardMin > aFrom - bTo) {
      backward[origin + --backwardMin - 1] = Integer.MAX_VALUE;
    } else {
      backwardMin++;
    }
    if (backwardMax < aTo - bFrom) {
      backward[origin + ++backwardMax + 1] = Integer.MAX_VALUE;
    } else {
      backwardMax--;
    }
    for (int d = backwardMax; d >= backwardMin; d -= 2) {
      int inserted = backward[origin + d - 1];
      int deleted = backward[origin + d + 1];
      int x = inserted < deleted ? inserted : deleted - 1;
      int y = x - d;
      while (x > aFrom && y > bFrom && a[x - 1] == b[y - 1]) {
        x--;
        y--;
      }
      backward[origin + d] = x;
      if (meets && forwardMin <= d && d <= forwardMax && x <= forward[origin + d]) {
        return new Point(x, y);
      }
    }
    return null;
  }

  /// The point of either search that is farthest from where it began.
  private Point farthest() {
    Point ahead = new Point(aFrom, bFrom);
    for (int d = forwardMax; d >= forwardMin; d -= 2) {
      int x = Math.min(Math.min(forward[origin + d], aTo), bTo + d);
      if (2 * x - d > ahead.sum()) {
        ahead = new Point(x, x - d);
      }
    }
    Point back = new Point(aTo, bTo);
    for (int d = backwardMax; d >= backwardMin; d -= 2) {
      int x = Math.max(Math.max(backward[origin + d], aFrom), bFrom + d);
      if (2 * x - d < back.sum()) {
        back = new Point(x, x - d);
      }
    }
    int covered = ahead.sum() - aFrom - bFrom;
    return covered > aTo + bTo - back.sum() ? ahead : back;
  }
}
