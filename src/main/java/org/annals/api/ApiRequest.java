package org.annals.api;

/// What a program asks. `path` and `query` as they were sent, the query without its question mark;
/// `base` is the URL of the site without a slash at the end. A header that is not there is empty.
@SuppressWarnings("ArrayRecordComponent") // compared by nobody
public record ApiRequest(
    String method,
    String path,
    String query,
    String base,
    String authorization,
    String contentType,
    byte[] body) {
  boolean reads() {
    return method.equals("GET") || method.equals("HEAD");
  }
}
