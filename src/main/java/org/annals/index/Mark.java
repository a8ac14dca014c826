package org.annals.index;

/// What a message is beside its words.
public enum Mark {
  /// It refers to no other message: a thread begins.
  OPENING,

  /// Its subject says that it is a patch or the cover letter of some, and that it is no reply.
  PATCH
}
