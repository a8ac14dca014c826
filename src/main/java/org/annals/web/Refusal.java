package org.annals.web;

/// A request that gets a plain answer of a few lines instead of a page. Never carries a stack trace
/// to the client; caught in one place.
final class Refusal extends RuntimeException {
  private static final long serialVersionUID = 1;

  /// Why, and the status that says so.
  enum Reason {
    MALFORMED(400, "Bad Request"),
    FORBIDDEN(403, "Forbidden"),
    NOT_FOUND(404, "Not Found"),
    METHOD_NOT_ALLOWED(405, "Method Not Allowed"),
    TIMEOUT(408, "Request Timeout"),
    TOO_LARGE(413, "Content Too Large"),
    UNSUPPORTED_TYPE(415, "Unsupported Media Type"),
    TOO_MANY(429, "Too Many Requests"),
    UNKNOWN_CODING(501, "Not Implemented"),
    TOO_BUSY(503, "Service Unavailable");

    private final int status;
    private final String phrase;

    Reason(int status, String phrase) {
      this.status = status;
      this.phrase = phrase;
    }

    int status() {
      return status;
    }

    String phrase() {
      return phrase;
    }
  }

  private final Reason reason;

  /// `what` is shown to the client: say what is wrong with the request, nothing of ours.
  Refusal(Reason reason, String what) {
    super(what, null, false, false);
    this.reason = reason;
  }

  /// The same, with more to say.
  Refusal and(String more) {
    return new Refusal(reason, getMessage() + "\n" + more);
  }

  Reason reason() {
    return reason;
  }

  /// What is said to the client.
  String what() {
    return String.valueOf(getMessage()).stripTrailing();
  }

  String text() {
    return reason.status() + " " + reason.phrase() + "\n" + what() + "\n";
  }
}
