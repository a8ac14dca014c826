package org.annals.index;

import org.jspecify.annotations.Nullable;

/// A query that cannot be understood: where, counted from 1, and what was expected there.
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1;

  private final int column;
  private final @Nullable String corrected;

  QueryException(int column, String message) {
    this(column, message, null);
  }

  QueryException(int column, String message, @Nullable String corrected) {
    super(message);
    this.column = column;
    this.corrected = corrected;
  }

  public int column() {
    return column;
  }

  /// The query without the mistake, where it is plain what was meant.
  public @Nullable String corrected() {
    return corrected;
  }
}
