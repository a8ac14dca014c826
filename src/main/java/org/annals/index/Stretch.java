package org.annals.index;

import org.jspecify.annotations.Nullable;

/// Which of the results: at most `limit`. `after` is where they go on, whatever came before it
/// since; it says nothing in the order of relevance. Without it the first `offset` are left out.
public record Stretch(int offset, int limit, @Nullable Cursor after) {
  public static Stretch of(int offset, int limit) {
    return new Stretch(offset, limit, null);
  }

  public static Stretch after(Cursor cursor, int limit) {
    return new Stretch(0, limit, cursor);
  }
}
