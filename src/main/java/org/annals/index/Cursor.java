package org.annals.index;

/// A place in a list that is ordered by received time, in seconds since 1970: that of one posting,
/// which need not be there any more.
public record Cursor(long received, Slot slot) {
  public static Cursor of(Posting posting) {
    return new Cursor(posting.received(), posting.slot());
  }
}
