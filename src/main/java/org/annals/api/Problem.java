package org.annals.api;

import java.io.IOException;

/// A request that cannot be answered as it is: the status and the one message that say why, in the
/// form of Django's REST framework. Caught in one place.
final class Problem extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final int status;
  private final String field;

  private Problem(int status, String field, String message) {
    super(message, null, false, false);
    this.status = status;
    this.field = field;
  }

  static Problem notFound() {
    return new Problem(404, "", "Not found.");
  }

  static Problem invalidPage() {
    return new Problem(404, "", "Invalid page.");
  }

  static Problem method(String method) {
    return new Problem(405, "", "Method \"" + method + "\" not allowed.");
  }

  static Problem unknownToken() {
    return new Problem(403, "", "Invalid token.");
  }

  static Problem noToken() {
    return new Problem(403, "", "Authentication credentials were not provided.");
  }

  static Problem forbidden() {
    return new Problem(403, "", "You do not have permission to perform this action.");
  }

  /// A body that cannot be read.
  static Problem malformed(String message) {
    return new Problem(400, "", message);
  }

  /// A value of the body that cannot be.
  static Problem field(String field, String message) {
    return new Problem(400, field, message);
  }

  ApiAnswer answer() throws IOException {
    String message = String.valueOf(getMessage());
    return ApiAnswer.json(
        status,
        json -> {
          json.writeStartObject();
          if (field.isEmpty()) {
            json.writeStringProperty("detail", message);
          } else {
            json.writeArrayPropertyStart(field);
            json.writeString(message);
            json.writeEndArray();
          }
          json.writeEndObject();
        });
  }
}
