package org.annals.imap;

import org.annals.net.LineLimits;

/// What clients may take of the machine, beside what all line protocols limit.
///
/// `commandBytes` is a whole command with its literals, `keepAliveMillis` how long a client that
/// waits for news hears nothing, `errorsMax` after how many refused commands in a row a client is
/// sent away.
public record ImapLimits(LineLimits lines, int commandBytes, int keepAliveMillis, int errorsMax) {
  /// RFC 9051 §5.4: a client may be silent for half an hour.
  private static final int IDLE_MILLIS = 31 * 60_000;

  public static final ImapLimits DEFAULT =
      new ImapLimits(
          new LineLimits(20_000, 256, 64 << 10, IDLE_MILLIS, 30_000, 10_000, 5_000),
          128 << 10,
          110_000,
          50);

  /// The same with other limits for lines.
  public ImapLimits with(LineLimits other) {
    return new ImapLimits(other, commandBytes, keepAliveMillis, errorsMax);
  }

  /// RFC 7888 §5: a literal that is sent unasked may have so many bytes.
  static final int UNASKED_LITERAL_BYTES = 4_096;
}
