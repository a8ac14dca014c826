package org.annals.series;

/// The instant that states are told for, in seconds since 1970: silence is measured up to `day`,
/// and evidence later than `cut` does not count.
public record AsOf(long day, long cut) {
  /// Up to now, where the newest mail is of that time: a commit may be newer than any mail.
  public static AsOf newestMail(long time) {
    return new AsOf(time, Long.MAX_VALUE);
  }

  /// As things stood then.
  public static AsOf then(long time) {
    return new AsOf(time, time);
  }
}
