package org.annals.index;

/// The field of the index that holds what a header says, by the prefix it is searched with.
public record HeaderField(Match match, String prefix) {
  /// How its values are found.
  public enum Match {
    /// by the whole value as it stands
    WHOLE,
    /// by words in any form
    STEMS,
    /// by words as they stand
    WORDS
  }
}
