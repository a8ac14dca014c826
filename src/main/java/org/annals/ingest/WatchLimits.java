package org.annals.ingest;

/// How long watching waits for what. Mails larger than `mailBytes` are refused; `pollMillis` is
/// between two looks at a server that does not tell of new mail.
public record WatchLimits(
    int answerMillis,
    int mailMillis,
    int mailBytes,
    int idleMillis,
    int pollMillis,
    int firstPauseMillis,
    int longestPauseMillis,
    int retryFileMillis) {
  private static final int MINUTE = 60_000;

  /// A server ends an IDLE that lasts half an hour (RFC 2177 §3).
  public static final WatchLimits DEFAULT =
      new WatchLimits(
          MINUTE, 15 * MINUTE, 100 << 20, 20 * MINUTE, MINUTE, 1_000, 5 * MINUTE, MINUTE);

  public WatchLimits pollingEvery(int millis) {
    return new WatchLimits(
        answerMillis,
        mailMillis,
        mailBytes,
        idleMillis,
        millis,
        firstPauseMillis,
        longestPauseMillis,
        retryFileMillis);
  }
}
