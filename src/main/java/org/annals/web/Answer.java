package org.annals.web;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// What goes back: status and headers, and a body that writes itself when they are sent.
///
/// Whoever gets an answer must close its turn, sent or not.
record Answer(
    int status, Map<String, String> headers, boolean compressible, Turns.Turn turn, Body body) {
  static final String HTML = "text/html; charset=UTF-8";
  static final String TEXT = "text/plain; charset=UTF-8";
  static final String ATOM = "application/atom+xml; charset=UTF-8";

  /// For answers that must not be kept, in the words of public-inbox.
  private static final Map<String, String> UNKEPT =
      Map.of(
          "Expires", "Fri, 01 Jan 1980 00:00:00 GMT",
          "Pragma", "no-cache",
          "Cache-Control", "no-cache, max-age=0, must-revalidate");

  private static final Set<String> REPEATED =
      Set.of("ETag", "Last-Modified", "Cache-Control", "Expires");

  interface Body {
    Body NONE = out -> {};

    void writeTo(BodyStream out) throws IOException;
  }

  static Answer of(int status, String type, Body body) {
    return new Answer(status, Map.of("Content-Type", type), true, Turns.Turn.FREE, body);
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

  /// For who has it already: the headers that such an answer repeats (RFC 9110 §15.4.5).
  Answer notModified() {
    Map<String, String> repeated = new LinkedHashMap<>(headers);
    repeated.keySet().retainAll(REPEATED);
    return new Answer(304, repeated, compressible, Turns.Turn.FREE, Body.NONE);
  }

  /// Bytes that are compressed already, or that nobody gains from compressing.
  Answer incompressible() {
    return new Answer(status, headers, false, turn, body);
  }

  Answer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new Answer(status, more, compressible, turn, body);
  }

  Answer inTurn(Turns.Turn taken) {
    return new Answer(status, headers, compressible, taken, body);
  }

  /// For what stays as it is: caches may keep it so long without asking.
  Answer keptFor(Duration time) {
    return with("Cache-Control", "public, max-age=" + time.toSeconds());
  }

  Answer unkept() {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.putAll(UNKEPT);
    return new Answer(status, more, compressible, turn, body);
  }
}
