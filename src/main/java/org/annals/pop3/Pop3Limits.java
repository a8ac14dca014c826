package org.annals.pop3;

import org.annals.net.LineLimits;

/// How much of the machine POP3 users may take.
///
/// The positions of `positions` users and mailboxes are remembered, of those that were used last; a
/// position that was not used for `positionDays` is forgotten. `blocks` of what the index knows of
/// 128 messages are kept for all sessions, some 20 kB each. A session holds at most 250 kB beside
/// its line and the message that is sent.
public record Pop3Limits(LineLimits lines, int positions, int positionDays, int blocks) {
  /// RFC 2449 §4 has 255 for a command; a long newsgroup in USER needs more.
  private static final int LINE_BYTES = 512;

  /// RFC 1939 §3 wants 10 minutes at least.
  private static final int IDLE_MILLIS = 10 * 60_000;

  public static final Pop3Limits DEFAULT =
      new Pop3Limits(
          new LineLimits(500, 64, LINE_BYTES, IDLE_MILLIS, 30_000, 20_000, 5_000),
          100_000,
          400,
          512);

  public Pop3Limits with(LineLimits other) {
    return new Pop3Limits(other, positions, positionDays, blocks);
  }
}
