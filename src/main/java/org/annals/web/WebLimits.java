package org.annals.web;

/// How much of the machine clients may take.
///
/// `requestHeaderBytes` also bounds the URL. Of expensive answers at most `expensiveAnswers` are
/// under way and `expensiveWorkers` worked on; one waits `turnWaitMillis` for its turn to begin.
/// `stopMillis` is what requests in work get when the server stops.
record WebLimits(
    int requestHeaderBytes,
    int connections,
    int idleMillis,
    int expensiveAnswers,
    int expensiveWorkers,
    int turnWaitMillis,
    int stopMillis) {

  static final WebLimits DEFAULT = new WebLimits(16 << 10, 10_000, 30_000, 256, 16, 10_000, 5_000);
}
