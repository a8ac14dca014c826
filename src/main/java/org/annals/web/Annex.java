package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.util.Map;

/// Something else that answers at the port of the site, such as an interface for programs. Whoever
/// starts the server brings it. Where it and an inbox know an address, the inbox has it.
/// Thread-safe.
public interface Annex {
  /// Answers nothing.
  Annex NONE =
      new Annex() {
        @Override
        public boolean owns(String path) {
          return false;
        }

        @Override
        public Reply answer(Question question) {
          throw new IllegalStateException("owns no " + question.path());
        }
      };

  /// Whether it answers at a path, which is still escaped.
  boolean owns(String path);

  Reply answer(Question question) throws IOException;

  /// What is asked: `path` and `query` as they were sent, the query without its question mark;
  /// `base` is the URL of the site without a slash at the end. A header that is not there is empty.
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  record Question(
      String method,
      String path,
      String query,
      String base,
      String authorization,
      String contentType,
      byte[] body) {}

  record Reply(int status, Map<String, String> headers, Body body) {}

  @FunctionalInterface
  interface Body {
    void writeTo(OutputStream out) throws IOException;
  }
}
