package org.annals.web;

/// How much of the machine clients may take.
///
/// `requestHeaderBytes` also bounds the URL. `turnWaitMillis` is how long an expensive request
/// waits for its turn among `expensiveRequests`. `stopMillis` is what requests in work get when
/// the server stops.
record WebLimits(
    int requestHeaderBytes,
    int connections,
    int idleMillis,
    int expensiveRequests,
    int turnWaitMillis,
    int stopMillis) {

  static final WebLimits DEFAULT = new WebLimits(16 << 10, 10_000, 30_000, 16, 10_000, 5_000);
}
