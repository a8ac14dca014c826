package org.annals.imap;

/// The messages of a mailbox at one moment, and the numbers that tell clients what changed.
/// Immutable; shared by all sessions.
record Contents(UidSet uids, long uidNext, long highestModSeq) {
  static final Contents NONE = new Contents(UidSet.EMPTY, 1, 1);

  /// How many changes without a new message are told apart.
  private static final int MODSEQ_BITS = 31;

  /// RFC 7162 §3.1: that of a message never changes, and is above all that was said before it came.
  static long modSeq(long uid) {
    return uid << MODSEQ_BITS;
  }

  /// The lowest UID of a message that changed after `modSeq`.
  static long firstAfter(long modSeq) {
    return (modSeq >> MODSEQ_BITS) + 1;
  }

  /// The lowest UID of a message that changed at or after `modSeq`.
  static long firstAt(long modSeq) {
    return firstAfter(modSeq - 1);
  }

  /// `highest` is the last number given to a message from `from` on, whether it is still there.
  /// What went since counts as a change of its own.
  static Contents of(UidSet uids, long from, long highest) {
    long last = Math.max(highest, Math.max(uids.highest(), from - 1));
    long gone = last - (from - 1) - uids.size();
    return new Contents(uids, last + 1, Math.max(1, modSeq(last) + gone));
  }
}
