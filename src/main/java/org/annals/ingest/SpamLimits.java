package org.annals.ingest;

import java.time.Duration;

/// How long a spam filter has for an answer, and how large a mail may be that it is asked about:
/// larger ones are taken, as spam is small and filters refuse them.
public record SpamLimits(Duration patience, int mailBytes) {
  /// Less than a mail server waits for the end of DATA (RFC 5321 §4.5.3.2.6); the size is spamc's.
  public static final SpamLimits DEFAULT = new SpamLimits(Duration.ofMinutes(2), 512_000);
}
