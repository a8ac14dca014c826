package org.annals.index;

/// A query that cannot be understood: where, counted from 1, and what was expected there.
public final class QueryException extends Exception {
  private static final long serialVersionUID = 1;

  private final int column;

  public QueryException(int column, String message) {
    super(message);
    this.column = column;
  }

  public int column() {
    return column;
  }
}
