package org.annals.nntp;

import org.annals.net.LineLimits;

/// How much of the machine newsreaders may take.
///
/// `blocks` of what the index knows of 256 articles are kept for all sessions, some 300 kB each.
public record NntpLimits(LineLimits lines, int blocks) {
  /// RFC 3977 §3.1: a command has at most 512 bytes with its line end.
  private static final int LINE_BYTES = 512;

  /// RFC 3977 §3.1 wants 3 minutes at least. An idle session costs a few kB.
  private static final int IDLE_MILLIS = 30 * 60_000;

  public static final NntpLimits DEFAULT =
      new NntpLimits(
          new LineLimits(10_000, 64, LINE_BYTES, IDLE_MILLIS, 30_000, 20_000, 5_000), 64);
}
