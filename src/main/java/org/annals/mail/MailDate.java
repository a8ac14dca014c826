package org.annals.mail;

import java.time.Instant;
import java.util.Optional;

/// A point in time and the zone it was written in. Never before 1970.
///
/// Zones beyond ±14:00 are recorded as 0, as git cannot hold them; the time itself has been
/// adjusted by what was written.
public record MailDate(long epochSecond, int zoneMinutes) {
  public static final int ZONE_MINUTES_MAX = 14 * 60;

  /// Reads the date of a Date or Received field (RFC 5322 §3.3 and §4.3) and the other forms
  /// that mail has: asctime, RFC 850, ISO 8601, with or without weekday, seconds and zone.
  public static Optional<MailDate> parse(String value) {
    return new DateParser(value).parse();
  }

  public static MailDate ofEpochSecond(long epochSecond) {
    return new MailDate(epochSecond, 0);
  }

  public Instant instant() {
    return Instant.ofEpochSecond(epochSecond);
  }

  /// The zone as mail and git write it: `+0200`.
  public String zone() {
    int minutes = Math.abs(zoneMinutes);
    return "%s%02d%02d".formatted(zoneMinutes < 0 ? "-" : "+", minutes / 60, minutes % 60);
  }
}
