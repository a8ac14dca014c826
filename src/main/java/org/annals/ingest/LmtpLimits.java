package org.annals.ingest;

import org.annals.net.LineLimits;

/// How much of the machine those who bring mail may take.
///
/// A mail has at most `messageBytes`, and `recipients` that are inboxes here. All mails that are in
/// work take at most `waitingBytes` together; a client is told to come again if there is no room
/// for its own.
public record LmtpLimits(LineLimits lines, int messageBytes, int recipients, int waitingBytes) {
  /// RFC 5321 §4.5.3.1.6 has 1,000 for text, but some write longer headers.
  private static final int LINE_BYTES = 1 << 20;

  /// RFC 5321 §4.5.3.2.7 wants 5 minutes at least.
  private static final int IDLE_MILLIS = 5 * 60_000;

  public static final LmtpLimits DEFAULT =
      new LmtpLimits(
          new LineLimits(200, 100, LINE_BYTES, IDLE_MILLIS, 30_000, 20_000, 10_000),
          32 << 20,
          100,
          128 << 20);

  public LmtpLimits with(LineLimits other) {
    return new LmtpLimits(other, messageBytes, recipients, waitingBytes);
  }
}
