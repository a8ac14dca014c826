package org.annals.web;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/// What goes back: status and headers, and a body that writes itself when they are sent.
record Answer(int status, Map<String, String> headers, boolean compressible, Body body) {
  static final String HTML = "text/html; charset=UTF-8";
  static final String TEXT = "text/plain; charset=UTF-8";
  static final String ATOM = "application/atom+xml; charset=UTF-8";

  /// For answers that must not be kept, in the words of public-inbox.
  private static final Map<String, String> UNKEPT =
      Map.of(
          "Expires", "Fri, 01 Jan 1980 00:00:00 GMT",
          "Pragma", "no-cache",
          "Cache-Control", "no-cache, max-age=0, must-revalidate");

  /// Must be closed, written or not.
  interface Body extends AutoCloseable {
    Body NONE = out -> {};

    void writeTo(OutputStream out) throws IOException;

    @Override
    default void close() {}
  }

  static Answer of(int status, String type, Body body) {
    return new Answer(status, Map.of("Content-Type", type), true, body);
  }

  static Answer html(int status, Templates.Rendering page) {
    return of(status, HTML, page::writeTo);
  }

  static Answer text(int status, String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    return of(status, TEXT, out -> out.write(bytes));
  }

  static Answer redirect(int status, String url) {
    return text(status, "Redirecting to " + url + "\n").with("Location", url);
  }

  static Answer notModified(String validator) {
    return new Answer(304, Map.of("ETag", validator), false, Body.NONE);
  }

  /// Bytes that are compressed already, or that nobody gains from compressing.
  Answer incompressible() {
    return new Answer(status, headers, false, body);
  }

  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, compressible, body);
  }

  /// `after` runs once the body was written or gave up; the one who sends must call the body.
  Answer whenSent(Runnable after) {
    Body inner = body;
    Body outer =
        new Body() {
          @Override
          public void writeTo(OutputStream out) throws IOException {
            inner.writeTo(out);
          }

          @Override
          public void close() {
            after.run();
          }
        };
    return new Answer(status, headers, compressible, outer);
  }

  Answer unkept() {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(UNKEPT);
    return new Answer(status, more, compressible, body);
  }
}
