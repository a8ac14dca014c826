package org.annals.index;

/// What a message is beside its words.
public enum Mark {
  /// It refers to no other message: a thread begins.
  OPENING("opening"),

  /// Its subject says that it is a patch or the cover letter of some, and that it is no reply.
  PATCH("patch"),

  /// Its last line has no end, so that protocols of lines add one.
  UNENDED("unended");

  private final String word;

  Mark(String word) {
    this.word = word;
  }

  /// As queries and the index have it.
  String word() {
    return word;
  }
}
