package org.annals.api;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.json.JsonFactory;

/// What goes back. The body writes itself when it is sent.
public record ApiAnswer(int status, Map<String, String> headers, Body body) {
  private static final JsonFactory JSON = new JsonFactory();

  @FunctionalInterface
  public interface Body {
    void writeTo(OutputStream out) throws IOException;
  }

  /// Writes one JSON value.
  @FunctionalInterface
  interface Content {
    void writeTo(JsonGenerator json) throws IOException;
  }

  static ApiAnswer json(int status, Content content) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream(4 << 10);
    try (JsonGenerator json = JSON.createGenerator(ObjectWriteContext.empty(), bytes)) {
      content.writeTo(json);
    }
    return new ApiAnswer(status, Map.of("Content-Type", "application/json"), bytes::writeTo);
  }

  static ApiAnswer empty(int status) {
    return new ApiAnswer(status, Map.of(), _ -> {});
  }

  static ApiAnswer redirect(String url) {
    return empty(302).with("Location", url);
  }

  ApiAnswer with(String name, String value) {
    Map<String, String> more = new LinkedHashMap<>(headers);
    more.put(name, value);
    return new ApiAnswer(status, more, body);
  }
}
