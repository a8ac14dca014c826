package org.annals.web;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.annals.index.Posting;
import org.annals.index.Slot;
import org.annals.thread.ThreadNode;

/// What of a conversation's tree is put away so that the current message stands near its top: at
/// each level above it, the branches that came before.
final class TreeFolds {
  /// As many rows are never put away.
  private static final int ROWS_KEPT = 8;

  /// In a larger tree what is put away is on another page, and what follows is cut.
  private static final int WHOLE_ROWS_MAX = 256;

  private static final int ROWS_AFTER_MAX = 128;

  /// Rows put away: how many, and the row after them. `whole`: they are on the page.
  record Fold(int rows, int end, boolean whole) {}

  private final Map<Integer, Fold> byStart = new HashMap<>();
  private final int rows;
  private int end;

  private TreeFolds(int rows) {
    this.rows = rows;
    this.end = rows;
  }

  static TreeFolds none(List<ThreadNode<Posting>> inOrder) {
    return new TreeFolds(inOrder.size());
  }

  /// `inOrder` is the tree, depth first.
  static TreeFolds around(Slot current, List<ThreadNode<Posting>> inOrder) {
    TreeFolds folds = none(inOrder);
    boolean whole = inOrder.size() <= WHOLE_ROWS_MAX;
    int row = rowOf(current, inOrder);
    if (row < 0) {
      return folds;
    }
    if (!whole) {
      folds.end = Math.min(inOrder.size(), row + 1 + ROWS_AFTER_MAX);
    }
    // Backwards: whatever is as deep as the node on the way or deeper, and below the same parent.
    int at = row;
    while (at >= 0) {
      int depth = inOrder.get(at).depth();
      int parent = at - 1;
      while (parent >= 0 && inOrder.get(parent).depth() >= depth) {
        parent--;
      }
      int before = at - parent - 1;
      if (before > ROWS_KEPT) {
        folds.byStart.put(parent + 1, new Fold(before, at, whole));
      }
      at = parent;
    }
    return folds;
  }

  private static int rowOf(Slot current, List<ThreadNode<Posting>> inOrder) {
    for (int i = 0; i < inOrder.size(); i++) {
      Posting posting = inOrder.get(i).key();
      if (posting != null && posting.slot().equals(current)) {
        return i;
      }
    }
    return -1;
  }

  boolean isEmpty() {
    return byStart.isEmpty() && end == rows;
  }

  Optional<Fold> startingAt(int row) {
    return Optional.ofNullable(byStart.get(row));
  }

  /// The row after the last that is shown.
  int end() {
    return end;
  }
}
